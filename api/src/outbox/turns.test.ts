import type { TicketView } from "@docket/core/contract/ticket";
import { day } from "@docket/core/time";
import { count, isNotNull } from "drizzle-orm";
import { expect, test } from "vitest";
import { Desk } from "../../test/desk.ts";
import { FakeMailer } from "../../test/fake-mailer.ts";
import { size } from "../../test/proof.ts";
import { idempotencyKeys, outbox } from "../db/schema/events.ts";
import { drain } from "./drain.ts";
import { owe } from "./owe.ts";
import { sweep } from "./sweep.ts";
import { nextTurn } from "./turns.ts";

/** Counts the turns of the event loop, in each of which requests are taken, and looks at something in each. */
class Loop {
  turn = 0;
  #runs = true;

  constructor(look: () => void = () => {}) {
    const next = (): void => {
      if (!this.#runs) return;
      this.turn++;
      look();
      setImmediate(next);
    };
    setImmediate(next);
  }

  stop(): void {
    this.#runs = false;
  }
}

test("of what is owed one thing is done in a turn, and what is quick does not wait for what is long", async () => {
  const loop = new Loop();
  const hints: number[] = [];
  const letters: number[] = [];
  const mailer = new FakeMailer();
  mailer.send = () => Promise.resolve({ providerId: String(letters.push(loop.turn)) });
  const desk = await Desk.start(
    { RATE_WRITES_PER_MINUTE: "1000" },
    {
      wake: () => {},
      mailer,
    },
  );
  desk.hub.publish = () => Promise.resolve(void hints.push(loop.turn));
  const client = await desk.person("client");
  const codes = Array.from({ length: 200 }, (_, i) => ({
    type: "email.send_code" as const,
    email: `${i}@clients.test`,
    code: "123456",
  }));
  await desk.services.db.write(owe(desk.services, codes));
  const tickets: TicketView[] = [];
  for (let i = 0; i < 20; i++) tickets.push(await client.open());
  await drain(desk.services);
  loop.stop();
  expect(letters.length).toBeGreaterThanOrEqual(200);
  expect(new Set(letters).size).toBe(letters.length);
  expect(hints.length).toBeGreaterThanOrEqual(20);
  // The last hint goes out while most letters still wait.
  expect(letters.filter((turn) => turn < (hints.at(-1) ?? 0)).length).toBeLessThan(60);
  await desk.stop();
});

/** The largest step between two of these numbers and the next one. */
const largestStep = (numbers: readonly number[]): number =>
  Math.max(...numbers.map((number, i) => Math.abs(number - (numbers[i - 1] ?? number))));

test("who asks is answered while thousands of emails are owed, of which one at most goes out in a turn", async () => {
  const owed = size(300, 2000);
  const desk = await Desk.start({}, { wake: () => {} });
  const client = await desk.person("client");
  const codes = Array.from({ length: owed }, (_, i) => ({
    type: "email.send_code" as const,
    email: `${i}@clients.test`,
    code: "123456",
  }));
  for (let i = 0; i < owed; i += 100) await desk.services.db.write(owe(desk.services, codes.slice(i, i + 100)));
  const loop = new Loop();
  const state = { isDone: false };
  const drained = drain(desk.services).then(() => (state.isDone = true));
  const { letters } = desk.mailer;
  let answered = 0;
  while (!state.isDone) {
    const [turn, sent] = [loop.turn, letters.length];
    expect((await client.get("/me")).status).toBe(200);
    expect(letters.length - sent).toBeLessThanOrEqual(loop.turn - turn + 1);
    if (letters.length < owed) answered++;
    await nextTurn();
  }
  await drained;
  loop.stop();
  expect(letters).toHaveLength(owed);
  expect(answered).toBeGreaterThan(5);
  await desk.stop();
});

test("whoever leaves gives back their tickets one in a turn, and none is left behind", async () => {
  const desk = await Desk.start({ RATE_WRITES_PER_MINUTE: "1000" }, { wake: () => {} });
  const [admin, agent] = [await desk.person("admin"), await desk.person("agent")];
  for (let i = 0; i < 60; i++) await agent.post(`/tickets/${(await agent.open()).id}/claim`);
  await drain(desk.services);
  const held = async () => (await admin.get<{ total: number }>(`/tickets/counts?assignee=${agent.id}`)).body.total;
  expect(await held()).toBe(60);
  expect((await admin.patch(`/people/${agent.id}`, { active: false })).status).toBe(200);
  const trips: number[] = [];
  const loop = new Loop(() => trips.push(desk.trips()));
  await drain(desk.services);
  loop.stop();
  expect(largestStep(trips)).toBeLessThan(10);
  expect(await held()).toBe(0);
  await desk.stop();
});

test("what has run out, and what was held back, is cleared away in pieces", async () => {
  const desk = await Desk.start({}, { wake: () => {} });
  const { db, clock } = desk.services;
  const old = (i: number) => ({
    caller: "c",
    key: String(i),
    fingerprint: "f",
    result: {},
    createdAt: clock.now() - 2 * day,
  });
  const codes = Array.from({ length: 500 }, (_, i) => ({
    type: "email.send_code" as const,
    email: `${i}@clients.test`,
    code: "123456",
  }));
  await db.write(
    db.orm.insert(idempotencyKeys).values(Array.from({ length: 1000 }, (_, i) => old(i))),
    owe(desk.services, codes),
    db.orm.update(outbox).set({ parkedAt: clock.now(), heldUntil: clock.now() - 1 }),
  );
  const keys: number[] = [];
  const held: number[] = [];
  const look = async (): Promise<void> => {
    const [[inKeys], [inHeld]] = await db.read(
      db.orm.select({ left: count() }).from(idempotencyKeys),
      db.orm.select({ left: count() }).from(outbox).where(isNotNull(outbox.parkedAt)),
    );
    keys.push(inKeys?.left ?? 0);
    held.push(inHeld?.left ?? 0);
  };
  await look();
  const loop = new Loop(() => void look());
  await sweep(desk.services);
  loop.stop();
  expect([keys[0], keys.at(-1), held[0], held.at(-1)]).toEqual([1000, 0, 500, 0]);
  expect(largestStep(keys)).toBeLessThanOrEqual(200);
  expect(largestStep(held)).toBeLessThanOrEqual(200);
  expect(desk.mailer.letters).toHaveLength(500);
  await desk.stop();
});
