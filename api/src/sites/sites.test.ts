import type { SitePage, SiteView } from "@docket/core/contract/site";
import { asc, eq } from "drizzle-orm";
import { afterEach, beforeEach, expect, test } from "vitest";
import { afterReading, meeting } from "../../test/after-reading.ts";
import type { Caller } from "../../test/desk.ts";
import { Desk } from "../../test/desk.ts";
import { events } from "../db/schema/events.ts";

const origin = "https://www.shop.test";

let desk: Desk;
let admin: Caller;
beforeEach(async () => {
  desk = await Desk.start();
  admin = await desk.person("admin");
});
afterEach(() => desk.stop());

const create = async (input: object = {}) =>
  (await admin.post<SiteView>("/sites", { name: "Shop", origins: [origin], ...input })).body;
const eventsOf = (id: string) =>
  desk.services.db.orm
    .select({ seq: events.seq, type: events.type, data: events.data })
    .from(events)
    .where(eq(events.streamId, id))
    .orderBy(asc(events.seq));
const mayRead = async () =>
  (await desk.anonymous.get("/me", { origin })).headers.get("access-control-allow-origin") === origin;

test("an admin adds sites, and pages of their origins may read answers at once", async () => {
  expect(await mayRead()).toBe(false);
  const site = await create();
  expect(site).toMatchObject({ name: "Shop", origins: [origin], active: true });
  expect(await mayRead()).toBe(true);
  expect((await admin.patch<SiteView>(`/sites/${site.id}`, { active: false })).body.active).toBe(false);
  expect(await mayRead()).toBe(true);
  await admin.patch(`/sites/${site.id}`, { origins: [] });
  expect(await mayRead()).toBe(false);
});

test("changes are events that say what was and what is", async () => {
  const { id } = await create();
  const changed = await admin.patch<SiteView>(`/sites/${id}`, { name: "The shop", origins: [origin] });
  expect(changed.body).toMatchObject({ name: "The shop", origins: [origin] });
  await admin.patch(`/sites/${id}`, { name: "The shop" });
  await admin.patch(`/sites/${id}`, { origins: [] });
  expect(await eventsOf(id)).toEqual([
    { seq: 1, type: "site.created", data: { name: "Shop", origins: [origin] } },
    { seq: 2, type: "site.updated", data: { name: { from: "Shop", to: "The shop" } } },
    { seq: 3, type: "site.updated", data: { origins: { from: [origin], to: [] } } },
  ]);
});

test("parallel changes are all kept", async () => {
  const { id } = await create();
  afterReading(desk, meeting(3));
  const answers = await Promise.all(["a", "b", "c"].map((name) => admin.patch(`/sites/${id}`, { name })));
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
  expect((await eventsOf(id)).map(({ seq }) => seq)).toEqual([1, 2, 3, 4]);
});

test("managers see sites, admins change them, others neither", async () => {
  const { id } = await create();
  const manager = await desk.person("manager");
  expect((await manager.get<SitePage>("/sites")).body.items.map((site) => site.id)).toEqual([id]);
  expect((await manager.patch(`/sites/${id}`, { name: "Mine" })).status).toBe(403);
  for (const caller of [await desk.person("agent"), await desk.person("client")]) {
    expect((await caller.get("/sites")).status).toBe(403);
    expect((await caller.post("/sites", { name: "Mine", origins: [] })).status).toBe(403);
  }
  expect(await admin.patch("/sites/site_nowhere", { name: "X" })).toMatchObject({ status: 404 });
});

test("sites are listed page by page", async () => {
  const made: string[] = [];
  for (const name of ["A", "B", "C"]) made.push((await create({ name })).id);
  const first = (await admin.get<SitePage>("/sites?limit=2")).body;
  const second = (await admin.get<SitePage>(`/sites?limit=2&cursor=${first.nextCursor}`)).body;
  expect([...first.items, ...second.items].map(({ id }) => id).toSorted()).toEqual(made.toSorted());
  expect(second.nextCursor).toBeNull();
});

test("only exact origins are taken, and nothing else is chosen", async () => {
  for (const wrong of ["*", "null", "https://*.shop.test", "https://me@shop.test", "ftp://shop.test"]) {
    expect((await admin.post("/sites", { name: "Shop", origins: [wrong] })).status).toBe(422);
  }
  expect((await admin.post("/sites", { name: "Shop", origins: [], id: "site_mine" })).status).toBe(422);
  expect((await admin.get<SitePage>("/sites")).body.items).toEqual([]);
});

test("an address is taken as it was pasted, and pages of it may read answers", async () => {
  const pasted = [" HTTPS://Shop.Test:443/cart?item=1#top ", "https://müller.test/"];
  const { origins } = await create({ origins: pasted });
  expect(origins).toEqual(["https://shop.test", "https://xn--mller-kva.test"]);
  for (const origin of origins) {
    const { headers } = await desk.anonymous.get("/me", { origin });
    expect(headers.get("access-control-allow-origin")).toBe(origin);
  }
  expect((await admin.post("/sites", { name: "Twice", origins: [origin, `${origin}/`] })).status).toBe(422);
});

test("a site is made once for one idempotency key", async () => {
  const send = () =>
    admin.post<SiteView>("/sites", { name: "Shop", origins: [] }, { "idempotency-key": "the-same-key" });
  const [one, two] = await Promise.all([send(), send()]);
  expect([one.status, two.status]).toEqual([201, 201]);
  expect(one.body.id).toBe(two.body.id);
  expect((await admin.get<SitePage>("/sites")).body.items).toHaveLength(1);
});
