import { LibsqlError } from "@libsql/client";
import type { Ms } from "@docket/core/time";
import { minute, second } from "@docket/core/time";
import type { Logger } from "../platform/logger.ts";
import { DrizzleQueryError, sql } from "drizzle-orm";
import type { Clock } from "../services.ts";
import type { Db } from "./client.ts";
import { isUnavailable } from "./client.ts";
import { rateCounters } from "./schema/events.ts";

interface Fault {
  /** What whoever runs the desk has to know. */
  readonly sentence: string;
  /** It does not get well by itself, and what is still written may be lost. */
  readonly isDamage: boolean;
}

const damaged = { sentence: "the database file is damaged: bring back a backup", isDamage: true };
const passing = (sentence: string): Fault => ({ sentence, isDamage: false });

/** Faults of the disk, by SQLite's number and the first words of its name. */
const faults: readonly (readonly [number: number, name: string, fault: Fault])[] = [
  [13, "SQLITE_FULL", passing("the disk is full: nothing is saved until there is room")],
  [11, "SQLITE_CORRUPT", damaged],
  [26, "SQLITE_NOTADB", damaged],
  [10, "SQLITE_IOERR", passing("the disk does not read or write as it should")],
  [8, "SQLITE_READONLY", passing("the database can only be read: its folder or its disk is read-only")],
  [
    14,
    "SQLITE_CANTOPEN",
    passing("the database file cannot be opened: it is no file, or this user may not write there"),
  ],
];

/** What is wrong with the disk or the file when a statement failed so; null when it is something else. */
export const faultOf = (error: unknown): Fault | null => {
  if (error instanceof DrizzleQueryError) return faultOf(error.cause);
  if (!(error instanceof Error)) return null;
  const code = error instanceof LibsqlError ? error.code : "";
  // That a file cannot even be opened is thrown with SQLite's number in the text.
  const number = /^ConnectionFailed\(.*: (\d+)"\)$/.exec(error.message)?.[1];
  return faults.find(([its, name]) => code.startsWith(name) || Number(number) === its)?.[2] ?? null;
};

/** How long a database counts as damaged after it was seen to be. */
const damageLasts = 5 * minute;
/** How old an answer may be that is given to whoever asks whether the database works. */
const freshness = second;

/** Writes something small, to find out whether that works again. */
const probe = (db: Db, now: Ms) =>
  db.write(
    db.orm
      .insert(rateCounters)
      .values({ key: "ready", windowEnd: now + minute, count: 1 })
      .onConflictDoUpdate({ target: rateCounters.key, set: { windowEnd: now + minute } }),
  );

/** What is known of how a database does. */
class Watch {
  readonly #log: Logger;
  readonly #clock: Clock;
  readonly #said = new Map<string, Ms>();
  #failing = false;
  #damagedUntil: Ms = 0;
  #looked: { readonly at: Ms; readonly isReady: Promise<boolean> } | null = null;

  constructor({ log, clock }: { readonly log: Logger; readonly clock: Clock }) {
    this.#log = log;
    this.#clock = clock;
  }

  wrote(): void {
    this.#failing = false;
  }

  failed(error: unknown, mode: "read" | "write"): void {
    if (!isUnavailable(error)) return;
    const fault = faultOf(error);
    if (fault?.isDamage) this.#damagedUntil = this.#clock.now() + damageLasts;
    else if (fault && mode === "write") this.#failing = true;
    this.#tell(error as Error, fault);
  }

  /** Once a minute for each code, since a thousand requests may meet the same. */
  #tell(error: Error, fault: Fault | null): void {
    const now = this.#clock.now();
    const code = error instanceof LibsqlError ? error.code : error.message;
    if ((this.#said.get(code) ?? -minute) + minute > now) return;
    this.#said.set(code, now);
    if (fault) this.#log.error(fault.sentence, { code });
    else this.#log.warn("the database does not answer", { code, reason: error.message });
  }

  isReady(db: Db): Promise<boolean> {
    const now = this.#clock.now();
    if (this.#looked === null || this.#looked.at + freshness <= now) {
      this.#looked = { at: now, isReady: this.#look(db, now) };
    }
    return this.#looked.isReady;
  }

  async #look(db: Db, now: Ms): Promise<boolean> {
    try {
      await db.read(
        db.orm
          .select({ one: sql`1` })
          .from(rateCounters)
          .limit(1),
      );
      if (this.#failing) await probe(db, now);
      return this.#damagedUntil <= now;
    } catch (error) {
      if (isUnavailable(error)) return false;
      throw error;
    }
  }
}

const watches = new WeakMap<Db, Watch>();

/** The same database, whose failures are in the log: faults of the disk as errors, all others as warnings. */
export const watchDb = (db: Db, services: { readonly log: Logger; readonly clock: Clock }): Db => {
  const watch = new Watch(services);
  const told = async <T>(mode: "read" | "write", run: () => Promise<T>): Promise<T> => {
    try {
      const answers = await run();
      if (mode === "write") watch.wrote();
      return answers;
    } catch (error) {
      watch.failed(error, mode);
      throw error;
    }
  };
  const same: Db = {
    orm: db.orm,
    read: (...queries) => told("read", () => db.read(...queries)),
    write: (...queries) => told("write", () => db.write(...queries)),
  };
  watches.set(same, watch);
  return same;
};

/** Whether a watched database does its work, looked up once a second however often that is asked. */
export const isReady = async (db: Db): Promise<boolean> => watches.get(db)?.isReady(db) ?? true;
