import { channelsFor } from "@docket/core/chat/routing";
import type { Handler } from "../outbox/handler.ts";
import type { OwedOf } from "../outbox/owe.ts";
import { owe } from "../outbox/owe.ts";
import { toTicket } from "../tickets/ticket-row.ts";
import { insertCards } from "./card-store.ts";
import { loadForRouting } from "./route-query.ts";
import { wantsCards } from "./wants-cards.ts";

/** Gives a ticket the cards that it lacks, and has all of them show what is new. */
export const routeTicket: Handler<OwedOf<"chat.route">> = {
  async run(services, { ticketId }) {
    const { db, clock, ids } = services;
    const found = await loadForRouting(db, ticketId);
    if (found.ticket === null) return;
    const ticket = toTicket(found.ticket);
    const served = new Set(found.cards.map(({ channelId }) => channelId));
    const createdAt = clock.now();
    const lacking = (wantsCards(ticket) ? channelsFor(ticket, found.channels) : [])
      .filter(({ id }) => !served.has(id))
      .map(({ id: channelId }) => ({ id: ids.next("card", createdAt), ticketId, channelId, createdAt }));
    const all = [...found.cards, ...lacking.map((card) => ({ ...card, isSent: false }))];
    if (all.length === 0) return;
    const shows = all.map(
      ({ id, channelId, isSent }) => ({ type: "chat.show", ticketId, channelId, cardId: id, isSent }) as const,
    );
    await db.write(...(lacking.length > 0 ? [insertCards(db, lacking)] : []), owe(services, shows));
  },
};
