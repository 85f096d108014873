import type { ActorRef } from "@docket/core/actor";
import type { Id } from "@docket/core/ids";
import { sql } from "drizzle-orm";
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";

/**
 * Everything that ever happened, in commit order. `streamId` is the id of the ticket, person or other
 * thing; the unique pair of stream and `seq` is the lock of every write.
 */
export const events = sqliteTable(
  "events",
  {
    position: integer("position").primaryKey({ autoIncrement: true }),
    id: text("id").$type<Id<"event">>().notNull().unique(),
    streamId: text("stream_id").notNull(),
    seq: integer("seq").notNull(),
    type: text("type").notNull(),
    at: integer("at").notNull(),
    actor: text("actor", { mode: "json" }).$type<ActorRef>().notNull(),
    data: text("data", { mode: "json" }).$type<unknown>().notNull(),
    /** Its place among those of a ticket that concern the client; null for the others. */
    publicSeq: integer("public_seq"),
  },
  (table) => [uniqueIndex("events_by_stream").on(table.streamId, table.seq)],
);

/** What is owed, by what it waits for: nothing but this database and open screens, a chat, the mail service, or long work here. */
export const outboxQueues = ["quick", "chat", "email", "rest"] as const;

/**
 * Effects that are owed. `attempts` counts what failed, `begun` how often somebody began, but for what came to
 * nothing for certain. Rows of one lane are done in order; a row is deleted when it is done. `asked` counts how often
 * somebody asked for it, so that a row which is asked for again while it is worked on stays. `postponed` counts how
 * often in a row nobody answered to it, for the back-off. `yields` is for how long a card lets others of its channel go
 * before it.
 */
export const outbox = sqliteTable(
  "outbox",
  {
    position: integer("position").primaryKey({ autoIncrement: true }),
    id: text("id").$type<Id<"outbox">>().notNull().unique(),
    queue: text("queue", { enum: outboxQueues }).notNull().default("rest"),
    lane: text("lane").notNull(),
    type: text("type").notNull(),
    ticketId: text("ticket_id").$type<Id<"ticket">>(),
    payload: text("payload", { mode: "json" }).$type<unknown>().notNull(),
    createdAt: integer("created_at").notNull(),
    runAfter: integer("run_after").notNull(),
    leaseUntil: integer("lease_until").notNull().default(0),
    attempts: integer("attempts").notNull().default(0),
    begun: integer("begun").notNull().default(0),
    asked: integer("asked").notNull().default(1),
    postponed: integer("postponed").notNull().default(0),
    yields: integer("yields").notNull().default(0),
    lastError: text("last_error"),
    parkedAt: integer("parked_at"),
    /** A parked row that is only held back, and until when; 0 when somebody sent it all the same. */
    heldUntil: integer("held_until"),
  },
  (table) => [
    index("outbox_by_lane").on(table.lane, table.parkedAt, table.position),
    index("outbox_due").on(table.queue, table.parkedAt, table.runAfter, table.position),
    index("outbox_parked")
      .on(table.parkedAt, table.runAfter, table.position)
      .where(sql`${table.parkedAt} IS NOT NULL`),
    index("outbox_retrying")
      .on(table.runAfter, table.position)
      .where(sql`${table.parkedAt} IS NULL AND ${table.lastError} IS NOT NULL`),
    index("outbox_held")
      .on(table.lane, table.heldUntil)
      .where(sql`${table.heldUntil} IS NOT NULL`),
    index("outbox_cards_due")
      .on(table.lane, sql`${table.runAfter} + ${table.yields}`, table.position)
      .where(sql`${table.queue} = 'chat' AND ${table.parkedAt} IS NULL`),
    index("outbox_cards_leased")
      .on(table.lane, table.leaseUntil)
      .where(sql`${table.queue} = 'chat' AND ${table.leaseUntil} > 0`),
  ],
);

/**
 * Lanes of the outbox that were told to be quiet, and queues, by their names, whose service is away. `misses` counts how often in a row nobody answered there, for the
 * back-off.
 */
export const quietLanes = sqliteTable("quiet_lanes", {
  lane: text("lane").primaryKey(),
  quietUntil: integer("quiet_until").notNull(),
  misses: integer("misses").notNull(),
  /** What admins read of a service that is away; null for a lane. */
  reason: text("reason"),
});

/** Letters that were handed to the mail service: what keeps automatic mail bounded and sent once. */
export const letters = sqliteTable(
  "letters",
  {
    /** Derives from what the letter speaks of, so that the same letter is never sent twice. */
    messageId: text("message_id").primaryKey(),
    recipient: text("recipient").notNull(),
    kind: text("kind").notNull(),
    automatic: integer("automatic", { mode: "boolean" }).notNull(),
    providerId: text("provider_id"),
    sentAt: integer("sent_at").notNull(),
    /** The budget that it used up, by the mailbox; null for what is not bounded. */
    countsFor: text("counts_for"),
  },
  (table) => [
    index("letters_by_recipient").on(table.recipient, table.sentAt),
    index("letters_by_budget").on(table.countsFor, table.sentAt),
    index("letters_by_time").on(table.sentAt),
  ],
);

/** Mailboxes, by their hash, whose owner wants no email about tickets that somebody else opened with their address. */
export const unwanted = sqliteTable("unwanted", {
  mailbox: text("mailbox").primaryKey(),
  since: integer("since").notNull(),
});

/** POST requests that were carried out, by caller and key; `result` names what they made. */
export const idempotencyKeys = sqliteTable(
  "idempotency_keys",
  {
    caller: text("caller").notNull(),
    key: text("key").notNull(),
    fingerprint: text("fingerprint").notNull(),
    result: text("result", { mode: "json" }).$type<unknown>().notNull(),
    createdAt: integer("created_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.caller, table.key] }),
    index("idempotency_keys_by_time").on(table.createdAt),
  ],
);

/** Requests counted by caller and kind in fixed windows. */
export const rateCounters = sqliteTable(
  "rate_counters",
  {
    key: text("key").primaryKey(),
    windowEnd: integer("window_end").notNull(),
    count: integer("count").notNull(),
  },
  (table) => [index("rate_counters_by_window").on(table.windowEnd)],
);
