import { LibsqlError, createClient } from "@libsql/client";
import { second } from "@docket/core/time";
import { eq } from "drizzle-orm";
import { expect, onTestFinished, test } from "vitest";
import { FakeClock } from "../../test/fake-clock.ts";
import { createLogger } from "../platform/logger.ts";
import type { Db } from "./client.ts";
import { createDb } from "./client.ts";
import { rateCounters } from "./schema/events.ts";
import { watchDb } from "./watch.ts";

test("a server that is gone is an error once that lasts, each minute, and its return is said", async () => {
  const clock = new FakeClock();
  const lines: string[] = [];
  const log = createLogger(
    (line) => lines.push(line),
    () => clock.now(),
    "info",
  );
  let isGone = false;
  const answer = async () => {
    if (isGone) throw new LibsqlError("the server does not answer", "SERVER_UNAVAILABLE");
    return [];
  };
  const db = watchDb({ read: answer, write: answer } as unknown as Db, { log, clock });
  const said = () => lines.splice(0).map((line) => JSON.parse(line) as { level: string; message: string });
  const levels = () => said().map(({ level }) => level);
  const ask = async (): Promise<string> =>
    db.read().then(
      () => "answered",
      () => "failed",
    );

  expect(await ask()).toBe("answered");
  isGone = true;
  expect([await ask(), await ask()]).toEqual(["failed", "failed"]);
  expect(levels()).toEqual(["warn"]);
  // Whatever comes between, each second somebody asks.
  for (let passed = 0; passed < 130; passed++) {
    clock.advance(second);
    await ask();
  }
  expect(levels()).toEqual(["error", "error", "error"]);
  isGone = false;
  expect([await ask(), await ask()]).toEqual(["answered", "answered"]);
  expect(said()).toEqual([expect.objectContaining({ level: "info", message: "the database answers again" })]);
});

test("a database counts as written to again once something was surely written", async () => {
  const lines: string[] = [];
  const clock = new FakeClock();
  const log = createLogger(
    (line) => lines.push(line),
    () => clock.now(),
    "info",
  );
  const client = createClient({ url: ":memory:" });
  onTestFinished(() => client.close());
  const { orm } = createDb(client);
  const nothing = orm.delete(rateCounters).where(eq(rateCounters.key, "nobody"));
  const something = orm.insert(rateCounters).values({ key: "somebody", windowEnd: 0, count: 1 });
  let isFull = true;
  const write = async (query: unknown) => {
    if (isFull && query !== nothing) throw new LibsqlError("database or disk is full", "SQLITE_FULL");
    return [];
  };
  const db = watchDb({ orm, read: write, write } as unknown as Db, { log, clock });
  const told = () => lines.splice(0).map((line) => (JSON.parse(line) as { message: string }).message);

  await expect(db.write(something)).rejects.toThrow("full");
  expect(told()).toEqual(["the disk is full: nothing is saved until there is room"]);
  // What has nothing to change is committed on a full disk, too.
  expect(await db.write(nothing)).toEqual([]);
  expect(told()).toEqual([]);
  isFull = false;
  await db.write(nothing);
  await db.write(something);
  expect(told()).toEqual(["the database is written to again"]);
});
