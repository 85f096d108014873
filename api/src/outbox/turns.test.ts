import type { TicketView } from "@docket/core/contract/ticket";
import { expect, test } from "vitest";
import { Desk } from "../../test/desk.ts";
import { FakeMailer } from "../../test/fake-mailer.ts";
import { owe } from "./owe.ts";
import { drain } from "./drain.ts";

/** Counts the turns of the event loop, in each of which requests are taken. */
class Loop {
  turn = 0;
  #runs = true;

  constructor() {
    const next = (): void => {
      this.turn++;
      if (this.#runs) setImmediate(next);
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
