import { idPattern } from "@docket/core/ids";
import type { Args } from "./command.ts";
import type { DeskCall } from "./desk.ts";
import { Refusal } from "./outcome.ts";

const isId = idPattern("ticket");

/** The ticket that a text names, as the API takes it: an id, or a number with or without `#`; null when it names none. */
export const readTicketRef = (text: string): string | null => {
  const trimmed = text.trim();
  if (isId.test(trimmed)) return trimmed;
  return /^#?([1-9][0-9]{0,9})$/.exec(trimmed)?.[1] ?? null;
};

/** The ticket that a command is about: the one that is named, or that of the thread. Throws `Refusal`. */
export const ticketOf = async (call: DeskCall, { ticket }: Args): Promise<string> => {
  if (ticket) {
    const ref = readTicketRef(ticket);
    if (ref === null) throw new Refusal(`“${ticket}” is not the number of a ticket. Try something like 1042.`);
    return ref;
  }
  const thread = call.place?.thread;
  if (!thread) throw new Refusal("Which ticket? Name its number, such as 1042.");
  const { id } = await call.api.request("GET /chat/ticket", { query: thread });
  return id;
};
