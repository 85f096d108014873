import type { ChannelMode } from "@docket/core/chat/platform";
import type { NoticeKind } from "@docket/core/contract/outbox";
import type { Id } from "@docket/core/ids";
import type { Effect } from "@docket/core/tickets/effects";
import { hour, second } from "@docket/core/time";
import { sql } from "drizzle-orm";
import type { OutageKind } from "../db/schema/chat.ts";
import { outbox } from "../db/schema/events.ts";
import type { outboxQueues } from "../db/schema/events.ts";
import type { Services } from "../services.ts";

/** Everything that is done after a commit and outside the database. Handlers read the present state again. */
export type Owed =
  | Effect
  | { readonly type: "email.send_invitation"; readonly invitationId: Id<"invitation"> }
  | { readonly type: "email.send_code"; readonly email: string; readonly code: string }
  | { readonly type: "email.send_alert"; readonly kind: OutageKind }
  | {
      readonly type: "email.send_notice";
      readonly kind: NoticeKind;
      readonly personId: Id<"person">;
      readonly email: string;
      /** From where it was done; null where that is not said. */
      readonly address: string | null;
      readonly client: string | null;
      /** What of several, or by whom. */
      readonly name: string | null;
    }
  | { readonly type: "people.release_tickets"; readonly personId: Id<"person"> }
  | {
      readonly type: "chat.show";
      readonly ticketId: Id<"ticket">;
      readonly channelId: Id<"channel">;
      readonly cardId: Id<"card">;
      /** Whether the card is in the chat, where people wait for what changes on it. */
      readonly isSent: boolean;
    }
  | { readonly type: "chat.mode"; readonly channelId: Id<"channel">; readonly mode: ChannelMode };

export type OwedType = Owed["type"];
export type OwedOf<T extends OwedType> = Extract<Owed, { readonly type: T }>;

export type Queue = (typeof outboxQueues)[number];

/**
 * Screens wait for hints, and neither a hint nor a route takes any time: letters and chats that hang must not stand
 * before them, nor before each other.
 */
const queues: Readonly<Partial<Record<OwedType, Queue>>> = {
  "realtime.hint": "quick",
  "chat.route": "quick",
  "chat.show": "chat",
  "chat.tell": "chat",
  "chat.mode": "chat",
  "email.send_update": "email",
  "email.send_invitation": "email",
  "email.send_code": "email",
  "email.send_alert": "email",
  "email.send_notice": "email",
};

/** What changes in quick succession is shown once. */
const delays: Readonly<Partial<Record<OwedType, number>>> = { "chat.show": second / 2 };

/** For how long a card that nobody has seen yet lets others go first: a thousand may wait, but none waits for ever. */
export const courtesy = hour;

/** People wait for what they pressed, and for the client's answer, as they do not for a card that is new to them. */
const yieldsOf = (owed: Owed): number => (owed.type === "chat.show" && !owed.isSent ? courtesy : 0);

/** The lane of the codes that are sent to one address. */
export const codeLane = (email: string): string => `email.send_code:${email}`;

/** The lane of what one person is told of their account. */
export const noticeLane = (personId: Id<"person">): string => `email.send_notice:${personId}`;

/** How the lanes of channels begin, and those of people who are told something in a chat. */
export const channelLanes = "chat.show:";

/**
 * Effects of one lane are done one at a time and in order: letters of one ticket, hints of one ticket, and so on; cards of
 * one channel in the order in which they become due, and new ones after the others.
 */
const laneOf = (owed: Owed): string => {
  switch (owed.type) {
    case "email.send_update":
    case "realtime.hint":
    case "chat.route":
      return `${owed.type}:${owed.ticketId}`;
    case "email.send_invitation":
      return `${owed.type}:${owed.invitationId}`;
    case "email.send_code":
      return codeLane(owed.email);
    case "email.send_alert":
      return `${owed.type}:${owed.kind}`;
    case "email.send_notice":
      return noticeLane(owed.personId);
    case "people.release_tickets":
      return `${owed.type}:${owed.personId}`;
    case "chat.show":
    case "chat.mode":
      return `${channelLanes}${owed.channelId}`;
    case "chat.tell":
      return `${channelLanes}${owed.personId}`;
  }
};

/** The row that gives a ticket its cards. */
export const routeRow = (ticketId: Id<"ticket">): Id<"outbox"> => `out_${ticketId.slice("tkt_".length)}`;

/**
 * What brings a state up to date needs one row, however often it is asked for: its id follows from what it is about.
 * Null for what is done each time.
 */
const rowOf = (owed: Owed): Id<"outbox"> | null => {
  switch (owed.type) {
    case "chat.route":
      return routeRow(owed.ticketId);
    case "chat.show":
      return `out_${owed.cardId.slice("crd_".length)}`;
    case "email.send_alert":
      return `out_alert_${owed.kind}`;
    default:
      return null;
  }
};

/** Without chats nothing is owed to them. */
export const payable = ({ chats }: Pick<Services, "chats">, owed: readonly Owed[]): readonly Owed[] =>
  Object.keys(chats).length > 0 ? owed : owed.filter(({ type }) => type !== "chat.route" && type !== "chat.tell");

/** A row that waits goes on waiting; one that somebody works on, or that was parked, has to be done once more. */
const isWaiting = sql`${outbox.leaseUntil} = 0 AND ${outbox.parkedAt} IS NULL`;

/** Writes down what is owed; belongs into the write batch of the change. `owed` must not be empty. */
export const owe = ({ db, ids, clock }: Pick<Services, "db" | "ids" | "clock">, owed: readonly Owed[]) => {
  const now = clock.now();
  return db.orm
    .insert(outbox)
    .values(
      owed.map((one) => {
        const { type, ...payload } = one;
        return {
          id: rowOf(one) ?? ids.next("outbox", now),
          queue: queues[type] ?? "rest",
          lane: laneOf(one),
          type,
          ticketId: "ticketId" in one ? one.ticketId : null,
          payload,
          createdAt: now,
          runAfter: now + (delays[type] ?? 0),
          yields: yieldsOf(one),
        };
      }),
    )
    .onConflictDoUpdate({
      target: outbox.id,
      set: {
        asked: sql`${outbox.asked} + 1`,
        runAfter: sql`CASE WHEN ${isWaiting} THEN ${outbox.runAfter} ELSE excluded.run_after END`,
        yields: sql`min(${outbox.yields}, excluded.yields)`,
        attempts: sql`CASE WHEN ${outbox.parkedAt} IS NULL THEN ${outbox.attempts} ELSE 0 END`,
        parkedAt: null,
      },
    });
};
