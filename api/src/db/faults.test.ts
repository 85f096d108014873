import { LibsqlError } from "@libsql/client";
import { second } from "@docket/core/time";
import { expect, test } from "vitest";
import { FakeClock } from "../../test/fake-clock.ts";
import { createLogger } from "../platform/logger.ts";
import type { Db } from "./client.ts";
import { watchDb } from "./faults.ts";

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
