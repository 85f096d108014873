import type { NoticeReason } from "../chat/notice.ts";
import type { ChatPlatform } from "../chat/platform.ts";
import type { Id } from "../ids.ts";
import type { Ms } from "../time.ts";
import { minute } from "../time.ts";
import type { EventAudience } from "./audience.ts";
import { isForClient } from "./audience.ts";
import type { TicketEvent, TicketEventType } from "./events.ts";
import type { Ticket } from "./ticket.ts";

/** What a letter to the client is about. */
export const updateKinds = [
  "created",
  "replied",
  "resolved",
  "closed",
  "cancelled",
  "reopened",
  "status_changed",
  "assigned",
  "updated",
] as const;
export type UpdateKind = (typeof updateKinds)[number];

/** Something to be done outside the database because of what happened. */
export type Effect =
  | {
      readonly type: "email.send_update";
      readonly ticketId: Id<"ticket">;
      readonly kind: UpdateKind;
      /** The event that the letter speaks of. */
      readonly seq: number;
      /**
       * Its place among those that concern the client, from which the Message-ID derives. It is not there in what was
       * owed before ids were made so: that keeps the id that it may have been sent under.
       */
      readonly publicSeq?: number;
      readonly messageId: Id<"message"> | null;
      /** Its client proved the address after this was held back. */
      readonly proven?: true;
    }
  | { readonly type: "realtime.hint"; readonly ticketId: Id<"ticket">; readonly audience: EventAudience }
  /** The ticket's cards in chats show what is new, and it gets those that it lacks. */
  | { readonly type: "chat.route"; readonly ticketId: Id<"ticket"> }
  /** Whoever has the ticket is told in a chat. `seq` is that of the event. */
  | {
      readonly type: "chat.tell";
      readonly ticketId: Id<"ticket">;
      readonly personId: Id<"person">;
      readonly seq: number;
      readonly reason: NoticeReason;
      /** The chat where no mention reaches them: there it is a direct message. */
      readonly directly?: ChatPlatform;
    };

/** The letters in the order of what a client most wants to know: of one command's events the first one counts. */
const letters: readonly (readonly [TicketEventType, UpdateKind])[] = [
  ["ticket.created", "created"],
  ["ticket.replied", "replied"],
  ["ticket.resolved", "resolved"],
  ["ticket.closed", "closed"],
  ["ticket.cancelled", "cancelled"],
  ["ticket.reopened", "reopened"],
  ["ticket.status_changed", "status_changed"],
  ["ticket.assigned", "assigned"],
  ["ticket.updated", "updated"],
];

/** What the client hears of even when they did it themselves, as a receipt. */
const receipts: readonly UpdateKind[] = ["created", "cancelled", "reopened"];

/** Whether the client's side did it: the requester, or whoever holds the widget session that opened it. */
const byClient = (ticket: Pick<Ticket, "requesterId">, { actor }: Pick<TicketEvent, "actor">): boolean =>
  actor.kind === "client" || actor.kind === "visitor" || actor.id === ticket.requesterId;

/** `events` are those of one command that concern the client, and `ticket` is what they made of it. */
const letterFor = (ticket: Ticket, events: readonly TicketEvent[]): Effect | null => {
  for (const [type, kind] of letters) {
    const event = events.find((candidate) => candidate.type === type);
    if (event === undefined) continue;
    if (byClient(ticket, event) && !receipts.includes(kind)) return null;
    const messageId = event.type === "ticket.replied" ? event.data.messageId : null;
    const publicSeq = ticket.publicVersion - events.length + 1 + events.indexOf(event);
    return { type: "email.send_update", ticketId: ticket.id, kind, seq: event.seq, publicSeq, messageId };
  }
  return null;
};

/** What an event is to whoever has the ticket; null when it is no news for them. */
const newsIn = (ticket: Ticket, event: TicketEvent): NoticeReason | null => {
  if (event.type === "ticket.assigned") return event.data.assigneeId.from === ticket.assigneeId ? null : "assigned";
  if (!byClient(ticket, event)) return null;
  if (event.type === "ticket.reopened") return "reopened";
  if (event.type === "ticket.cancelled") return "cancelled";
  return event.type === "ticket.replied" ? "answered" : null;
};

/** Whoever has the ticket is told of the first thing that is news to them and was done by somebody else. */
const noticeFor = (ticket: Ticket, events: readonly TicketEvent[]): Effect | null => {
  const { id: ticketId, assigneeId: personId } = ticket;
  if (personId === null) return null;
  for (const event of events) {
    const reason = event.actor.id === personId ? null : newsIn(ticket, event);
    if (reason !== null) return { type: "chat.tell", ticketId, personId, seq: event.seq, reason };
  }
  return null;
};

/** For how long what a client goes on to say is part of what whoever has the ticket was told of. */
const runLength = 2 * minute;

/** An event as far as it decides who is told. */
export interface Happening {
  readonly type: string;
  readonly at: Ms;
  readonly actor: TicketEvent["actor"];
}

/**
 * Whether somebody is to be told of the last of these events, oldest first: of what a client says in quick succession
 * only the first, unless the staff did something in between, or they cancelled it.
 */
export const beginsRun = (ticket: Pick<Ticket, "requesterId">, events: readonly Happening[]): boolean => {
  let toldAt: Ms | null = null;
  let begins = true;
  for (const event of events) {
    if (!byClient(ticket, event)) {
      if (event.actor.kind !== "system") toldAt = null;
      begins = true;
    } else if (event.type === "ticket.cancelled") {
      toldAt = null;
      begins = true;
    } else if (event.type === "ticket.replied" || event.type === "ticket.reopened") {
      begins = toldAt === null || event.at - toldAt >= runLength;
      if (begins) toldAt = event.at;
    }
  }
  return begins;
};

/**
 * The effects of one command: a hint to open screens, at most one letter to the client, the cards in chats, and at most
 * one word there to whoever has the ticket.
 */
export const effects = (ticket: Ticket, events: readonly TicketEvent[]): readonly Effect[] => {
  if (events.length === 0) return [];
  const { id: ticketId } = ticket;
  const forClient = events.filter(isForClient);
  const letter = letterFor(ticket, forClient);
  const notice = noticeFor(ticket, events);
  return [
    { type: "realtime.hint", ticketId, audience: forClient.length > 0 ? "client" : "staff" },
    ...(letter === null ? [] : [letter]),
    { type: "chat.route", ticketId },
    ...(notice === null ? [] : [notice]),
  ];
};
