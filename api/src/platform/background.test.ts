import { expect, test } from "vitest";
import { TrackedBackground, createBackground } from "./background.ts";
import { createLogger } from "./logger.ts";

const start = () => {
  const lines: string[] = [];
  const background = new TrackedBackground(
    createLogger(
      (line) => lines.push(line),
      () => 0,
    ),
  );
  return { background, lines };
};

test("settled waits for everything, also for what is started meanwhile", async () => {
  const { background } = start();
  const done: string[] = [];
  const gate = Promise.withResolvers<void>();
  background.run("first", async () => {
    await gate.promise;
    background.run("second", async () => {
      await Promise.resolve();
      done.push("second");
    });
    done.push("first");
  });
  const settled = background.settled().then(() => done.push("settled"));
  gate.resolve();
  await settled;
  expect(done).toEqual(["first", "second", "settled"]);
});

test("what is thrown is logged with the name of the work, and stops nothing else", async () => {
  const { background, lines } = start();
  background.run("drain", () => Promise.reject(new Error("the disk is full")));
  background.run("sweep", () => {
    throw new Error("at once");
  });
  await background.settled();
  expect(lines.map((line) => JSON.parse(line) as object)).toMatchObject([
    { level: "error", work: "sweep", error: { message: "at once" } },
    { level: "error", work: "drain", error: { message: "the disk is full" } },
  ]);
});

test("what is to be done later is done then, and its end is waited for", async () => {
  const { background } = start();
  const gate = Promise.withResolvers<void>();
  const done: string[] = [];
  background.later("late", 1, async () => {
    done.push("begun");
    await gate.promise;
    done.push("ended");
  });
  await background.settled();
  expect(done).toEqual([]);
  await expect.poll(() => done).toEqual(["begun"]);
  gate.resolve();
  await background.settled();
  expect(done).toEqual(["begun", "ended"]);
});

test("once it is closed, nothing is done later any more", async () => {
  const { background } = start();
  const done: string[] = [];
  background.later("before", 1, () => Promise.resolve(void done.push("before")));
  background.close();
  background.later("after", 1, () => Promise.resolve(void done.push("after")));
  const witness = Promise.withResolvers<void>();
  setTimeout(witness.resolve, 20);
  await witness.promise;
  expect(done).toEqual([]);
});

test("background work of a request is kept alive while it waits, and nothing waits longer than a request lives", async () => {
  const kept: Promise<void>[] = [];
  const log = createLogger(
    () => {},
    () => 0,
  );
  const background = createBackground(log, (work) => kept.push(work), 30_000);
  expect(background.timeLeft()).toBeLessThanOrEqual(30_000);
  const done: string[] = [];
  background.later("soon", 1, () => Promise.resolve(void done.push("soon")));
  background.later("too late", 60_000, () => Promise.resolve(void done.push("too late")));
  expect(kept).toHaveLength(1);
  await Promise.all(kept);
  expect(done).toEqual(["soon"]);
});

test("nothing running is settled", async () => {
  await expect(start().background.settled()).resolves.toBeUndefined();
});
