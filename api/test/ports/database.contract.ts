import { asc, eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import type { Db } from "../../src/db/client.ts";
import { isBusy } from "../../src/db/busy.ts";
import { isUnavailable, lostStatement } from "../../src/db/client.ts";
import { events, idempotencyKeys, letters } from "../../src/db/schema/events.ts";
import { ticketTags } from "../../src/db/schema/tickets.ts";
import { commitContract } from "./commit.contract.ts";

/** A database to be tried, with the schema of the desk. */
export interface DatabaseUnderTest {
  readonly db: Db;
  /** Every batch waits for this before it reaches the database, also one that is sent again. */
  onCall: () => Promise<void>;
  /** Keeps all others from writing until what it returns is called. */
  lock(): Promise<() => Promise<void>>;
  /** Makes it answer nobody until what it returns is called. */
  takeAway(): Promise<() => Promise<void>>;
  stop(): Promise<void>;
}

const times = <T>(n: number, make: (i: number) => T): T[] => Array.from({ length: n }, (_, i) => make(i));

/** Undoes once what befell the database, at the latest when the test is over. */
const undoing = (undo: () => Promise<void>): (() => Promise<void>) => {
  let undone: Promise<void> | null = null;
  const once = () => (undone ??= undo());
  onTestFinished(once);
  return once;
};

/** What was thrown, and what the desk reads from it. */
const failureOf = async (action: Promise<unknown>) => {
  const error: unknown = await action.then(
    () => null,
    (error: unknown) => error,
  );
  expect(error).toBeInstanceOf(Error);
  return { lost: lostStatement(error), busy: isBusy(error), unavailable: isUnavailable(error) };
};
const lostAt = (index: number | null) => ({ lost: index, busy: false, unavailable: false });

/** What every database does. */
export const databaseContract = (name: string, start: () => Promise<DatabaseUnderTest>): void => {
  describe(`the database: ${name}`, () => {
    let it: DatabaseUnderTest;
    let db: Db;
    /** Names the rows of one test. */
    let kind = "";
    beforeAll(async () => {
      it = await start();
      ({ db } = it);
    });
    afterAll(() => it.stop());
    beforeEach(() => {
      kind = crypto.randomUUID();
      it.onCall = () => Promise.resolve();
    });

    const letter = (id: string, more: Partial<typeof letters.$inferInsert> = {}) =>
      db.orm.insert(letters).values({
        messageId: `${kind} ${id}`,
        recipient: "ada@desk.test",
        kind,
        automatic: true,
        sentAt: 1,
        ...more,
      });
    const kept = () => db.orm.select().from(letters).where(eq(letters.kind, kind)).orderBy(asc(letters.messageId));
    const keptIds = async () => (await db.read(kept()))[0].map(({ messageId }) => messageId.slice(kind.length + 1));

    test("runs a batch in order and gives each statement its answer", async () => {
      const [, changed, answered] = await db.write(
        letter("a"),
        db.orm.update(letters).set({ recipient: "bert@desk.test" }).where(eq(letters.kind, kind)),
        letter("b").returning({ id: letters.messageId, automatic: letters.automatic }),
      );
      expect(changed.rowsAffected).toBe(1);
      expect(answered).toEqual([{ id: `${kind} b`, automatic: true }]);
      const [first, none, second] = await db.read(kept(), null, kept().limit(1));
      expect(first.map(({ recipient }) => recipient)).toEqual(["bert@desk.test", "ada@desk.test"]);
      expect([none, second]).toEqual([[], first.slice(0, 1)]);
      expect([await db.write(), await db.read(null)]).toEqual([[], [[]]]);
    });

    test.each([
      ["that is there already", () => letter("old")],
      ["without what it needs", () => letter("x", { recipient: null as never })],
      ["that leads nowhere", () => db.orm.insert(ticketTags).values({ tag: "x", ticketNumber: 9 ** 9 })],
    ])("keeps nothing of a batch that has a row %s, and names its statement", async (_, broken) => {
      await db.write(letter("old"));
      expect(await failureOf(db.write(broken(), letter("b"), letter("c")))).toEqual(lostAt(0));
      expect(await failureOf(db.write(letter("a"), letter("b"), broken()))).toEqual(lostAt(2));
      expect(await failureOf(db.write(broken()))).toEqual(lostAt(0));
      expect(await keptIds()).toEqual(["old"]);
    });

    test.each([
      ["no such table", "INSERT INTO nothing VALUES (1)"],
      ["no SQL", "INSERT IN TO letters"],
      ["no such function", "SELECT nothing(1)"],
      ["a wrong type", "INSERT INTO events (position) VALUES ('x')"],
    ])("tells a wrong statement from a lost race and from trouble: %s", async (_, wrong) => {
      expect(await failureOf(db.write(letter("a"), db.orm.run(sql.raw(wrong))))).toEqual(lostAt(null));
      expect(await keptIds()).toEqual([]);
    });

    test("lets one of 40 win the race for the next event of a stream, and keeps nothing of the others", async () => {
      const next = (i: number) =>
        db.orm.insert(events).values({
          id: `evt_${kind}${i}` as never,
          streamId: kind,
          seq: 1,
          type: "raced",
          at: i,
          actor: { kind: "system", id: "maintenance" },
          data: {},
        });
      const outcomes = await Promise.allSettled(times(40, (i) => db.write(next(i), letter(`${i}`))));
      const winners = outcomes.flatMap(({ status }, i) => (status === "fulfilled" ? [`${i}`] : []));
      expect(winners).toHaveLength(1);
      for (const outcome of outcomes) {
        if (outcome.status === "rejected") {
          expect(await failureOf(Promise.reject(outcome.reason as Error))).toEqual(lostAt(0));
        }
      }
      expect(await keptIds()).toEqual(winners);
      const [rows] = await db.read(db.orm.select({ at: events.at }).from(events).where(eq(events.streamId, kind)));
      expect(rows.map(({ at }) => `${at}`)).toEqual(winners);
    });

    test("waits while somebody else writes for a moment", async () => {
      const release = undoing(await it.lock());
      let calls = 0;
      it.onCall = async () => {
        if (++calls === 2) await release();
      };
      await db.write(letter("a"));
      expect(calls).toBeGreaterThan(1);
      expect(await keptIds()).toEqual(["a"]);
    });

    test("is unavailable for writing while somebody else does not stop, and is read all the while", async () => {
      await db.write(letter("old"));
      const release = undoing(await it.lock());
      const failure = failureOf(db.write(letter("a")));
      const reads = [];
      for (let i = 0; i < 20; i++) {
        reads.push(keptIds());
        await Promise.resolve();
      }
      expect(await failure).toEqual({ lost: null, busy: true, unavailable: true });
      expect(await Promise.all(reads)).toEqual(times(20, () => ["old"]));
      await release();
      expect(await keptIds()).toEqual(["old"]);
      await db.write(letter("b"));
      expect(await keptIds()).toEqual(["b", "old"]);
    });

    test("reads everything of one batch as it was at one moment", async () => {
      const count = () =>
        db.orm
          .select({ n: sql<number>`count(*)` })
          .from(letters)
          .where(eq(letters.kind, kind));
      const slow = db.orm
        .select({
          n: sql<number>`(WITH RECURSIVE t(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM t WHERE i < 20000) SELECT count(*) FROM t)`,
        })
        .from(letters)
        .limit(1);
      const [reads] = await Promise.all([
        Promise.all(times(20, () => db.read(count(), slow, count()))),
        ...times(20, (i) => db.write(letter(`${i}`), letter(`${i} too`))),
      ]);
      for (const [[first], , [second]] of reads) {
        expect(second).toEqual(first);
        expect((first?.n ?? 1) % 2).toBe(0);
      }
      expect(await keptIds()).toHaveLength(40);
    });

    test("is unavailable while it does not answer, and back with all that was kept", async () => {
      await db.write(letter("old"));
      const bringBack = undoing(await it.takeAway());
      const away = { lost: null, busy: false, unavailable: true };
      expect(await failureOf(db.write(letter("a")))).toEqual(away);
      expect(await failureOf(db.write(letter("a"), letter("b")))).toEqual(away);
      expect(await failureOf(db.read(kept()))).toEqual(away);
      expect(await failureOf(db.read(kept(), kept()))).toEqual(away);
      await bringBack();
      await db.write(letter("c"));
      expect(await keptIds()).toEqual(["c", "old"]);
    });

    test.each([
      "",
      " ",
      `'"\`;-- ?1 :a $a %_\\`,
      "Grüße, 👩‍👩‍👧 und 🏳️‍🌈",
      "\u2028\r\n\t\u007f\ufeff",
      "0",
      "1e400",
      "x".repeat(300_000),
    ])("gives text back as it was (%#)", async (text) => {
      await db.write(letter("a", { recipient: text, providerId: text }));
      const [rows] = await db.read(kept());
      expect(rows.map(({ recipient, providerId }) => [recipient, providerId])).toEqual([[text, text]]);
      const same = db.orm.select({ kind: letters.kind }).from(letters).where(eq(letters.recipient, text));
      expect((await db.read(same))[0]).toContainEqual({ kind });
    });

    test.each([0, 1, -1, 2 ** 31, 2 ** 53 - 1, -(2 ** 53 - 1)])(
      "gives numbers back as they were: %d",
      async (number) => {
        await db.write(letter("a", { sentAt: number }));
        const [rows] = await db.read(kept());
        expect(rows.map(({ sentAt }) => sentAt)).toEqual([number]);
      },
    );

    test("gives nothing, yes and no, and JSON back as they were", async () => {
      const result = [null, true, 1.5, 2 ** 53 - 1, "", "a\0b \ud800 👋", { "": { deep: [] } }];
      const row = { caller: kind, key: "", fingerprint: "", createdAt: 1 };
      await db.write(
        letter("a", { providerId: null, automatic: false }),
        letter("b", { providerId: "", automatic: true }),
        db.orm.insert(idempotencyKeys).values({ ...row, result }),
      );
      const [rows, keys] = await db.read(
        kept(),
        db.orm.select().from(idempotencyKeys).where(eq(idempotencyKeys.caller, kind)),
      );
      expect(rows.map(({ providerId, automatic }) => [providerId, automatic])).toEqual([
        [null, false],
        ["", true],
      ]);
      expect(keys).toEqual([{ ...row, result }]);
    });

    test.each(["a\0b", "\ud83d", "x\udc4b"])("does not take text that it could not give back: %j", async (text) => {
      await expect(db.write(letter("a"), letter("b", { recipient: text }))).rejects.toThrow("whole characters");
      expect(await keptIds()).toEqual([]);
    });

    test("finds nothing under a NUL", async () => {
      await db.write(letter("a"));
      expect(
        (
          await db.read(
            kept(),
            db.orm
              .select()
              .from(letters)
              .where(eq(letters.kind, `${kind}\0`)),
          )
        )[1],
      ).toEqual([]);
    });

    commitContract(() => db);
  });
};
