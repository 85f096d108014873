import type { TicketView } from "@docket/core/contract/ticket";
import { afterAll, beforeAll, expect, test } from "vitest";
import { BusyProxy } from "./busy-proxy.ts";
import { Cast, times } from "./cast.ts";
import { DeskOnWorkerd } from "./desk-on-workerd.ts";

let proxy: BusyProxy;
let desk: DeskOnWorkerd;
let cast: Cast;

beforeAll(async () => {
  proxy = await BusyProxy.start();
  desk = await DeskOnWorkerd.start({ DATABASE_URL: proxy.url });
  proxy.passTo(desk.backing.databaseUrl);
  cast = await Cast.meet(desk.url, desk.backing);
});
afterAll(async () => {
  await desk.stop();
  await proxy.stop();
});

const owed = async () =>
  (await desk.backing.database.execute("SELECT type, attempts, parked_at FROM outbox ORDER BY position")).rows.map(
    ({ type, attempts, parked_at }) => ({ type, attempts, parked_at }),
  );

test("writes wait for a busy database, and what they owe is done once", async () => {
  proxy.refuse(12, 429, 503, 502);
  const emails = times(4, (i) => `busy${i}@clients.test`);
  const tickets = await Promise.all(emails.map((email) => cast.open(cast.admin, email)));
  expect(tickets.map(({ status }) => status)).toEqual(times(4, () => "new"));
  expect(proxy.refused).toBe(12);
  await expect.poll(owed).toEqual([]);
  for (const email of emails) expect(cast.lettersTo(email)).toHaveLength(1);
  for (const ticket of tickets) {
    expect((await cast.history(ticket)).filter(({ type }) => type === "ticket.created")).toHaveLength(1);
  }
});

test("an email that was sent while the database was away goes out once, and the outage is not counted against it", async () => {
  const { postmark, database } = desk.backing;
  const answer = postmark.holdAnswers();
  const ticket: TicketView = await cast.open(cast.admin, "away@clients.test");
  await expect.poll(() => cast.lettersTo("away@clients.test").length).toBe(1);
  proxy.refuse(Infinity, 429, 503);
  const before = proxy.refused;
  answer();
  // Whoever wanted to write down that it was sent has given up when this request has.
  await expect.poll(() => proxy.refused).toBeGreaterThan(before);
  expect((await cast.admin.post(`/tickets/${ticket.id}/claim`)).status).toBe(503);
  await expect(desk.worker.sweep()).rejects.toThrow("500");
  proxy.refuse(0);
  expect(await owed()).toContainEqual({ type: "email.send_update", attempts: 0, parked_at: null });

  await database.batch([
    "UPDATE outbox SET lease_until = 0, run_after = 0",
    "UPDATE letters SET sent_at = sent_at - 60000 WHERE provider_id IS NULL",
    "DELETE FROM quiet_lanes",
  ]);
  await desk.worker.sweep();
  await expect.poll(owed).toEqual([]);
  expect(cast.lettersTo("away@clients.test")).toHaveLength(1);
});

test("a cron trigger has no more emails under way than the platform has connections for", async () => {
  const { postmark, database } = desk.backing;
  times(6, () => postmark.refuse(422, 412, "Account is pending."));
  await Promise.all(times(6, (i) => cast.open(cast.admin, `many${i}@clients.test`)));
  const failed = async () => (await owed()).filter(({ attempts }) => attempts === 1).length;
  await expect.poll(failed).toBe(6);
  await database.execute("UPDATE outbox SET run_after = 0");
  const answer = postmark.holdAnswers();
  const before = postmark.requests.length;
  const swept = desk.worker.sweep();
  await expect.poll(() => postmark.requests.length - before).toBe(2);
  const taken = await database.execute("SELECT count(*) AS n FROM outbox WHERE lease_until > 0");
  expect(taken.rows[0]?.["n"]).toBe(2);
  answer();
  await swept;
  await expect.poll(owed).toEqual([]);
  for (const i of times(6, (n) => n)) expect(cast.lettersTo(`many${i}@clients.test`)).toHaveLength(1);
});

test("a mail service that breaks off and is down then is counted against no email, and each goes out once", async () => {
  const { postmark, database } = desk.backing;
  const looks = postmark.lookedFor.length;
  postmark.breakOff();
  await cast.open(cast.admin, "cut-off@clients.test");
  const waits = async () =>
    (await database.execute("SELECT reason, misses FROM quiet_lanes WHERE lane = 'email'")).rows[0];
  await expect.poll(async () => (await waits())?.["misses"]).toBe(1);
  expect((await waits())?.["reason"]).toContain("The email service did not answer");
  postmark.refuse(503, 100, "Down for maintenance.");
  await cast.open(cast.admin, "waiting@clients.test");
  await expect.poll(async () => (await waits())?.["reason"]).toContain("down for maintenance");
  expect((await owed()).map(({ attempts, parked_at }) => [attempts, parked_at])).toEqual(times(2, () => [0, null]));
  await database.batch([
    "UPDATE outbox SET lease_until = 0, run_after = 0",
    "UPDATE letters SET sent_at = sent_at - 60000 WHERE provider_id IS NULL",
    "UPDATE quiet_lanes SET quiet_until = 0",
  ]);
  await desk.worker.sweep();
  await expect.poll(owed).toEqual([]);
  for (const name of ["cut-off", "waiting"]) expect(cast.lettersTo(`${name}@clients.test`)).toHaveLength(1);
  expect(postmark.lookedFor.length).toBeGreaterThan(looks);
});
