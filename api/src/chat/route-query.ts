import type { Id } from "@docket/core/ids";
import { and, asc, eq, sql } from "drizzle-orm";
import type { Db } from "../db/client.ts";
import { cards, channels, integrations } from "../db/schema/chat.ts";
import { tickets } from "../db/schema/tickets.ts";
import { isOn } from "../integrations/select-integration.ts";

/** What routing a ticket depends on, in one round trip. Channels come in the order in which they were added. */
export const loadForRouting = async (db: Db, ticketId: Id<"ticket">) => {
  const [[ticket], places, present] = await db.read(
    db.orm.select().from(tickets).where(eq(tickets.id, ticketId)),
    db.orm
      .select({
        id: channels.id,
        platform: integrations.platform,
        filter: channels.filter,
        fallback: channels.fallback,
      })
      .from(channels)
      .innerJoin(integrations, eq(integrations.id, channels.integrationId))
      .where(isOn)
      .orderBy(asc(channels.createdAt), asc(channels.id)),
    db.orm
      .select({ id: cards.id, channelId: cards.channelId, isSent: sql`${cards.threadId} IS NOT NULL`.mapWith(Boolean) })
      .from(cards)
      .innerJoin(channels, and(eq(channels.id, cards.channelId), isOn))
      .where(eq(cards.ticketId, ticketId)),
  );
  return { ticket: ticket ?? null, channels: places, cards: present };
};
