import { isOwnFault } from "@docket/core/own-fault";
import type { Ms } from "@docket/core/time";
import { hour, minute, second } from "@docket/core/time";
import { sql } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import type { Db } from "../db/client.ts";
import { isDatabaseFault } from "../db/client.ts";
import { outbox, outboxQueues } from "../db/schema/events.ts";
import type { Services } from "../services.ts";
import type { Row } from "./due-query.ts";
import {
  askOn,
  endTurn,
  finish,
  forgive,
  giveBack,
  holdProbe,
  isProbe,
  lease,
  leaseTime,
  nextDue,
  quieten,
  toleratedMisses,
} from "./due-query.ts";
import { handlerOf } from "./handlers.ts";
import { publishHints } from "./hint.ts";
import { inTime, shortestTurn } from "./in-time.ts";
import type { Queue } from "./owe.ts";
import { courtesy } from "./owe.ts";
import { OverBudget } from "./over-budget.ts";
import { PermanentFailure } from "./permanent-failure.ts";
import { Postponed } from "./postponed.ts";
import { ServiceAway } from "./service-away.ts";
import { TurnOver } from "./turn-over.ts";
import { Turns } from "./turns.ts";

const patience = leaseTime / 2;
const mostTries = 10;
/** A service that was away is asked again within a minute, on a platform too that wakes up once in a minute. */
const longestAway = 45 * second;

type Statement = BatchItem<"sqlite">;

/** What is owed, as the log calls it. */
const what: Readonly<Record<Queue, string>> = {
  quick: "a live update",
  chat: "a card or a message in a chat",
  email: "an email",
  rest: "background work",
};

interface Outcome {
  readonly row: Row;
  /** Null when it is done. */
  readonly error: Error | null;
}

/** What a run through the outbox came to. */
export interface Drained {
  /** How many rows were worked on. */
  readonly worked: number;
  /** When the next one that waits for its time becomes due. */
  readonly next: Ms | null;
}

/** How long to wait before the next try: 5 seconds, then three times as long each time, up to an hour. */
const pause = (attempts: number, fraction: number, longest = hour): number =>
  Math.round(Math.min(longest, 5 * second * 3 ** (attempts - 1)) * (0.8 + 0.4 * fraction));

/** Nobody answered, as before, although others of the lane were answered meanwhile: it must be for what was asked. */
const isOwnTrouble = ({ row, error }: Outcome): boolean => {
  if (!(error instanceof Postponed) || error.until !== null || row.postponed === 0) return false;
  return error instanceof ServiceAway ? !error.concernsAll && row.queueMisses === 0 : row.misses === 0;
};

/** It was tried, and that failed. Whatever the database is to blame for says nothing about what was tried. */
const isFailure = ({ row, error }: Outcome): boolean =>
  error !== null &&
  !(error instanceof TurnOver || error instanceof OverBudget) &&
  !isDatabaseFault(error) &&
  (!(error instanceof Postponed) || isOwnTrouble({ row, error }));

const isParked = (outcome: Outcome): boolean =>
  outcome.error instanceof PermanentFailure || (isFailure(outcome) && outcome.row.attempts >= mostTries);

/** What an admin reads: short, and without anybody's address. */
const reason = (message: string): string =>
  message.replace(/(?<![^\s<>"'@])[^\s<>"'@]+@[^\s<>"']+/g, "(address)").slice(0, 300);

/** What becomes of a row that found the service of its queue away, and of the queue. */
const stayAway = (
  { db, clock, ids }: Services,
  outcome: Outcome,
  { concernsAll, message }: ServiceAway,
): Statement[] => {
  const { row } = outcome;
  const now = clock.now();
  const wait = (times: number): Ms => now + pause(times, ids.fraction(), longestAway);
  const misses = (concernsAll ? Math.max(row.queueMisses, toleratedMisses) : row.queueMisses) + 1;
  const quietUntil = misses > toleratedMisses ? wait(misses - toleratedMisses) : now;
  const postponed = row.postponed + 1;
  const attempts = isFailure(outcome) ? row.attempts : row.attempts - 1;
  const later = concernsAll ? {} : { postponed, lastError: reason(message), runAfter: wait(postponed) };
  return [giveBack(db, row, { attempts, ...later }), quieten(db, row.queue, quietUntil, misses, reason(message))];
};

/** What becomes of a row that was put off, and of its lane. */
const postpone = ({ db, clock, ids }: Services, outcome: Outcome, { until, message }: Postponed): Statement[] => {
  const { row } = outcome;
  const now = clock.now();
  const wait = (times: number): Ms => now + pause(times, ids.fraction(), 5 * minute);
  const [attempts, lastError] = [isFailure(outcome) ? row.attempts : row.attempts - 1, reason(message)];
  if (until !== null) {
    return [
      giveBack(db, row, { attempts, begun: row.begun - 1, postponed: 0, lastError }),
      quieten(db, row.lane, until, 0),
    ];
  }
  const postponed = row.postponed + 1;
  return [
    // Whoever else is in the lane asks next.
    giveBack(db, row, { attempts, postponed, lastError, runAfter: wait(postponed), yields: courtesy }),
    quieten(db, row.lane, wait(row.misses + 1), row.misses + 1),
  ];
};

const record = (services: Services, outcome: Outcome): Statement[] => {
  const { row, error } = outcome;
  const { db, clock, ids } = services;
  if (error === null) return [];
  const now = clock.now();
  if (error instanceof TurnOver) return [endTurn(db, row, error.until), quieten(db, row.lane, error.until, 0)];
  if (error instanceof OverBudget) {
    const { until: heldUntil, lane, message: lastError } = error;
    return [giveBack(db, row, { parkedAt: now, heldUntil, lane, lastError, begun: row.begun - 1 })];
  }
  if (isParked(outcome)) {
    // Whoever asked again meanwhile asked for something else than what failed.
    const parkedAt = sql`CASE WHEN ${outbox.asked} = ${row.asked} THEN ${now} END`;
    const parked = giveBack(db, row, { attempts: row.attempts, lastError: reason(error.message), parkedAt });
    return [parked, ...handlerOf(row).record(services, "parked")];
  }
  if (error instanceof ServiceAway) return stayAway(services, outcome, error);
  if (error instanceof Postponed) return postpone(services, outcome, error);
  const lastError = reason(error.message);
  if (isDatabaseFault(error)) return [giveBack(db, row, { lastError, runAfter: now + pause(1, ids.fraction()) })];
  const { attempts } = row;
  return [giveBack(db, row, { attempts, lastError, runAfter: now + pause(attempts, ids.fraction()) })];
};

const tooLate = (time: number) => (): Error => new Error(`It took longer than ${Math.round(time / second)} seconds.`);

/** One run through the outbox, until nothing is due. */
class Drain {
  readonly #services: Services;
  readonly #waiting: (next: Ms) => void;
  readonly #working: Record<Queue, number> = { quick: 0, chat: 0, email: 0, rest: 0 };
  readonly #turns = new Turns();
  #worked = 0;
  #next: Ms | null = null;
  #finished: Outcome[] = [];
  #lookAgain = true;
  #wake: () => void = () => {};

  constructor(services: Services, waiting: (next: Ms) => void) {
    this.#services = services;
    this.#waiting = waiting;
  }

  /** Something new may be due. */
  look(): void {
    this.#lookAgain = true;
    this.#wake();
  }

  /** Goes on until nothing is due; `ended` is called in the same moment in which it last looked. */
  async run(ended: () => void): Promise<Drained> {
    try {
      for (;;) {
        for (const row of await this.#exchange()) void this.#work(row);
        await this.#turns.next();
        if (this.#lookAgain || this.#finished.length > 0) continue;
        if (outboxQueues.every((queue) => this.#working[queue] === 0)) {
          return { worked: this.#worked, next: this.#next };
        }
        if (this.#next !== null) this.#waiting(this.#next);
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
    const { db, clock, background } = this.#services;
    const outcomes = this.#finished;
    this.#finished = [];
    this.#lookAgain = false;
    const done = outcomes.filter(({ error }) => error === null).map(({ row }) => row);
    const answered = done.filter(({ misses }) => misses > 0).map(({ lane }) => lane);
    const now = clock.now();
    const probes = outcomes.filter(({ row, error }) => isProbe(row) && !(error instanceof ServiceAway));
    const batch: Statement[] = [
      ...(done.length > 0 ? finish(db, done) : []),
      ...(answered.length > 0 ? [forgive(db, answered)] : []),
      ...(probes.length > 0
        ? [
            askOn(
              db,
              probes.map(({ row }) => row.queue),
              now,
            ),
          ]
        : []),
      ...outcomes.flatMap((outcome) => record(this.#services, outcome)),
    ];
    const free = (queue: Queue): number => background.parallel[queue] - this.#working[queue];
    const open = background.timeLeft() >= shortestTurn ? outboxQueues.filter((queue) => free(queue) > 0) : [];
    const leases = open.map((queue) => lease(db, now, queue, free(queue)));
    const answers: unknown[] = await db.write(...batch, ...leases, holdProbe(db, now), nextDue(db, now));
    [{ at: this.#next }] = answers.pop() as [{ at: Ms | null }];
    await this.#announce(outcomes.filter(isParked));
    return answers.slice(batch.length, batch.length + leases.length).flat() as Row[];
  }

  async #work(row: Row): Promise<void> {
    const { queue } = row;
    this.#working[queue]++;
    this.#worked++;
    await this.#turns.next();
    const outcome = await this.#attempt(row);
    this.#working[queue]--;
    this.#finished.push(outcome);
    this.#wake();
  }

  async #attempt(row: Row): Promise<Outcome> {
    const { log, background } = this.#services;
    try {
      const { id, createdAt } = row;
      const isFirst = row.begun <= 1;
      const isReleased = row.heldUntil === 0;
      const hasWaited = isReleased || row.lastError !== null || this.#services.clock.now() - createdAt >= minute;
      const time = Math.min(patience, background.timeLeft());
      await inTime(time, tooLate(time), (signal) =>
        handlerOf(row).run(this.#services, { id, createdAt, isFirst, isReleased, hasWaited, signal }),
      );
      return { row, error: null };
    } catch (thrown) {
      const outcome = { row, error: thrown instanceof Error ? thrown : new Error(String(thrown)) };
      const fields = {
        outboxId: row.id,
        type: row.type,
        attempts: row.attempts,
        reason: reason(outcome.error.message),
      };
      if (isOwnFault(thrown))
        log.error(`${what[row.queue]} failed by a fault of Docket`, { ...fields, stack: thrown.stack });
      if (isParked(outcome)) log.error(`${what[row.queue]} could not be sent and is parked: see Outbox`, fields);
      else if (isFailure(outcome)) log.warn(`${what[row.queue]} could not be sent and is tried again`, fields);
      // Of a service or a database that is away whoever asked it speaks, once for all.
      else if (thrown instanceof ServiceAway || isDatabaseFault(thrown)) return outcome;
      else if (thrown instanceof Postponed) log.warn(`${what[row.queue]} has to wait`, fields);
      return outcome;
    }
  }

  /** The screens of the staff show how far a letter got. */
  async #announce(parked: readonly Outcome[]): Promise<void> {
    const ids = parked.flatMap(({ row: { ticketId } }) => (ticketId === null ? [] : [ticketId]));
    await publishHints(
      this.#services,
      ids.map((ticketId) => ({ ticketId, audience: "staff" })),
    );
  }
}

const drains = new WeakMap<Db, { readonly drain: Drain; readonly done: Promise<Drained> }>();

/**
 * Does everything that is owed and due. When a drain of this database runs already, it is asked to look
 * again, and this resolves when it is done. Any number of processes may drain at the same time. `waiting` is called while
 * something is still worked on, with the time at which somebody should look again.
 */
export const drain = (services: Services, waiting: (next: Ms) => void = () => {}): Promise<Drained> => {
  const running = drains.get(services.db);
  if (running) {
    running.drain.look();
    return running.done;
  }
  const started = new Drain(services, waiting);
  const done = started.run(() => drains.delete(services.db));
  drains.set(services.db, { drain: started, done });
  return done;
};
