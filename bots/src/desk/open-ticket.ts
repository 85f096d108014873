import type { OpenTicketInput, TicketView } from "@docket/core/contract/ticket";
import type { Id } from "@docket/core/ids";
import { nameBeside } from "@docket/core/text/email-address";
import { priorities } from "@docket/core/tickets/ticket";
import type { Args } from "./command.ts";
import type { DeskCall } from "./desk.ts";
import { Refusal } from "./outcome.ts";
import { oneOf, priorityNames } from "./words.ts";

/** The message of a chat that a ticket is made from. */
export type Origin = NonNullable<OpenTicketInput["origin"]>;

const requesterOf = ({ email, name }: Args): Pick<OpenTicketInput, "requester"> => {
  if (!email) return {};
  return { requester: { email, name: name?.trim() ? name : nameBeside(email) } };
};

/**
 * Opens a ticket with what was given for `title`, `description`, `category`, `priority`, `email` and `name`. Of one
 * message of the chat there is one ticket: `ticket.exists`. Throws `ApiError` and `Refusal`.
 */
export const openTicket = (
  call: DeskCall,
  args: Args,
  origin?: Origin,
  attachmentIds: readonly Id<"attachment">[] = [],
): Promise<TicketView> => {
  const { title = "", description = "", category = "", priority } = args;
  if (title.trim() === "") throw new Refusal("What is it about? Give the ticket a title.", "title");
  const body = {
    title,
    description,
    category,
    ...(priority ? { priority: oneOf(priorities, priorityNames, priority, "priority") } : {}),
    ...requesterOf(args),
    ...(origin ? { origin } : {}),
    ...(attachmentIds.length > 0 ? { attachmentIds: [...attachmentIds] } : {}),
  };
  return call.api.request("POST /tickets", { body, idempotencyKey: call.key });
};
