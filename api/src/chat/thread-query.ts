import type { ChatThread } from "@docket/core/chat/platform";
import { chatUserKey } from "@docket/core/chat/platform";
import type { TakenFile } from "@docket/core/contract/chat";
import type { Id } from "@docket/core/ids";
import type { Ms } from "@docket/core/time";
import type { SQL } from "drizzle-orm";
import { and, desc, eq, inArray, isNotNull, isNull, sql } from "drizzle-orm";
import type { Db } from "../db/client.ts";
import { cardMessages, cards, channels, integrations, relayedMessages } from "../db/schema/chat.ts";
import { identityLinks } from "../db/schema/keys.ts";
import { messages } from "../db/schema/messages.ts";
import { tickets } from "../db/schema/tickets.ts";
import { isOn } from "../integrations/select-integration.ts";
import type { Commit } from "../tickets/store.ts";

/** The card of a thread, in a channel for which something holds, if that matters. */
export const isCardIn = (db: Db, { platform, workspaceId, channelId, threadId }: ChatThread, holds?: SQL) => {
  const channel = db.orm
    .select({ id: channels.id })
    .from(channels)
    .innerJoin(integrations, eq(integrations.id, channels.integrationId))
    .where(
      and(
        eq(integrations.platform, platform),
        eq(integrations.workspaceId, workspaceId),
        eq(channels.channelId, channelId),
        holds,
      ),
    );
  return and(inArray(cards.channelId, channel), eq(cards.threadId, threadId));
};

/** The card of a thread; those of a channel that is off are nobody's. */
const isCardOf = (db: Db, thread: ChatThread) => isCardIn(db, thread, isOn);

/** The card of a thread whose channel is off, if this message was taken from it; without one, whatever was. */
export const selectOff = (db: Db, thread: ChatThread, externalId?: string) =>
  db.orm
    .select({ id: cards.id })
    .from(cards)
    .leftJoin(relayedMessages, eq(relayedMessages.cardId, cards.id))
    .where(
      and(
        isCardIn(db, thread, isNotNull(channels.offAt)),
        externalId === undefined ? undefined : eq(relayedMessages.externalId, externalId),
      ),
    )
    .limit(1);

/** The ticket whose thread this is. */
export const isTicketOf = (db: Db, thread: ChatThread) => (): SQL =>
  inArray(tickets.id, db.orm.select({ id: cards.ticketId }).from(cards).where(isCardOf(db, thread)));

/** The card of a thread, how its channel takes plain messages, and what this one became if it was taken before. */
export const selectPlace = (db: Db, thread: ChatThread, externalId: string) =>
  db.orm
    .select({
      cardId: cards.id,
      ticketId: cards.ticketId,
      mode: channels.mode,
      modeSince: channels.modeSince,
      messageId: relayedMessages.messageId,
    })
    .from(cards)
    .innerJoin(channels, eq(channels.id, cards.channelId))
    .leftJoin(relayedMessages, and(eq(relayedMessages.cardId, cards.id), eq(relayedMessages.externalId, externalId)))
    .where(isCardOf(db, thread));

const isOfThread = (db: Db, thread: ChatThread, externalId: string) =>
  and(
    inArray(relayedMessages.cardId, db.orm.select({ id: cards.id }).from(cards).where(isCardOf(db, thread))),
    eq(relayedMessages.externalId, externalId),
  );

/** The message of the desk that one of a thread became. */
export const isRelayed = (db: Db, thread: ChatThread, externalId: string): SQL =>
  inArray(
    messages.id,
    db.orm
      .select({ id: relayedMessages.messageId })
      .from(relayedMessages)
      .where(isOfThread(db, thread, externalId)),
  );

/** When what somebody made of a message of a thread was last taken, and its files. */
export const selectEdited = (db: Db, thread: ChatThread, externalId: string) =>
  db.orm
    .select({ editedAt: relayedMessages.editedAt, files: relayedMessages.files })
    .from(relayedMessages)
    .where(isOfThread(db, thread, externalId));

export const keepEdited = (
  db: Db,
  thread: ChatThread,
  externalId: string,
  kept: { readonly editedAt: Ms; readonly files?: readonly TakenFile[] | null },
) =>
  db.orm
    .update(relayedMessages)
    .set(kept)
    .where(isOfThread(db, thread, externalId));

/** The messages of a thread that the desk has, newest first, each with an account of its author there. */
export const selectTaken = (db: Db, thread: ChatThread) => {
  const accounts = chatUserKey({ ...thread, userId: "" });
  const isThere = sql`substr(${identityLinks.chatUser}, 1, ${accounts.length}) = ${accounts}`;
  return db.orm
    .select({
      messageId: relayedMessages.externalId,
      kind: messages.kind,
      files: relayedMessages.files,
      editedAt: relayedMessages.editedAt,
      userId: sql<string | null>`(
        SELECT min(substr(${identityLinks.chatUser}, ${accounts.length + 1})) FROM ${identityLinks}
        WHERE ${identityLinks.personId} = ${messages.authorId} AND ${isThere}
      )`,
    })
    .from(relayedMessages)
    .innerJoin(cards, eq(cards.id, relayedMessages.cardId))
    .innerJoin(messages, eq(messages.id, relayedMessages.messageId))
    .orderBy(desc(relayedMessages.externalId))
    .$dynamic();
};

/** Messages of this thread that were not deleted. */
export const isTakenIn = (db: Db, thread: ChatThread) => and(isCardOf(db, thread), isNull(messages.deletedAt));

/** Says which message of a thread a message came from; fails in the write batch when it was taken before. */
export const keepRelayed = (
  db: Db,
  cardId: Id<"card">,
  externalId: string,
  files: readonly TakenFile[] | null,
  { id: messageId, seq }: { readonly id: Id<"message">; readonly seq: number },
): Pick<Commit, "origin" | "rest"> => ({
  origin: db.orm.insert(relayedMessages).values({ cardId, externalId, messageId, files }),
  rest: [db.orm.insert(cardMessages).values({ cardId, messageId, seq, inbound: true, parts: [externalId] })],
});

/** The newest message that was taken from the thread of a card. Chats count upwards, in ids of one length. */
export const lastTaken = sql<string | null>`(
  SELECT max(r.external_id) FROM ${relayedMessages} r WHERE r.card_id = ${cards.id}
)`;
