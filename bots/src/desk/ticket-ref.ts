import type { ChatThread } from "@docket/core/chat/platform";
import { idPattern } from "@docket/core/ids";
import { ApiError } from "@docket/api/client";
import type { TicketView } from "@docket/core/contract/ticket";
import type { Args } from "./command.ts";
import type { DeskCall } from "./desk.ts";
import { Refusal } from "./outcome.ts";
import { readNumber } from "./ticket-name.ts";

const isId = idPattern("ticket");

/** The ticket that a text names, as the API takes it: an id, or a number; null when it names none. */
export const readTicketRef = (text: string): string | null => {
  const trimmed = text.trim();
  if (isId.test(trimmed)) return trimmed;
  return readNumber(trimmed);
};

const threadOf = ({ place }: DeskCall): ChatThread => {
  if (!place?.thread) throw new Refusal("Which ticket? Name its number, such as 1042.");
  return place.thread;
};

/** The ticket whose thread this is. Throws `Refusal` where the thread is no ticket's. */
const ticketOfThread = async ({ api }: DeskCall, thread: ChatThread): Promise<TicketView> => {
  try {
    return await api.request("GET /chat/ticket", { query: thread });
  } catch (error) {
    const isNone = error instanceof ApiError && error.problem.code === "resource.not_found";
    throw isNone ? new Refusal("This thread does not belong to a ticket. Name a number, such as 1042.") : error;
  }
};

/** The ticket that a command is about: the one that is named, or that of the thread. Throws `Refusal`. */
export const ticketOf = async (call: DeskCall, { ticket }: Args): Promise<string> => {
  if (!ticket) return (await ticketOfThread(call, threadOf(call))).id;
  const ref = readTicketRef(ticket);
  if (ref === null) throw new Refusal(`“${ticket}” is not the number of a ticket. Try something like 1042.`, "ticket");
  return ref;
};

/** The same, as it is now. Throws `ApiError` and `Refusal`. */
export const findTicket = async (call: DeskCall, args: Args): Promise<TicketView> =>
  args["ticket"]
    ? call.api.request("GET /tickets/{id}", { params: { id: await ticketOf(call, args) } })
    : ticketOfThread(call, threadOf(call));
