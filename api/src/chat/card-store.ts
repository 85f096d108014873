import type { PostedCard } from "@docket/core/chat/card";
import type { ChatFailure } from "@docket/core/chat/chat-failure";
import { AppRemoved } from "@docket/core/chat/chat-failure";
import type { Id } from "@docket/core/ids";
import { statuses } from "@docket/core/tickets/ticket";
import { isOpen } from "@docket/core/tickets/transitions";
import type { Ms } from "@docket/core/time";
import { and, desc, eq, inArray, isNotNull, sql } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import type { Db } from "../db/client.ts";
import { cardMessages, cards, channels, integrations } from "../db/schema/chat.ts";
import { tickets } from "../db/schema/tickets.ts";
import { unhearIntegration } from "../integrations/store.ts";

type Statement = BatchItem<"sqlite">;

/** A message of the conversation in the thread of a card. */
export interface Place {
  readonly cardId: Id<"card">;
  readonly messageId: string;
}

const at = ({ cardId, messageId }: Place) =>
  and(eq(cardMessages.cardId, cardId), eq(cardMessages.messageId, messageId));

/** Makes cards that are not sent yet; a ticket has one in each channel. `rows` must not be empty. */
export const insertCards = (db: Db, rows: readonly (typeof cards.$inferInsert)[]): Statement =>
  db.orm
    .insert(cards)
    .values([...rows])
    .onConflictDoNothing();

/** The newest cards that stand in a channel, of tickets that are open. */
export const cardsOf = (db: Db, channelId: Id<"channel">, limit: number) =>
  db.orm
    .select({ cardId: cards.id, ticketId: cards.ticketId })
    .from(cards)
    .innerJoin(tickets, and(eq(tickets.id, cards.ticketId), inArray(tickets.status, statuses.filter(isOpen))))
    .where(and(eq(cards.channelId, channelId), isNotNull(cards.threadId)))
    .orderBy(desc(cards.id))
    .limit(limit);

/** Says that a card is being sent, before that begins. */
export const tryCard = (db: Db, id: Id<"card">, now: Ms): Statement =>
  db.orm.update(cards).set({ tryingSince: now }).where(eq(cards.id, id));

/** Says where a card came to stand; `shown` is null when it may show something older. */
export const placeCard = (db: Db, id: Id<"card">, posted: PostedCard, shown: string | null): Statement =>
  db.orm
    .update(cards)
    .set({ externalId: posted.cardId, threadId: posted.threadId, shown, tryingSince: null })
    .where(eq(cards.id, id));

export const showOnCard = (db: Db, id: Id<"card">, shown: string): Statement =>
  db.orm.update(cards).set({ shown }).where(eq(cards.id, id));

/** Forgets a card that is not in the chat any more, and its thread with it: the next one is sent under another key. */
export const forgetCard = (db: Db, id: Id<"card">, now: Ms): Statement[] => [
  db.orm
    .update(cards)
    .set({
      externalId: null,
      threadId: null,
      shown: null,
      tryingSince: null,
      createdAt: sql`max(${cards.createdAt} + 1, ${now})`,
    })
    .where(eq(cards.id, id)),
  db.orm.delete(cardMessages).where(eq(cardMessages.cardId, id)),
];

/** Says that a message is being sent, before that begins. */
export const tryMessage = (
  db: Db,
  row: Place & { readonly seq: number; readonly shown: string | null },
  now: Ms,
): Statement =>
  db.orm
    .insert(cardMessages)
    .values({ ...row, inbound: false, parts: [], tryingSince: now })
    .onConflictDoUpdate({
      target: [cardMessages.cardId, cardMessages.messageId],
      set: { tryingSince: sql`coalesce(${cardMessages.tryingSince}, ${now})` },
    });

/** Says what a thread shows of a message, and under which ids. */
export const showMessage = (db: Db, place: Place, parts: readonly string[], shown: string | null): Statement =>
  db.orm.update(cardMessages).set({ parts, shown, tryingSince: null }).where(at(place));

/** Marks what a failure says cannot be used, and since when; where the app was removed nobody is heard any more. */
export const markFailed = async (
  db: Db,
  { channelId, integrationId }: { readonly channelId: Id<"channel"> | null; readonly integrationId: Id<"integration"> },
  failure: ChatFailure,
  now: Ms,
): Promise<void> => {
  const { kind, message: reason } = failure;
  const brokenIn = (table: typeof channels | typeof integrations) =>
    ({ state: "broken", reason, brokenAt: sql`coalesce(${table.brokenAt}, ${now})` }) as const;
  if (kind === "channel" && channelId !== null)
    await db.write(db.orm.update(channels).set(brokenIn(channels)).where(eq(channels.id, channelId)));
  if (kind === "workspace")
    await db.write(
      db.orm.update(integrations).set(brokenIn(integrations)).where(eq(integrations.id, integrationId)),
      ...(failure instanceof AppRemoved ? [unhearIntegration(db, integrationId, now)] : []),
    );
};

/** Says since when the app can send nobody in a workspace a direct message; null once one went through. */
export const markDirects = (db: Db, id: Id<"integration">, shutAt: Ms | null): Statement =>
  db.orm
    .update(integrations)
    .set({ directsShutAt: shutAt === null ? null : sql`coalesce(${integrations.directsShutAt}, ${shutAt})` })
    .where(eq(integrations.id, id));
