import { Refusal } from "./outcome.ts";
import type { Priority, Status } from "@docket/core/tickets/ticket";

/** How statuses are called in chats. */
export const statusNames: Readonly<Record<Status, string>> = {
  new: "New",
  assigned: "Assigned",
  in_progress: "In progress",
  waiting: "Waiting for the client",
  resolved: "Resolved",
  closed: "Closed",
  cancelled: "Cancelled",
};

/** How priorities are called in chats. */
export const priorityNames: Readonly<Record<Priority, string>> = {
  low: "Low",
  normal: "Normal",
  high: "High",
  urgent: "Urgent",
};

/** What the link from a ticket in a chat to the dashboard is called. */
export const toDashboard = "Open in dashboard";

/** Several words to choose from: `a, b or c`. */
export const orList = (words: readonly string[]): string =>
  words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;

/** The value that somebody means by a word: itself or its name, whatever its case. Throws `Refusal`. */
export const oneOf = <T extends string>(
  values: readonly T[],
  names: Readonly<Record<T, string>>,
  word: string,
  what: string,
): T => {
  const plain = (text: string): string =>
    text
      .trim()
      .toLowerCase()
      .replaceAll(/[\s_-]+/g, " ");
  const found = values.find((value) => [value, names[value]].some((one) => plain(one) === plain(word)));
  if (found !== undefined) return found;
  throw new Refusal(`“${word}” is not a ${what}: choose ${orList(values.map((value) => names[value]))}.`);
};
