import type { ChatPlatform } from "@docket/core/chat/platform";
import { shownOf } from "@docket/core/chat/card-view";
import { chatUserKey } from "@docket/core/chat/platform";
import type { NoticeReason } from "@docket/core/chat/notice";
import { staffRoles } from "@docket/core/actor";
import type { Id } from "@docket/core/ids";
import { beginsRun } from "@docket/core/tickets/effects";
import { and, asc, desc, eq, getTableColumns, inArray, isNull, lte, sql } from "drizzle-orm";
import type { SQLWrapper } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import { alias } from "drizzle-orm/sqlite-core";
import type { Db } from "../db/client.ts";
import { cardMessages, cards, channels, integrations } from "../db/schema/chat.ts";
import { events, outbox } from "../db/schema/events.ts";
import { identityLinks } from "../db/schema/keys.ts";
import { attachmentLinks, attachments, messages } from "../db/schema/messages.ts";
import { people } from "../db/schema/people.ts";
import { tickets } from "../db/schema/tickets.ts";
import { isConnected, isOn } from "../integrations/select-integration.ts";
import { routeRow } from "../outbox/owe.ts";
import { requester, requesterColumns } from "../tickets/requester-query.ts";

/** Whom a thread tells what. It is kept in place of what is shown until it is sent. */
export interface Notice {
  /** Null for a line that says to everybody that this person could not be told. */
  readonly userId: string | null;
  readonly reason: NoticeReason;
  /** It is not there in what was kept before people were looked for in the channel. */
  readonly personId?: Id<"person">;
  /** Whether they could not be told because the app can send nobody a direct message. */
  readonly isShut?: boolean;
}

const prefix = "notice:";
const told = "told";
const toldAlong = `${told}:`;

const person = alias(people, "told_person");

/** Whoever did what an event says. */
const didIt = sql`${people.id} = ${events.actor} ->> '$.id'`;

/** Lines that tell somebody something and are not sent yet, or may not be, the oldest first, with whoever did it. */
export const selectNotices = (db: Db, cardId: Id<"card">, ticketId: Id<"ticket">) =>
  db.orm
    .select({ ...getTableColumns(cardMessages), by: people.name, name: person.name })
    .from(cardMessages)
    .leftJoin(events, and(eq(events.streamId, ticketId), eq(events.seq, cardMessages.seq)))
    .leftJoin(people, didIt)
    .leftJoin(
      person,
      sql`${person.id} = CASE WHEN json_valid(${cardMessages.shown}) THEN ${cardMessages.shown} ->> '$.personId' END`,
    )
    .where(
      and(
        eq(cardMessages.cardId, cardId),
        sql`${cardMessages.messageId} >= ${prefix} AND ${cardMessages.messageId} < ${`${prefix}~`}`,
        sql`substr(${cardMessages.shown}, 1, ${told.length}) <> ${told}`,
      ),
    )
    .orderBy(asc(cardMessages.seq));

/** What a notice row says; what is shown of one that was sent. */
export const readNotice = (shown: string | null): Notice => JSON.parse(shown ?? "{}") as Notice;
export const noticeTold = told;

/** Has the thread of a card tell somebody something, once for each event. */
export const keepNotice = (db: Db, cardId: Id<"card">, seq: number, notice: Notice): BatchItem<"sqlite"> =>
  db.orm
    .insert(cardMessages)
    .values({
      cardId,
      messageId: `${prefix}${seq}${notice.userId === null ? ":untold" : ""}`,
      seq,
      inbound: false,
      parts: [],
      shown: JSON.stringify(notice),
    })
    .onConflictDoNothing();

/** Says that a notice is told by the message of its event, or elsewhere. */
export const settleNotice = (
  db: Db,
  { cardId, messageId }: { readonly cardId: Id<"card">; readonly messageId: string },
  along: string | null,
): BatchItem<"sqlite"> =>
  db.orm
    .update(cardMessages)
    .set({ shown: along === null ? told : `${toldAlong}${along}` })
    .where(and(eq(cardMessages.cardId, cardId), eq(cardMessages.messageId, messageId)));

/** The account that a message of this number tells of itself in the thread of a card. */
export const mentionedBy = (cardId: Id<"card">, seq: SQLWrapper) =>
  sql<string | null>`(SELECT substr(n.shown, ${toldAlong.length + 1}) FROM ${cardMessages} n
    WHERE n.card_id = ${cardId} AND n.message_id = ${prefix} || ${seq}
      AND substr(n.shown, 1, ${toldAlong.length}) = ${toldAlong})`;

/** So far back a client's run of messages is looked at. */
const eventsOfRun = 50;

/** What happened to a ticket up to an event, newest first. */
const selectRun = (db: Db, ticketId: Id<"ticket">, seq: number) =>
  db.orm
    .select({ type: events.type, at: events.at, actor: events.actor })
    .from(events)
    .where(and(eq(events.streamId, ticketId), lte(events.seq, seq)))
    .orderBy(desc(events.seq))
    .limit(eventsOfRun);

const selectDoer = (db: Db, ticketId: Id<"ticket">, seq: number) =>
  db.orm
    .select({ name: people.name })
    .from(events)
    .innerJoin(people, didIt)
    .where(and(eq(events.streamId, ticketId), eq(events.seq, seq)));

/** What an event said, as it is now, with a row for each of its files; nothing of what was deleted. */
const selectSaid = (db: Db, ticketId: Id<"ticket">, seq: number) =>
  db.orm
    .select({ body: messages.body, file: attachments.name })
    .from(messages)
    .leftJoin(attachmentLinks, eq(attachmentLinks.messageId, messages.id))
    .leftJoin(attachments, eq(attachments.id, attachmentLinks.attachmentId))
    .where(and(eq(messages.ticketId, ticketId), eq(messages.seq, seq), isNull(messages.deletedAt)))
    .orderBy(asc(attachmentLinks.position));

const selectAccounts = (db: Db, personId: Id<"person">) =>
  db.orm
    .select({ platform: identityLinks.platform, chatUser: identityLinks.chatUser })
    .from(identityLinks)
    .where(eq(identityLinks.personId, personId))
    .orderBy(asc(identityLinks.createdAt), asc(identityLinks.id));

/** The cards of a ticket in channels that work, the oldest first. */
const selectCards = (db: Db, ticketId: Id<"ticket">) =>
  db.orm
    .select({
      id: cards.id,
      channelId: cards.channelId,
      externalId: cards.externalId,
      threadId: cards.threadId,
      place: { channelId: channels.channelId, kind: channels.kind },
      integrationId: channels.integrationId,
    })
    .from(cards)
    .innerJoin(channels, and(eq(channels.id, cards.channelId), eq(channels.state, "active"), isOn))
    .where(eq(cards.ticketId, ticketId))
    .orderBy(asc(cards.id));

/** An account in a workspace that works. */
export interface Reachable {
  readonly integration: typeof integrations.$inferSelect;
  readonly userId: string;
  /** A card of the ticket in that workspace; null where there is none. */
  readonly card: Awaited<ReturnType<typeof selectCards>>[number] | null;
}

const userIdIn = (platform: ChatPlatform, workspaceId: string, chatUser: string): string | null => {
  const accounts = chatUserKey({ platform, workspaceId, userId: "" });
  return chatUser.startsWith(accounts) ? chatUser.slice(accounts.length) : null;
};

/**
 * Where somebody can be told of what happened to their ticket, and by whom, in one round trip: places with a card first.
 * Null when the ticket is not theirs any more, or when they are not to be told now. `isRouted` says whether the ticket
 * has got its cards, `begins` whether they were not told a moment ago.
 */
export const loadForTelling = async (db: Db, ticketId: Id<"ticket">, personId: Id<"person">, seq: number) => {
  const [[person], [routing], accounts, shown, workspaces, [doer], run, said] = await db.read(
    db.orm
      .select({
        chatNotice: people.chatNotice,
        number: tickets.number,
        title: tickets.title,
        requesterId: tickets.requesterId,
        requester: requesterColumns.name,
      })
      .from(tickets)
      .innerJoin(people, eq(people.id, tickets.assigneeId))
      .innerJoin(requester, eq(requester.id, tickets.requesterId))
      .where(
        and(
          eq(tickets.id, ticketId),
          isNull(tickets.deletedAt),
          eq(people.id, personId),
          eq(people.active, true),
          eq(people.emailVerified, true),
          eq(people.away, false),
          inArray(people.role, staffRoles),
        ),
      ),
    db.orm
      .select({ id: outbox.id })
      .from(outbox)
      .where(and(eq(outbox.id, routeRow(ticketId)), isNull(outbox.parkedAt))),
    selectAccounts(db, personId),
    selectCards(db, ticketId),
    db.orm
      .select()
      .from(integrations)
      .where(and(eq(integrations.state, "active"), isConnected))
      .orderBy(asc(integrations.createdAt), asc(integrations.id)),
    selectDoer(db, ticketId, seq),
    selectRun(db, ticketId, seq),
    selectSaid(db, ticketId, seq),
  );
  if (!person || person.chatNotice === "off") return null;
  const places = workspaces.flatMap((integration): Reachable[] => {
    const { platform, workspaceId } = integration;
    const userId = accounts.map(({ chatUser }) => userIdIn(platform, workspaceId, chatUser)).find((id) => id !== null);
    if (userId === undefined || userId === null) return [];
    const card = shown.find(({ integrationId }) => integrationId === integration.id) ?? null;
    return [{ integration, userId, card }];
  });
  const inOrder = places.toSorted((a, b) => Number(a.card === null) - Number(b.card === null));
  const begins = beginsRun(person, run.toReversed());
  const [words] = said;
  const excerpt =
    shownOf(
      words?.body ?? "",
      said.flatMap(({ file }) => file ?? []),
    ) || null;
  return { ...person, by: doer?.name ?? null, excerpt, isRouted: routing === undefined, begins, places: inOrder };
};
