import type { TicketView } from "@docket/core/contract/ticket";
import type { Unreached } from "@docket/core/tickets/reach";
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

/** What the link from a direct message to a ticket's card is called. */
export const toThread = "Open thread";

const whyUnreached: Readonly<Record<Unreached, string>> = {
  deleted: "the client was deleted",
  switched_off: "the client may not sign in",
  disowned: "whoever has the address says that it was not them who wrote",
};

/** What a card says of a client whom no email reaches. */
export const unreachedWords = (unreached: Unreached): string => `📭 No email: ${whyUnreached[unreached]}.`;

/** How a reply is marked that no email takes to the client, and why that is. */
export const keptWords = (unreached: Unreached | null): string =>
  `📭 kept, no email to the client${unreached === null ? "" : `: ${whyUnreached[unreached]}`}`;

/** What became of a reply to the client, for whoever wrote it. */
export const replyWords = ({ requester, source }: TicketView): string => {
  switch (requester.unreached) {
    case null:
      return "on its way to the client.";
    case "deleted":
      return `kept, but nobody gets it: ${whyUnreached.deleted}.`;
    case "switched_off":
      return `kept, but no email goes out: ${whyUnreached.switched_off}. They can read it when an admin lets them in again.`;
    case "disowned": {
      const why = `kept, but no email goes to ${requester.email}: ${whyUnreached.disowned}.`;
      return source === "widget" ? `${why} The widget that it was written from shows it while it is open there.` : why;
    }
  }
};

/** The same before it is written, in the few words that fit below a field. */
export const readerWords = ({ requester, source }: TicketView): string => {
  switch (requester.unreached) {
    case null:
      return "The client will read this";
    case "deleted":
      return `Nobody gets this: ${whyUnreached.deleted}`;
    case "switched_off":
      return `No email goes out: ${whyUnreached.switched_off}, and reads this once an admin lets them in again`;
    case "disowned":
      return `${source === "widget" ? "Only the widget shows this" : "No email goes out"}: ${whyUnreached.disowned}`;
  }
};

const unproven = "email not confirmed";

/** What somebody is called, or is, with a mark where anybody could have typed their address. */
export const provenWords = (who: string, isProven: boolean): string => (isProven ? who : `${who} (${unproven})`);

/** Who asked, whether they own the address, and that no email goes there. `name` is what fits in of theirs. */
export const requesterWords = ({ emailProven, unreached }: TicketView["requester"], name: string): string => {
  const marks = [...(emailProven ? [] : [unproven]), ...(unreached === null ? [] : ["no email reaches them"])];
  return `from ${name}${marks.length === 0 ? "" : ` (${marks.join(", ")})`}`;
};

/** What a form about a ticket says of whoever asked; null where their address is proven. */
export const unprovenAsker = ({ requester }: TicketView): string | null =>
  requester.emailProven ? null : provenWords(`From ${requester.name}`, false);

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
