import { afterAll, beforeAll, expect, test } from "vitest";
import { Desk } from "../../test/desk.ts";
import type { Call } from "../context.ts";
import type { Clock } from "../services.ts";
import { untilCommitted } from "./retry.ts";

let desk: Desk;
beforeAll(async () => {
  desk = await Desk.start();
});
afterAll(() => desk.stop());

/** A call in which time passes while somebody waits. */
const callWithPauses = () => {
  const pauses: number[] = [];
  let now = 0;
  const clock: Clock = {
    now: () => now,
    sleep: (ms) => {
      pauses.push(ms);
      now += ms;
      return Promise.resolve();
    },
  };
  const services = { ...desk.services, clock };
  const call: Call = {
    services,
    actor: { kind: "anonymous" },
    identity: null,
    caller: null,
    session: null,
    idempotency: null,
    ifMatch: null,
    log: services.log,
  };
  return { call, pauses };
};

test("who loses tries again, until it works", async () => {
  const { call, pauses } = callWithPauses();
  const outcomes = [null, null, "done", "not asked for"];
  expect(await untilCommitted(call, () => Promise.resolve(outcomes.shift() ?? null))).toBe("done");
  expect(pauses).toHaveLength(2);
});

test("who keeps losing gives up after two seconds, having waited longer and longer but never long", async () => {
  const { call, pauses } = callWithPauses();
  const lost = untilCommitted(call, () => Promise.resolve(null));
  await expect(lost).rejects.toMatchObject({ error: { code: "ticket.conflict" } });
  const waited = pauses.reduce((sum, pause) => sum + pause, 0);
  expect(waited).toBeGreaterThanOrEqual(2000);
  expect(waited).toBeLessThan(2100);
  expect(Math.max(...pauses)).toBeLessThanOrEqual(61);
  expect(new Set(pauses).size).toBeGreaterThan(pauses.length / 2);
});

test("an error is no lost race", async () => {
  const { call, pauses } = callWithPauses();
  await expect(untilCommitted(call, () => Promise.reject(new Error("broken")))).rejects.toThrow("broken");
  expect(pauses).toEqual([]);
});
