import { minute, second } from "@docket/core/time";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Desk } from "../../test/desk.ts";
import type { Background, Services } from "../services.ts";
import { keepDraining } from "./keep-draining.ts";
import { owe } from "./owe.ts";
import { Postponed } from "./postponed.ts";

/** Remembers what is to be done later, until a test lets its time come. */
class Alarms implements Background {
  readonly parallel = { quick: 8, chat: 8, email: 8, rest: 8 };
  left = Infinity;
  readonly set: { readonly delay: number; readonly work: () => Promise<void> }[] = [];

  timeLeft(): number {
    return this.left;
  }

  run(): void {
    throw new Error("nothing is done at once here");
  }

  later(_: string, delay: number, work: () => Promise<void>): void {
    this.set.push({ delay, work });
  }
}

let desk: Desk;
let alarms: Alarms;
let services: Services;
beforeEach(async () => {
  desk = await Desk.start();
  alarms = new Alarms();
  services = { ...desk.services, background: alarms };
});
afterEach(() => desk.stop());

/** Owes a letter that the mail service puts off for this long. */
const putOff = async (delay: number, email = "a@desk.test"): Promise<void> => {
  const { db, clock } = services;
  await db.write(owe(services, [{ type: "email.send_code", email, code: "123456" }]));
  desk.mailer.fail(1, new Postponed(clock.now() + delay, "Not now."));
};

/** The time of the first alarm comes. */
const ring = async (): Promise<void> => {
  const first = alarms.set.shift();
  desk.clock.advance(first?.delay ?? 0);
  await first?.work();
};

test("what becomes due within seconds is done without a sweep", async () => {
  await putOff(4 * second);
  await keepDraining(services);
  expect(alarms.set).toHaveLength(1);
  expect(alarms.set[0]?.delay).toBeGreaterThanOrEqual(4 * second);
  expect(alarms.set[0]?.delay).toBeLessThan(5 * second);
  await ring();
  expect(desk.mailer.letters).toHaveLength(1);
  expect(alarms.set).toEqual([]);
});

test("for what is put off again it comes back again", async () => {
  await putOff(second);
  await keepDraining(services);
  for (let i = 0; i < 5; i++) {
    desk.mailer.fail(1, new Postponed(desk.clock.now() + 3 * second, "Not now."));
    await ring();
    expect(alarms.set).toHaveLength(1);
  }
});

test("what becomes due later than the next sweep is left to it", async () => {
  await putOff(minute);
  await keepDraining(services);
  expect(alarms.set).toEqual([]);
});

test("however often it is asked, one alarm is set for one time, and another for what is due before that", async () => {
  await putOff(10 * second);
  await Promise.all(Array.from({ length: 20 }, () => keepDraining(services)));
  await keepDraining(services);
  expect(alarms.set).toHaveLength(1);
  await putOff(5 * second, "b@desk.test");
  await keepDraining(services);
  expect(alarms.set.map(({ delay }) => Math.floor(delay / second))).toEqual([10, 5]);
});

test("who finds nothing to do goes on for a while, and leaves it to others then", async () => {
  await putOff(2 * second);
  await keepDraining(services);
  let rings = 0;
  while (alarms.set.length > 0 && rings < 20) {
    alarms.set.splice(0, 1, { delay: second / 10, work: alarms.set[0]?.work ?? (() => Promise.resolve()) });
    await ring();
    rings++;
  }
  expect(rings).toBe(4);
  await keepDraining(services);
  expect(alarms.set).toHaveLength(1);
});

test("nothing is come back for that the platform would end in the middle", async () => {
  await putOff(4 * second);
  alarms.left = 24 * second;
  await keepDraining(services);
  expect(alarms.set).toEqual([]);
});
