import type { Ms } from "@docket/core/time";
import { hour, minute, second } from "@docket/core/time";
import { and, eq, inArray, sql } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import type { Db } from "../db/client.ts";
import { outbox } from "../db/schema/events.ts";
import type { Services } from "../services.ts";
import { handlerOf } from "./handlers.ts";
import { publishHint } from "./hint.ts";
import type { OwedType } from "./owe.ts";
import { PermanentFailure } from "./permanent-failure.ts";

/** Longer than a handler may take, so that nobody else takes up a row that is being worked on. */
const leaseTime = minute;
const patience = leaseTime / 2;
/** How many rows of each queue are worked on at a time. */
const parallel = 8;
const mostTries = 10;

const columns = {
  position: outbox.position,
  id: outbox.id,
  type: outbox.type,
  ticketId: outbox.ticketId,
  payload: outbox.payload,
  createdAt: outbox.createdAt,
  attempts: outbox.attempts,
};

type Row = Pick<typeof outbox.$inferSelect, keyof typeof columns>;
type Statement = BatchItem<"sqlite">;

interface Outcome {
  readonly row: Row;
  /** Null when it is done. */
  readonly error: Error | null;
}

/** Screens wait for hints, and a hint takes no time: letters that hang must not stand before it. */
const queues = ["hints", "rest"] as const;
type Queue = (typeof queues)[number];
const hint: OwedType = "realtime.hint";
const queueOf = ({ type }: Row): Queue => (type === hint ? "hints" : "rest");

/** The first row of each lane that is not parked, if it is due and nobody works on it. */
const dueRows = (now: Ms, queue: Queue, limit: number) => sql`(
  SELECT o.position FROM outbox o
  WHERE (o.type = ${hint}) = ${queue === "hints" ? 1 : 0}
    AND o.parked_at IS NULL AND o.run_after <= ${now} AND o.lease_until <= ${now}
    AND NOT EXISTS (
      SELECT 1 FROM outbox e WHERE e.lane = o.lane AND e.position < o.position AND e.parked_at IS NULL
    )
  ORDER BY o.run_after, o.position
  LIMIT ${limit}
)`;

/** Takes up rows: one statement, so that no two drains ever get the same one. */
const lease = (db: Db, now: Ms, queue: Queue, limit: number) =>
  db.orm
    .update(outbox)
    .set({ leaseUntil: now + leaseTime, attempts: sql`${outbox.attempts} + 1` })
    .where(inArray(outbox.position, dueRows(now, queue, limit)))
    .returning(columns);

/** How long to wait before the next try: 5 seconds, then three times as long each time, up to an hour. */
const pause = (attempts: number, fraction: number): number =>
  Math.min(hour, 5 * second * 3 ** (attempts - 1)) * (0.8 + 0.4 * fraction);

const isParked = ({ row, error }: Outcome): boolean =>
  error instanceof PermanentFailure || (error !== null && row.attempts >= mostTries);

/** What an admin reads: short, and without anybody's address. */
const reason = (error: Error): string => error.message.replace(/[^\s<>"']+@[^\s<>"']+/g, "(address)").slice(0, 300);

const record = (services: Services, outcome: Outcome): Statement[] => {
  const { row, error } = outcome;
  const { db, clock, ids } = services;
  if (error === null) return [];
  const now = clock.now();
  const parked = isParked(outcome);
  return [
    db.orm
      .update(outbox)
      .set({
        lastError: reason(error),
        leaseUntil: 0,
        ...(parked ? { parkedAt: now } : { runAfter: Math.round(now + pause(row.attempts, ids.fraction())) }),
      })
      // A row whose lease ran out may be somebody else's by now.
      .where(and(eq(outbox.position, row.position), eq(outbox.attempts, row.attempts))),
    ...(parked ? handlerOf(row).record(services, "parked") : []),
  ];
};

const inTime = async (work: (signal: AbortSignal) => Promise<void>): Promise<void> => {
  const controller = new AbortController();
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    const error = new Error(`It took longer than ${patience / second} seconds.`);
    controller.abort(error);
    late.reject(error);
  }, patience);
  try {
    await Promise.race([work(controller.signal), late.promise]);
  } finally {
    clearTimeout(timer);
  }
};

/** One run through the outbox, until nothing is due. */
class Drain {
  readonly #services: Services;
  readonly #working: Record<Queue, number> = { hints: 0, rest: 0 };
  #finished: Outcome[] = [];
  #lookAgain = true;
  #wake: () => void = () => {};

  constructor(services: Services) {
    this.#services = services;
  }

  /** Something new may be due. */
  look(): void {
    this.#lookAgain = true;
    this.#wake();
  }

  /** Goes on until nothing is due; `ended` is called in the same moment in which it last looked. */
  async run(ended: () => void): Promise<void> {
    try {
      for (;;) {
        for (const row of await this.#exchange()) void this.#work(row);
        if (this.#lookAgain || this.#finished.length > 0) continue;
        if (queues.every((queue) => this.#working[queue] === 0)) return;
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      }
    } finally {
      ended();
    }
  }

  /** Writes down what is finished and takes up what is due then, in one batch. */
  async #exchange(): Promise<readonly Row[]> {
    const { db, clock } = this.#services;
    const outcomes = this.#finished;
    this.#finished = [];
    this.#lookAgain = false;
    const done = outcomes.filter(({ error }) => error === null).map(({ row }) => row.position);
    const batch: Statement[] = [
      ...(done.length > 0 ? [db.orm.delete(outbox).where(inArray(outbox.position, done))] : []),
      ...outcomes.flatMap((outcome) => record(this.#services, outcome)),
    ];
    const now = clock.now();
    const free = queues.filter((queue) => this.#working[queue] < parallel);
    const leases = free.map((queue) => lease(db, now, queue, parallel - this.#working[queue]));
    const answers: unknown[] = await db.write(...batch, ...leases);
    await this.#announce(outcomes.filter(isParked));
    return answers.slice(batch.length).flat() as Row[];
  }

  async #work(row: Row): Promise<void> {
    const queue = queueOf(row);
    this.#working[queue]++;
    const outcome = await this.#attempt(row);
    this.#working[queue]--;
    this.#finished.push(outcome);
    this.#wake();
  }

  async #attempt(row: Row): Promise<Outcome> {
    const { log } = this.#services;
    try {
      await inTime((signal) => handlerOf(row).run(this.#services, { id: row.id, createdAt: row.createdAt, signal }));
      return { row, error: null };
    } catch (thrown) {
      const outcome = { row, error: thrown instanceof Error ? thrown : new Error(String(thrown)) };
      const fields = { outboxId: row.id, type: row.type, attempts: row.attempts, reason: reason(outcome.error) };
      if (isParked(outcome)) log.error("owed effect parked", fields);
      else log.warn("owed effect failed", fields);
      return outcome;
    }
  }

  /** Screens show how far a letter got. */
  async #announce(parked: readonly Outcome[]): Promise<void> {
    for (const { row } of parked) if (row.ticketId !== null) await publishHint(this.#services, row.ticketId);
  }
}

const drains = new WeakMap<Db, { readonly drain: Drain; readonly done: Promise<void> }>();

/**
 * Does everything that is owed and due. When a drain of this database runs already, it is asked to look
 * again, and this resolves when it is done. Any number of processes may drain at the same time.
 */
export const drain = (services: Services): Promise<void> => {
  const running = drains.get(services.db);
  if (running) {
    running.drain.look();
    return running.done;
  }
  const started = new Drain(services);
  const done = started.run(() => drains.delete(services.db));
  drains.set(services.db, { drain: started, done });
  return done;
};
