import { LibsqlError } from "@libsql/client";
import type { Ms } from "@docket/core/time";
import { minute, second } from "@docket/core/time";
import type { Blobs } from "../platform/blobs.ts";
import type { Logger } from "../platform/logger.ts";
import { sql } from "drizzle-orm";
import type { Clock } from "../services.ts";
import type { Db } from "./client.ts";
import { FilesUnavailable, isUnavailable } from "./client.ts";
import type { Fault } from "./faults.ts";
import { faultOf, fileFaultOf, movedError } from "./faults.ts";
import { rateCounters } from "./schema/events.ts";

/** Where the disk may be at fault. */
type Place = "database" | "files";

/** What the log says when it is not any more. */
const saved: Readonly<Record<Place, string>> = {
  database: "the database is written to again",
  files: "files are kept again",
};

/** How long a database counts as damaged after it was seen to be. */
const damageLasts = 5 * minute;
/** How long it may give no answer before that is an error. */
const patience = 10 * second;
/** How old an answer may be that is given to whoever asks whether the database works. */
const freshness = second;

/** Writes something small, to find out whether that works again. */
const probe = async (db: Db, now: Ms): Promise<void> => {
  await db.write(
    db.orm
      .insert(rateCounters)
      .values({ key: "ready", windowEnd: now + minute, count: 1 })
      .onConflictDoUpdate({ target: rateCounters.key, set: { windowEnd: now + minute } }),
  );
};

const probeKey = "probe_ready";

/** The same with a file. */
const probeFiles = async (blobs: Blobs): Promise<void> => {
  await blobs.put(probeKey, new Blob(["1"]).stream(), 1);
  await blobs.delete(probeKey);
};

/** Whether the file of an open database is still the one at its path. */
export type InPlace = () => boolean;

/** What is known of how a database does. */
class Watch {
  readonly #log: Logger;
  readonly #clock: Clock;
  readonly #said = new Map<string, Ms>();
  /** What the log says is at fault, until it says that it works again. */
  readonly #open = new Map<Place, string>();
  /** What of the two takes nothing, and how to find out whether it does again. */
  readonly #failing = new Map<Place, () => Promise<void>>();
  /** What shows without writing anything that a place is there. */
  readonly #looks: (() => Promise<void>)[] = [];
  #damagedUntil: Ms = 0;
  /** Since when the database gave no answer at all. */
  #silentSince: Ms | null = null;
  /** What the log says of that, until it says that it is over. */
  #silent: string | null = null;
  #looked: { readonly at: Ms; readonly isReady: Promise<boolean> } | null = null;

  constructor({ log, clock }: { readonly log: Logger; readonly clock: Clock }) {
    this.#log = log;
    this.#clock = clock;
  }

  /** Has whoever asks whether the desk is ready wait for this, too. */
  lookAt(look: () => Promise<void>): void {
    this.#looks.push(look);
  }

  /** The database did as it was told, whatever that was. */
  answered(): void {
    this.#silentSince = null;
    if (this.#silent === null) return;
    this.#log.info("the database answers again", { code: this.#silent });
    this.#silent = null;
  }

  get #isDamaged(): boolean {
    return this.#damagedUntil > this.#clock.now();
  }

  /**
   * Something was committed, perhaps without a change: that the disk takes anything again, `proof` shows, which surely writes.
   * A file that is damaged is not well for taking something in another place.
   */
  async committed(proof: () => Promise<void>): Promise<void> {
    if (this.#isDamaged || !(this.#failing.has("database") || this.#open.has("database"))) return;
    try {
      await proof();
    } catch (error) {
      return this.failed(error, this.#failing.get("database") ?? proof);
    }
    this.wrote("database");
  }

  /** A place took something. */
  wrote(what: Place): void {
    this.#failing.delete(what);
    const code = this.#open.get(what);
    if (code === undefined) return;
    this.#open.delete(what);
    this.#log.info(saved[what], { code });
  }

  /** A statement failed; `probe`, of one that writes, writes something small. */
  failed(error: unknown, probe: (() => Promise<void>) | null): void {
    if (!isUnavailable(error)) return;
    const fault = faultOf(error);
    if (fault?.isDamage) this.#damagedUntil = this.#clock.now() + damageLasts;
    else if (fault && probe) this.#failing.set("database", probe);
    const code = error instanceof LibsqlError ? error.code : (error as Error).message;
    if (fault === null) return this.#gotNoAnswer(code, error as Error);
    if (this.#tell(code, fault.sentence) && probe && !fault.isDamage) this.#open.set("database", code);
  }

  /** A moment of that happens, and passes: it takes a person once it lasts. */
  #gotNoAnswer(code: string, { message }: Error): void {
    const now = this.#clock.now();
    this.#silentSince ??= now;
    const lasts = now - this.#silentSince >= patience;
    if (!this.#isNews(lasts ? "silent" : code)) return;
    this.#silent = code;
    const more = { code, reason: message };
    if (lasts) this.#log.error("the database has not answered for a while", more);
    else this.#log.warn("the database does not answer", more);
  }

  /** A file could not be kept, read or removed. */
  lostFile({ code, fault }: { readonly code: string; readonly fault: Fault }, probe: () => Promise<void>): void {
    this.#failing.set("files", probe);
    if (this.#tell(code, fault.sentence)) this.#open.set("files", code);
  }

  /** Once a minute for each code, since a thousand requests may meet the same. */
  #isNews(code: string): boolean {
    const now = this.#clock.now();
    if ((this.#said.get(code) ?? -minute) + minute > now) return false;
    this.#said.set(code, now);
    return true;
  }

  /** Says whether it was said now. */
  #tell(code: string, sentence: string): boolean {
    const isNews = this.#isNews(code);
    if (isNews) this.#log.error(sentence, { code });
    return isNews;
  }

  isReady(db: Db): Promise<boolean> {
    const now = this.#clock.now();
    if (this.#looked === null || this.#looked.at + freshness <= now) {
      this.#looked = { at: now, isReady: this.#look(db) };
    }
    return this.#looked.isReady;
  }

  async #look(db: Db): Promise<boolean> {
    try {
      await db.read(
        db.orm
          .select({ one: sql`1` })
          .from(rateCounters)
          .limit(1),
      );
      for (const look of this.#looks) await look();
      for (const probe of this.#failing.values()) await probe();
      return !this.#isDamaged;
    } catch (error) {
      if (isUnavailable(error)) return false;
      throw error;
    }
  }
}

const watches = new WeakMap<Db, Watch>();

/**
 * The same database, whose failures are in the log: faults of the disk as errors, all others as warnings until they last. It
 * takes nothing while its file is not in place.
 */
export const watchDb = (
  db: Db,
  services: { readonly log: Logger; readonly clock: Clock },
  isInPlace: InPlace = () => true,
): Db => {
  const watch = new Watch(services);
  const told = async <T>(mode: "read" | "write", run: () => Promise<T>): Promise<T> => {
    try {
      // What were written to a file that is gone from its place would be lost.
      if (mode === "write" && !isInPlace()) throw movedError();
      const answers = await run();
      watch.answered();
      if (mode === "write") await watch.committed(() => probe(db, services.clock.now()));
      return answers;
    } catch (error) {
      watch.failed(error, mode === "write" ? () => probe(same, services.clock.now()) : null);
      throw error;
    }
  };
  const same: Db = {
    orm: db.orm,
    read: (...queries) => told("read", () => db.read(...queries)),
    write: (...queries) => told("write", () => db.write(...queries)),
  };
  watch.lookAt(async () => {
    if (!isInPlace()) await probe(same, services.clock.now());
  });
  watches.set(same, watch);
  return same;
};

/**
 * The same place of files, whose failures are told with those of a watched database. Throws `FilesUnavailable` where the disk
 * is at fault.
 */
export const watchBlobs = (blobs: Blobs, db: Db): Blobs => {
  const watch = watches.get(db);
  const told = async <T>(run: () => Promise<T>): Promise<T> => {
    try {
      return await run();
    } catch (error) {
      const found = fileFaultOf(error);
      if (found === null) throw error;
      watch?.lostFile(found, () => probeFiles(same));
      throw new FilesUnavailable(found.fault.sentence, { cause: error });
    }
  };
  const same: Blobs = {
    needsLength: blobs.needsLength,
    async put(key, bytes, size) {
      await told(() => blobs.put(key, bytes, size));
      watch?.wrote("files");
    },
    get: (key) => told(() => blobs.get(key)),
    delete: (key) => told(() => blobs.delete(key)),
  };
  watch?.lookAt(async () => {
    await (await same.get(probeKey))?.cancel();
  });
  return same;
};

/** Whether a watched database does its work, looked up once a second however often that is asked. */
export const isReady = async (db: Db): Promise<boolean> => watches.get(db)?.isReady(db) ?? true;
