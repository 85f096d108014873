import { minute, second } from "@docket/core/time";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Desk } from "../../test/desk.ts";
import { letters, outbox } from "../db/schema/events.ts";
import { drain } from "../outbox/drain.ts";
import { owe } from "../outbox/owe.ts";

let desk: Desk;
beforeEach(async () => {
  desk = await Desk.start();
});
afterEach(() => desk.stop());

const oweCode = (email: string) => {
  const { services } = desk;
  return services.db.write(owe(services, [{ type: "email.send_code", email, code: "042042" }]));
};

test("a code goes to the address that is to be proven, marked as written by a machine", async () => {
  await oweCode("ada@desk.test");
  await drain(desk.services);
  const [letter] = desk.mailer.to("ada@desk.test");
  expect(letter?.text).toMatch(/^042042$/m);
  expect(letter).toMatchObject({ inReplyTo: null, headers: { "Auto-Submitted": "auto-generated" } });
  expect(letter?.messageId).toMatch(/^out_[0-9a-z]{26}@desk\.test$/);
});

test("a code that can be used no more is not sent, nor one to an address that nobody can have", async () => {
  const { db } = desk.services;
  await oweCode("ada@desk.test");
  desk.clock.advance(10 * minute + second);
  await oweCode("ada@nowhere.invalid");
  await drain(desk.services);
  expect(desk.mailer.letters).toEqual([]);
  const [owed, sent] = await db.read(db.orm.select().from(outbox), db.orm.select().from(letters));
  expect([owed, sent]).toEqual([[], []]);
});
