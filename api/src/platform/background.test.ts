import { expect, test } from "vitest";
import { TrackedBackground } from "./background.ts";
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

test("nothing running is settled", async () => {
  await expect(start().background.settled()).resolves.toBeUndefined();
});
