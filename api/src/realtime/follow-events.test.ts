import type { SiteView } from "@docket/core/contract/site";
import type { TicketView } from "@docket/core/contract/ticket";
import { minute, second } from "@docket/core/time";
import { LibsqlError } from "@libsql/client";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Caller } from "../../test/desk.ts";
import { Desk } from "../../test/desk.ts";
import { FakeHub } from "../../test/fake-hub.ts";
import type { Db } from "../db/client.ts";
import { events } from "../db/schema/events.ts";
import { EventFollower } from "./follow-events.ts";

/** The sockets of another process than the one that writes. */
class OtherHub extends FakeHub {
  isEmpty = false;
}

let desk: Desk;
let admin: Caller;
let hub: OtherHub;
let follower: EventFollower;
let reads: number;
let isAway: boolean;

beforeEach(async () => {
  desk = await Desk.start();
  admin = await desk.person("admin");
  hub = new OtherHub();
  reads = 0;
  isAway = false;
  const { db, log, background } = desk.services;
  const read = ((...queries: Parameters<Db["read"]>) => {
    reads++;
    return isAway ? Promise.reject(new LibsqlError("away", "SERVER_UNAVAILABLE")) : db.read(...queries);
  }) as Db["read"];
  follower = new EventFollower({ db: { ...db, read }, log, background, hub });
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
});
afterEach(async () => {
  follower.stop();
  vi.useRealTimers();
  await desk.stop();
});

const pass = async (ms: number): Promise<void> => {
  for (let passed = 0; passed < ms; passed += second) {
    await vi.advanceTimersByTimeAsync(Math.min(second, ms - passed));
    await desk.settled();
  }
};

/** What the staff were told. */
const told = () => hub.published.filter(({ audiences }) => audiences.includes("staff")).map(({ hint }) => hint);
const changed = ({ id, version }: TicketView) => ({ type: "ticket.changed", id, version });

test("everybody who may see a ticket hears what happened to it since they came, and nobody of what was before", async () => {
  const [client, visitor] = [await desk.person("client"), await desk.visitor()];
  const { id } = await client.open();
  await follower.begin();
  const opened = await visitor.open({ requester: { name: "Vera", email: "vera@clients.test" } });
  const { requester } = (await admin.get<TicketView>(`/tickets/${opened.id}`)).body;
  const claimed = (await admin.post<TicketView>(`/tickets/${id}/claim`)).body;
  await pass(second);
  expect(hub.published).toHaveLength(4);
  for (const audiences of [["staff"], [`requester:${client.id}`]]) {
    expect(hub.published).toContainEqual({ audiences, hint: changed(claimed) });
  }
  for (const audiences of [["staff"], [`requester:${requester.id}`, `visitor:${visitor.id}`]]) {
    expect(hub.published).toContainEqual({ audiences, hint: changed(opened) });
  }
  hub.published.length = 0;
  await admin.post(`/tickets/${id}/notes`, { body: "Between us" });
  await pass(second);
  expect(hub.published.map(({ audiences }) => audiences)).toEqual([["staff"]]);
});

test("however much happened at once, all of it is told, each ticket once", async () => {
  await follower.begin();
  const first = await admin.open();
  const { db, ids, clock } = desk.services;
  const at = clock.now();
  const others = Array.from({ length: 1200 }, (_, i) => ({
    id: ids.next("event", at),
    streamId: "site_1",
    seq: i + 1,
    type: "site.updated",
    at,
    actor: { kind: "system", id: "maintenance" } as const,
    data: {},
  }));
  await db.write(db.orm.insert(events).values(others));
  const last = await admin.open();
  const claimed = (await admin.post<TicketView>(`/tickets/${last.id}/claim`)).body;
  await pass(second);
  expect(told()).toEqual([changed(first), changed(claimed)]);
});

test("who is signed out everywhere loses their sockets; who is renamed keeps them", async () => {
  const [gone, out, promoted, renamed] = await Promise.all(
    ["Ann", "Ben", "Cleo", "Dan"].map((name) => desk.person("agent", name)),
  );
  await follower.begin();
  await admin.delete(`/people/${gone?.id}`);
  await admin.patch(`/people/${out?.id}`, { active: false });
  await admin.patch(`/people/${promoted?.id}`, { role: "manager" });
  await admin.patch(`/people/${renamed?.id}`, { name: "Daniel" });
  await pass(second);
  expect(hub.disconnected).toEqual([gone, out, promoted].map((person) => `person:${person?.id}`));
});

test("the sockets of a site that shuts somebody out are closed, and of one that is renamed or opened further kept", async () => {
  const input = (name: string) => ({ name, origins: [`https://${name}.test`] });
  const [off, fewer, renamed] = await Promise.all(
    ["off", "fewer", "renamed"].map(async (name) => (await admin.post<SiteView>("/sites", input(name))).body),
  );
  await follower.begin();
  await admin.patch(`/sites/${off?.id}`, { active: false });
  await admin.patch(`/sites/${fewer?.id}`, { origins: ["https://new.test"] });
  await admin.patch(`/sites/${renamed?.id}`, { name: "New", origins: ["https://renamed.test", "https://more.test"] });
  await admin.patch(`/sites/${off?.id}`, { active: true });
  await pass(second);
  expect(hub.disconnected).toEqual([`site:${off?.id}`, `site:${fewer?.id}`]);
});

test("without sockets nothing is read; the next one begins where it came in", async () => {
  await pass(minute);
  expect(reads).toBe(0);
  await follower.begin();
  await follower.begin();
  await pass(10 * second);
  expect(reads).toBe(11);
  hub.isEmpty = true;
  await pass(minute);
  expect(reads).toBe(11);
  await admin.open();
  hub.isEmpty = false;
  await follower.begin();
  const later = await admin.open();
  await pass(second);
  expect(told()).toEqual([changed(later)]);
});

test("while the database is away it is asked less and less, and afterwards nothing is missing", async () => {
  await follower.begin();
  isAway = true;
  reads = 0;
  await pass(10 * minute);
  expect(reads).toBeGreaterThan(20);
  expect(reads).toBeLessThan(30);
  const ticket = await admin.open();
  isAway = false;
  await pass(minute / 2);
  expect(told()).toEqual([changed(ticket)]);
  await admin.open();
  await pass(second);
  expect(told()).toHaveLength(2);
});

test("when the database is away, a socket is not told that it hears everything", async () => {
  isAway = true;
  await expect(follower.begin()).rejects.toThrow("away");
  isAway = false;
  await follower.begin();
  const ticket = await admin.open();
  await pass(second);
  expect(told()).toEqual([changed(ticket)]);
});

test("who has stopped looks no more", async () => {
  await follower.begin();
  follower.stop();
  reads = 0;
  await pass(minute);
  expect(reads).toBe(0);
});

test("the staff hear of whoever is renamed, switched off or erased, and clients do not", async () => {
  const client = await desk.person("client");
  await client.open();
  await follower.begin();
  for (const change of [{ name: "Nora" }, { active: false }]) {
    hub.published.length = 0;
    await admin.patch(`/people/${client.id}`, change);
    await pass(second);
    expect(hub.published).toEqual([{ audiences: ["staff"], hint: { type: "person.changed", id: client.id } }]);
  }
  hub.published.length = 0;
  await admin.patch("/me", { away: true });
  await pass(second);
  expect(hub.published).toEqual([]);
  await admin.delete(`/people/${client.id}`);
  await pass(second);
  expect(told()).toEqual([{ type: "person.changed", id: client.id }]);
});
