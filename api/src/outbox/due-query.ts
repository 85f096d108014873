import type { Ms } from "@docket/core/time";
import { minute } from "@docket/core/time";
import type { SQL } from "drizzle-orm";
import { and, eq, gt, inArray, lte, sql } from "drizzle-orm";
import type { SQLiteUpdateSetSource } from "drizzle-orm/sqlite-core";
import type { Db } from "../db/client.ts";
import { outbox, outboxQueues, quietLanes } from "../db/schema/events.ts";
import type { Queue } from "./owe.ts";
import { channelLanes } from "./owe.ts";

/** Longer than a handler may take, so that nobody else takes up a row that is being worked on. */
export const leaseTime = minute;

/**
 * How often in a row nobody may answer at the service of a queue before it counts as away for all. One that fails now and
 * then must not keep from it what it would take.
 */
export const toleratedMisses = 2;

const columns = {
  position: outbox.position,
  id: outbox.id,
  queue: outbox.queue,
  lane: outbox.lane,
  type: outbox.type,
  ticketId: outbox.ticketId,
  payload: outbox.payload,
  createdAt: outbox.createdAt,
  attempts: sql<number>`${outbox.attempts} + 1`,
  begun: outbox.begun,
  postponed: outbox.postponed,
  asked: outbox.asked,
  leaseUntil: outbox.leaseUntil,
  heldUntil: outbox.heldUntil,
  lastError: outbox.lastError,
  misses: sql<number>`coalesce((SELECT q.misses FROM quiet_lanes q WHERE q.lane = outbox.lane), 0)`,
  queueMisses: sql<number>`coalesce((SELECT q.misses FROM quiet_lanes q WHERE q.lane = outbox.queue), 0)`,
};

/**
 * A row that was taken up. `leaseUntil` tells this lease from any other of the row. `attempts` counts this one too, which the
 * table does not before it has failed: a process that ends in between failed at nothing.
 */
export interface Row extends Pick<typeof outbox.$inferSelect, Exclude<keyof typeof columns, "misses" | "queueMisses">> {
  /** How often in a row nobody answered in its lane. */
  readonly misses: number;
  /** How often in a row nobody answered at the service of its queue. */
  readonly queueMisses: number;
}

/** Whether this row asks for all of its queue, whose service is away. */
export const isProbe = ({ queueMisses }: Row): boolean => queueMisses > toleratedMisses;

const isQuiet = (lane: SQL, at: SQL): SQL =>
  sql`EXISTS (SELECT 1 FROM quiet_lanes q WHERE q.lane = ${lane} AND q.quiet_until > ${at})`;

/** How many rows of a queue may be taken up: none while it is quiet, and one that asks for all while its service is away. */
const room = (now: Ms, queue: Queue, limit: number): SQL => sql`(
  SELECT CASE WHEN max(q.quiet_until) > ${now} THEN 0 WHEN max(q.misses) > ${toleratedMisses} THEN 1 ELSE ${limit} END
  FROM quiet_lanes q WHERE q.lane = ${queue}
)`;

/** The first row of each lane that is not parked, if it is due, nobody works on it, and the lane is not quiet. */
const dueRows = (now: Ms, queue: Queue, limit: number): SQL => sql`(
  SELECT o.position FROM outbox o
  WHERE o.queue = ${queue} AND o.parked_at IS NULL AND o.run_after <= ${now} AND o.lease_until <= ${now}
    AND NOT EXISTS (
      SELECT 1 FROM outbox e WHERE e.lane = o.lane AND e.position < o.position AND e.parked_at IS NULL
    )
    AND NOT ${isQuiet(sql`o.lane`, sql`${now}`)}
  ORDER BY o.run_after, o.position
  LIMIT ${room(now, queue, limit)}
)`;

/**
 * The same for the cards, but for their order: the one that has waited longest comes first, new ones after the others, and
 * one that waits for a time of its own holds none up. There are few lanes, and thousands may wait in one that is quiet:
 * this goes from lane to lane and never looks at them.
 */
const dueCards = (now: Ms, limit: number): SQL => {
  const lanes = sql`FROM outbox WHERE lane >= ${channelLanes} AND lane < ${`${channelLanes}~`}`;
  return sql`(
    WITH RECURSIVE lanes(lane) AS (
      SELECT min(lane) ${lanes}
      UNION ALL
      SELECT (SELECT min(lane) ${lanes} AND lane > lanes.lane) FROM lanes WHERE lanes.lane IS NOT NULL
    )
    SELECT o.position FROM lanes INNER JOIN outbox o ON o.position = (
      SELECT e.position FROM outbox e
      WHERE e.queue = 'chat' AND e.parked_at IS NULL AND e.lane = lanes.lane AND e.run_after <= ${now}
      ORDER BY e.run_after + e.yields, e.position LIMIT 1
    )
    WHERE NOT EXISTS (
        SELECT 1 FROM outbox e
        WHERE e.queue = 'chat' AND e.lease_until > 0 AND e.lane = lanes.lane AND e.lease_until > ${now}
      )
      AND NOT ${isQuiet(sql`lanes.lane`, sql`${now}`)}
    ORDER BY o.run_after, o.position
    LIMIT ${limit}
  )`;
};

/** Takes up rows: one statement, so that no two drains ever get the same one. */
export const lease = (db: Db, now: Ms, queue: Queue, limit: number) =>
  db.orm
    .update(outbox)
    .set({ leaseUntil: now + leaseTime, begun: sql`${outbox.begun} + 1` })
    .where(inArray(outbox.position, queue === "chat" ? dueCards(now, limit) : dueRows(now, queue, limit)))
    .returning(columns);

/** Belongs behind the leases: when a row was taken up that asks for all of its queue, nobody else does before that has ended. */
export const holdProbe = (db: Db, now: Ms) => {
  const { lane, misses, quietUntil } = quietLanes;
  const isTaken = sql`EXISTS (
    SELECT 1 FROM outbox o
    WHERE o.queue = ${lane} AND o.parked_at IS NULL AND o.run_after <= ${now} AND o.lease_until = ${now + leaseTime}
  )`;
  return db.orm
    .update(quietLanes)
    .set({ quietUntil: now + leaseTime })
    .where(and(inArray(lane, [...outboxQueues]), gt(misses, toleratedMisses), lte(quietUntil, now), isTaken));
};

/** When the next row becomes due that waits for its time, or for the end of the quiet in its lane or queue. */
export const nextDue = (db: Db, now: Ms) => {
  const rows = outboxQueues.map(
    (queue) => sql`SELECT (
      SELECT max(o.run_after, coalesce((SELECT q.quiet_until FROM quiet_lanes q WHERE q.lane = ${queue}), 0)) FROM outbox o
      WHERE o.queue = ${queue} AND o.parked_at IS NULL AND o.run_after > ${now}
        AND NOT ${isQuiet(sql`o.lane`, sql`o.run_after`)}
      ORDER BY o.run_after LIMIT 1
    ) AS at`,
  );
  const lanes = sql`SELECT (
    SELECT min(q.quiet_until) FROM quiet_lanes q
    WHERE q.quiet_until > ${now} AND (
      EXISTS (SELECT 1 FROM outbox o WHERE o.lane = q.lane AND o.parked_at IS NULL AND o.run_after <= q.quiet_until)
      OR EXISTS (SELECT 1 FROM outbox o WHERE o.queue = q.lane AND o.parked_at IS NULL AND o.run_after <= q.quiet_until)
    )
  ) AS at`;
  return db.orm.select({ at: sql<Ms | null>`min(at)` }).from(sql`(${sql.join([...rows, lanes], sql` UNION ALL `)})`);
};

const isOurs = ({ position, leaseUntil }: Row) => and(eq(outbox.position, position), eq(outbox.leaseUntil, leaseUntil));

/** Writes what becomes of a row that is not done, unless its lease ran out and it is somebody else's by now. */
export const giveBack = (db: Db, row: Row, set: SQLiteUpdateSetSource<typeof outbox>) =>
  db.orm
    .update(outbox)
    .set({ leaseUntil: 0, ...set })
    .where(isOurs(row));

/** Puts a row at the end of its lane. Somebody waits for what was asked for while it was worked on. */
export const endTurn = (db: Db, row: Row, until: Ms) =>
  giveBack(db, row, {
    position: sql`(SELECT max(position) + 1 FROM outbox)`,
    attempts: row.attempts - 1,
    begun: row.begun - 1,
    postponed: 0,
    yields: sql`CASE WHEN ${outbox.asked} = ${row.asked} THEN ${outbox.yields} ELSE 0 END`,
    runAfter: until,
    lastError: null,
  });

/** Has nothing of a lane, or of a queue, done before a time; `reason` is for admins to read. */
export const quieten = (db: Db, lane: string, quietUntil: Ms, misses: number, reason: string | null = null) =>
  db.orm
    .insert(quietLanes)
    .values({ lane, quietUntil, misses, reason })
    .onConflictDoUpdate({ target: quietLanes.lane, set: { quietUntil, misses, reason } });

/** Has the next of these queues ask at once: whoever asked for all of them came to no answer, and to no outage. */
export const askOn = (db: Db, queues: readonly Queue[], now: Ms) =>
  db.orm
    .update(quietLanes)
    .set({ quietUntil: now })
    .where(inArray(quietLanes.lane, [...queues]));

/**
 * Writes down that the service of a queue is away; nothing waits before `quieten` says until when. Changes one row for the
 * first who notices.
 */
export const noteAway = (db: Db, queue: Queue, now: Ms) =>
  db.orm.insert(quietLanes).values({ lane: queue, quietUntil: now, misses: 0 }).onConflictDoNothing();

/** The service of a queue answered: all that waits for it may ask. It counts as away until that has lasted. */
export const noteAnswer = (db: Db, queue: Queue, now: Ms) =>
  db.orm
    .update(quietLanes)
    .set({ quietUntil: now, misses: 0 })
    .where(and(eq(quietLanes.lane, queue), gt(quietLanes.misses, 0)));

/** How long a service answers before it counts as back: one that answers now and then is no news each time. */
const calm = minute;

/** Forgets that the service of a queue was away; changes one row once it is back. */
export const noteBack = (db: Db, queue: Queue, now: Ms) =>
  db.orm
    .delete(quietLanes)
    .where(and(eq(quietLanes.lane, queue), eq(quietLanes.misses, 0), lte(quietLanes.quietUntil, now - calm)));

/** Forgets that nobody answered in these lanes. `lanes` must not be empty. */
export const forgive = (db: Db, lanes: readonly string[]) =>
  db.orm.delete(quietLanes).where(inArray(quietLanes.lane, [...lanes]));

const places = (rows: readonly (readonly number[])[]): SQL =>
  sql`(VALUES ${sql.join(
    rows.map((row) => sql`(${sql.join([...row], sql`, `)})`),
    sql`, `,
  )})`;

/**
 * Ends the leases of rows that are done: they go, but for those that were asked for again meanwhile. A row whose lease
 * ran out may be somebody else's by now. `rows` must not be empty.
 */
export const finish = (db: Db, rows: readonly Row[]) => {
  const { position, leaseUntil, asked } = outbox;
  const among = sql`${position} IN (${sql.join(
    rows.map((row) => row.position),
    sql`, `,
  )})`;
  const same = places(rows.map((row) => [row.position, row.leaseUntil, row.asked]));
  const ours = places(rows.map((row) => [row.position, row.leaseUntil]));
  return [
    db.orm.delete(outbox).where(sql`${among} AND (${position}, ${leaseUntil}, ${asked}) IN ${same}`),
    db.orm
      .update(outbox)
      .set({ leaseUntil: 0, attempts: 0, begun: 0, postponed: 0, lastError: null })
      .where(sql`${among} AND (${position}, ${leaseUntil}) IN ${ours}`),
  ];
};
