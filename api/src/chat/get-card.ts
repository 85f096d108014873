import { actingStaff } from "@docket/core/actor";
import type { CardView } from "@docket/core/chat/card";
import { cardView } from "@docket/core/chat/card-view";
import type { Id } from "@docket/core/ids";
import { unreached } from "@docket/core/tickets/reach";
import type { Call } from "../context.ts";
import { denied, notFound } from "../http/problem.ts";
import type { Services } from "../services.ts";
import { toTicket } from "../tickets/ticket-row.ts";
import type { ShownTicket } from "./card-query.ts";
import { loadShown } from "./card-query.ts";

/** The card of a ticket. */
export const viewOf = (
  { baseUrl, reopenWindow }: Services["config"],
  { ticket, requester, assignee, category, last, lastFiles, openingFiles }: ShownTicket,
): CardView =>
  cardView(toTicket(ticket), {
    url: `${baseUrl}/tickets/${ticket.number}`,
    requester: requester.name,
    unreached: unreached(requester, ticket),
    category,
    assignee,
    files: openingFiles.map(({ name }) => name),
    lastMessage: last && {
      author: last.authorKind === "visitor" ? requester.name : (last.name ?? "Docket"),
      kind: last.kind,
      body: last.body,
      files: lastFiles.map(({ name }) => name),
      at: last.createdAt,
    },
    reopenWindow,
  });

/**
 * The card of a ticket as it is now, for a bot whose user pressed something on it: so that it shows at once, however much
 * waits to be sent to the channel.
 */
export const getCard = async (call: Call, ticketId: Id<"ticket">): Promise<CardView> => {
  const { services, actor } = call;
  if (actor.kind !== "key" || actingStaff(actor) === null) throw denied();
  const { db, config } = services;
  const shown = await loadShown(db, actor, ticketId);
  if (shown === null) throw notFound("ticket");
  return viewOf(config, shown);
};
