import type { Actor } from "@docket/core/actor";
import type { Receipt } from "@docket/core/chat/card";
import type { Id } from "@docket/core/ids";
import { and, asc, desc, eq, getTableColumns, gt, inArray, isNotNull, isNull, ne, or, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import type { Db } from "../db/client.ts";
import { cardMessages, cards, channels, integrations } from "../db/schema/chat.ts";
import { attachmentLinks, messages } from "../db/schema/messages.ts";
import { people } from "../db/schema/people.ts";
import { categories } from "../db/schema/sites.ts";
import { tickets } from "../db/schema/tickets.ts";
import { isOn } from "../integrations/select-integration.ts";
import { requester, requesterColumns } from "../tickets/requester-query.ts";
import { selectFiles, selectMessages, selectOpeningFiles } from "../tickets/select-messages.ts";
import { selectTicket } from "../tickets/select-ticket.ts";
import { mentionedBy, selectNotices } from "./notice-query.ts";

/** How many messages are looked at in one run. */
export const messagesAtOnce = 20;
/** How many messages of a conversation that began before its card are told in the thread. */
export const messagesTold = 100;

/** The line in a thread that stands for the messages before it that are not there. */
export const earlier = "earlier";

const assignee = alias(people, "assignee");

const selectCard = (db: Db, cardId: Id<"card">) =>
  db.orm
    .select({
      card: getTableColumns(cards),
      channel: getTableColumns(channels),
      integration: getTableColumns(integrations),
    })
    .from(cards)
    .innerJoin(channels, and(eq(channels.id, cards.channelId), isOn))
    .innerJoin(integrations, eq(integrations.id, channels.integrationId))
    .where(eq(cards.id, cardId));

/** Deleted tickets too: their cards go on to say so. */
const selectShown = (db: Db, ticketId: Id<"ticket">) =>
  db.orm
    .select({
      ticket: getTableColumns(tickets),
      requester: requesterColumns,
      assignee: assignee.name,
      category: categories.name,
    })
    .from(tickets)
    .innerJoin(requester, eq(requester.id, tickets.requesterId))
    .innerJoin(categories, eq(categories.id, tickets.category))
    .leftJoin(assignee, eq(assignee.id, tickets.assigneeId))
    .where(eq(tickets.id, ticketId));

/** Of staff who answer themselves there is nothing to send. */
const isOwn = sql`EXISTS (
  SELECT 1 FROM ${tickets} t WHERE t.id = ${messages.ticketId} AND t.requester_id = ${messages.authorId})`;

const receipt = sql<Receipt | null>`CASE
  WHEN ${messages.authorKind} IN ('visitor', 'client') THEN NULL
  WHEN ${messages.kind} = 'note' THEN 'note'
  WHEN ${messages.delivery} = 'failed' THEN 'failed'
  WHEN ${messages.delivery} = 'none' AND NOT ${isOwn} THEN 'kept'
  ELSE 'sent' END`;

/** Everything that changes how a message is shown, in one word. Of what people wrote in the thread it is the receipt. */
const version = sql<string>`CASE
  WHEN ${cardMessages.inbound} THEN ${receipt}
  WHEN ${messages.deletedAt} IS NOT NULL THEN 'deleted'
  ELSE coalesce(${receipt}, '') || ':' || coalesce(${messages.editedAt}, '') END`;

const ofCard = (cardId: Id<"card">) =>
  and(eq(cardMessages.cardId, cardId), sql`${cardMessages.messageId} = ${messages.id}`);

/** The number of the last message that the thread leaves out. */
const horizon = (cardId: Id<"card">) =>
  sql`coalesce((SELECT h.seq FROM ${cardMessages} h WHERE h.card_id = ${cardId} AND h.message_id = ${earlier}), 0)`;

/** Messages that are not in the thread yet, and belong there. */
const isNew = (cardId: Id<"card">) =>
  and(isNull(cardMessages.messageId), isNull(messages.deletedAt), sql`${messages.seq} > ${horizon(cardId)}`);

/** Messages that the thread does not show as they are now. */
const isStale = sql`${cardMessages.shown} IS NOT (${version}) AND NOT (${cardMessages.inbound} AND ${messages.deletedAt} IS NOT NULL)`;

const differs = (cardId: Id<"card">, ticketId: Id<"ticket">) =>
  and(eq(messages.ticketId, ticketId), or(isNew(cardId), and(isNotNull(cardMessages.messageId), isStale)));

/** What the thread lacks behind a message, oldest first. */
const selectDifferences = (db: Db, cardId: Id<"card">, ticketId: Id<"ticket">, after: number) =>
  db.orm
    .select({
      message: getTableColumns(messages),
      name: people.name,
      receipt: receipt.as("receipt"),
      version: version.as("version"),
      mentioned: mentionedBy(cardId, messages.seq).as("mentioned"),
      inThread: getTableColumns(cardMessages),
    })
    .from(messages)
    .leftJoin(cardMessages, ofCard(cardId))
    .leftJoin(people, eq(people.id, messages.authorId))
    .where(and(differs(cardId, ticketId), gt(messages.seq, after)))
    .orderBy(asc(messages.seq))
    .limit(messagesAtOnce);

const differenceIds = (db: Db, cardId: Id<"card">, ticketId: Id<"ticket">, after = 0) =>
  db.orm
    .select({ id: messages.id })
    .from(messages)
    .leftJoin(cardMessages, ofCard(cardId))
    .where(and(differs(cardId, ticketId), gt(messages.seq, after)))
    .orderBy(asc(messages.seq))
    .limit(messagesAtOnce);

/** The last of the messages that are too many to be told, with how many there are of them. */
const selectTooMany = (db: Db, cardId: Id<"card">, ticketId: Id<"ticket">) =>
  db.orm
    .select({ seq: messages.seq, count: sql<number>`count(*) OVER (ORDER BY ${messages.seq})` })
    .from(messages)
    .leftJoin(cardMessages, ofCard(cardId))
    .where(and(eq(messages.ticketId, ticketId), isNew(cardId)))
    .orderBy(desc(messages.seq))
    .limit(1)
    .offset(messagesTold);

/** What the thread has of a ticket beside its messages: the opening words, and the line for those it leaves out. */
const selectFrame = (db: Db, cardId: Id<"card">, ticketId: Id<"ticket">) =>
  db.orm
    .select()
    .from(cardMessages)
    .where(and(eq(cardMessages.cardId, cardId), inArray(cardMessages.messageId, [ticketId, earlier])));

/** What Docket sent to the thread and is there still, or may be. */
const selectSent = (db: Db, cardId: Id<"card">, ticketId: Id<"ticket">) =>
  db.orm
    .select(getTableColumns(cardMessages))
    .from(cardMessages)
    .innerJoin(tickets, and(eq(tickets.id, ticketId), isNotNull(tickets.deletedAt)))
    .where(
      and(
        eq(cardMessages.cardId, cardId),
        eq(cardMessages.inbound, false),
        or(ne(cardMessages.parts, []), isNotNull(cardMessages.tryingSince)),
      ),
    )
    .orderBy(asc(cardMessages.seq))
    .limit(messagesAtOnce);

/** Whether the thread lacks anything, and whether there is anything to take back. */
const selectNeeds = (db: Db, cardId: Id<"card">, ticketId: Id<"ticket">) =>
  db.orm
    .select({
      lacks: sql`EXISTS ${differenceIds(db, cardId, ticketId)}`.mapWith(Boolean),
      leaves: sql`EXISTS ${selectSent(db, cardId, ticketId)}`.mapWith(Boolean),
    })
    .from(tickets)
    .where(eq(tickets.id, ticketId));

const selectLast = (db: Db, ticketId: Id<"ticket">) =>
  selectMessages(db, eq(messages.ticketId, ticketId), isNull(messages.deletedAt)).orderBy(desc(messages.seq)).limit(1);

/** The files of that message. */
const selectLastFiles = (db: Db, ticketId: Id<"ticket">) =>
  selectFiles(
    db,
    inArray(
      attachmentLinks.messageId,
      db.orm
        .select({ id: messages.id })
        .from(messages)
        .where(and(eq(messages.ticketId, ticketId), isNull(messages.deletedAt)))
        .orderBy(desc(messages.seq))
        .limit(1),
    ),
  );

/** What a card shows of a ticket, in one round trip; null when there is none that this actor may see. */
export const loadShown = async (db: Db, actor: Actor, ticketId: Id<"ticket">) => {
  const [[seen], [shown], [last], lastFiles, openingFiles] = await db.read(
    selectTicket(db, actor, ticketId),
    selectShown(db, ticketId),
    selectLast(db, ticketId),
    selectLastFiles(db, ticketId),
    selectOpeningFiles(db, ticketId),
  );
  return seen && shown ? { ...shown, last: last ?? null, lastFiles, openingFiles } : null;
};

interface Shown {
  readonly cardId: Id<"card">;
  readonly ticketId: Id<"ticket">;
}

/** A channel that is on, with its workspace. */
export const loadPlace = async (db: Db, channelId: Id<"channel">) => {
  const [[place]] = await db.read(
    db.orm
      .select({ channel: getTableColumns(channels), integration: getTableColumns(integrations) })
      .from(channels)
      .innerJoin(integrations, eq(integrations.id, channels.integrationId))
      .where(and(eq(channels.id, channelId), isOn)),
  );
  return place ?? null;
};

/** A card and its ticket, in one round trip; null when the card is gone or its channel off. */
export const loadCard = async (db: Db, { cardId, ticketId }: Shown) => {
  const [[place], [shown], [last], lastFiles, frame, openingFiles, [needs], notices] = await db.read(
    selectCard(db, cardId),
    selectShown(db, ticketId),
    selectLast(db, ticketId),
    selectLastFiles(db, ticketId),
    selectFrame(db, cardId, ticketId),
    selectOpeningFiles(db, ticketId),
    selectNeeds(db, cardId, ticketId),
    selectNotices(db, cardId, ticketId),
  );
  if (!place || !shown || !needs) return null;
  return {
    ...place,
    ...shown,
    last: last ?? null,
    lastFiles,
    opening: frame.find(({ messageId }) => messageId === ticketId) ?? null,
    earlier: frame.find(({ messageId }) => messageId === earlier) ?? null,
    openingFiles,
    notices,
    ...needs,
  };
};

/** In what the thread of a card differs from the conversation behind a message, in one round trip. */
export const loadDifferences = async (db: Db, { cardId, ticketId }: Shown, after: number) => {
  const [differences, files, [tooMany]] = await db.read(
    selectDifferences(db, cardId, ticketId, after),
    selectFiles(
      db,
      eq(attachmentLinks.ticketId, ticketId),
      inArray(attachmentLinks.messageId, differenceIds(db, cardId, ticketId, after)),
    ),
    selectTooMany(db, cardId, ticketId),
  );
  return {
    differences: differences.map((one) => ({
      ...one,
      files: files.filter(({ messageId }) => messageId === one.message.id),
    })),
    tooMany: tooMany ?? null,
  };
};

/** What Docket sent to the thread of a deleted ticket and is there still, or may be. */
export const loadSent = async (db: Db, { cardId, ticketId }: Shown) =>
  (await db.read(selectSent(db, cardId, ticketId)))[0];

/** What `loadShown` finds. */
export type ShownTicket = NonNullable<Awaited<ReturnType<typeof loadShown>>>;
/** What `loadCard` finds. */
export type FoundCard = NonNullable<Awaited<ReturnType<typeof loadCard>>>;
type Differences = Awaited<ReturnType<typeof loadDifferences>>;
export type Difference = Differences["differences"][number];
export type TooMany = Differences["tooMany"];
/** What is in a thread, or may be. */
export type InThread = Awaited<ReturnType<typeof loadSent>>[number];
