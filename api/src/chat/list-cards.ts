import type { followQuery, FollowedPage } from "@docket/core/contract/chat";
import { idOf } from "@docket/core/contract/common";
import { statuses } from "@docket/core/tickets/ticket";
import { isOpen } from "@docket/core/tickets/transitions";
import type { Ms } from "@docket/core/time";
import { day, toIso } from "@docket/core/time";
import type { AnyColumn, SQL } from "drizzle-orm";
import { and, asc, eq, gt, inArray, isNotNull, isNull, min, or, sql } from "drizzle-orm";
import { z } from "zod";
import type { Call } from "../context.ts";
import type { Db } from "../db/client.ts";
import { cards, channels, integrations } from "../db/schema/chat.ts";
import { tickets } from "../db/schema/tickets.ts";
import { decodeCursor, pageOf } from "../http/pagination.ts";
import { isConnected, isOn } from "../integrations/select-integration.ts";
import { channelFollowedUntil, followedUntil } from "./follow-store.ts";
import { lastTaken } from "./thread-query.ts";

/** How long people go on talking about a ticket that is not open any more. */
const echo = 30 * day;

const open = statuses.filter(isOpen);
const ended = statuses.filter((status) => !isOpen(status));

/** Tickets that somebody may still talk about, or may have while nobody followed it. */
const talkedOf = (db: Db, now: Ms, followed: SQL | undefined) => {
  const marks = db.orm
    .select({ first: min(followedUntil) })
    .from(integrations)
    .where(and(followed, isConnected));
  const since = sql`min(${now}, coalesce((${marks}), ${now})) - ${echo}`;
  return db.orm
    .select({ id: tickets.id })
    .from(tickets)
    .where(
      and(
        isNull(tickets.deletedAt),
        or(inArray(tickets.status, open), and(inArray(tickets.status, ended), gt(tickets.updatedAt, since))),
      ),
    );
};

/**
 * A page of the cards whose threads people may write in: of tickets that are open, or were until a short while ago.
 * The card of a thread that is named is there whatever became of its ticket, and whether its channel is on or off.
 */
export const listCards = async (
  { services: { db, clock } }: Call,
  { limit, cursor, platform, workspaceId, channelId, threadId }: z.output<typeof followQuery>,
): Promise<FollowedPage> => {
  const after = decodeCursor(cursor, z.tuple([idOf("card")]))?.[0];
  const same = (column: AnyColumn, value: string | undefined) => (value === undefined ? undefined : eq(column, value));
  const workspaces = and(same(integrations.platform, platform), same(integrations.workspaceId, workspaceId));
  const [rows] = await db.read(
    db.orm
      .select({
        id: cards.id,
        card: {
          platform: integrations.platform,
          workspaceId: integrations.workspaceId,
          channelId: channels.channelId,
          threadId: sql<string>`${cards.threadId}`,
          ticketId: cards.ticketId,
          lastMessageId: lastTaken,
          followedUntil: channelFollowedUntil,
        },
      })
      .from(cards)
      .innerJoin(channels, eq(channels.id, cards.channelId))
      .innerJoin(integrations, eq(integrations.id, channels.integrationId))
      .where(
        and(
          isNotNull(cards.threadId),
          threadId === undefined
            ? and(isOn, inArray(cards.ticketId, talkedOf(db, clock.now(), workspaces)))
            : undefined,
          workspaces,
          same(channels.channelId, channelId),
          same(cards.threadId, threadId),
          after === undefined ? undefined : gt(cards.id, after),
        ),
      )
      .orderBy(asc(cards.id))
      .limit(limit + 1),
  );
  return pageOf(
    rows,
    limit,
    ({ id }) => [id],
    ({ card }) => ({ ...card, followedUntil: toIso(card.followedUntil) }),
  );
};
