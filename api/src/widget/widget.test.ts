import type { Me } from "@docket/core/contract/person";
import type { ProvenSession, WidgetConfig, WidgetSession } from "@docket/core/contract/site";
import type { TicketPage } from "@docket/core/contract/ticket";
import type { Id } from "@docket/core/ids";
import { limits } from "@docket/core/limits";
import { day, minute, second } from "@docket/core/time";
import { eq } from "drizzle-orm";
import { afterEach, beforeEach, expect, test } from "vitest";
import { codesTo, lastCodeTo, wrongCode } from "../../test/auth-calls.ts";
import { Caller, Desk, deskUrl, shopOrigin } from "../../test/desk.ts";
import { people } from "../db/schema/people.ts";
import { sites } from "../db/schema/sites.ts";

const email = "vera@mail.test";

let desk: Desk;
let site: Id<"site">;
beforeEach(async () => {
  desk = await Desk.start();
  site = await desk.site();
});
afterEach(() => desk.stop());

const switchTo = (active: boolean) => desk.services.db.orm.update(sites).set({ active }).where(eq(sites.id, site));
const openSession = (headers: Record<string, string> = { origin: shopOrigin }) =>
  desk.anonymous.post<WidgetSession>("/widget/sessions", { site }, headers);
const holderOf = (token: string, origin = shopOrigin) => new Caller(desk, { authorization: `Bearer ${token}`, origin });
const prove = async (caller: Caller, address = email) => {
  await caller.post("/widget/session/code", { email: address });
  const code = await lastCodeTo(desk, address);
  return caller.post<ProvenSession>("/widget/session/verify", { email: address, code });
};
/** The session that took the place of this one when the address was proven. */
const proven = async (caller: Caller, address = email) => {
  const { id, session } = (await prove(caller, address)).body;
  return new Caller(desk, { authorization: `Bearer ${session.token}`, origin: shopOrigin }, id);
};
const titlesOf = async (caller: Caller) =>
  (await caller.get<TicketPage>("/tickets")).body.items.map(({ title }) => title).toSorted();

test("a widget learns what it needs in one question", async () => {
  const before = desk.trips();
  const { body } = await desk.anonymous.get<WidgetConfig>(`/widget/config?site=${site}`);
  expect(desk.trips() - before).toBe(1);
  expect(body).toMatchObject({ siteId: site, name: "Shop" });
  expect(body.categories.length).toBeGreaterThan(0);
  expect(body.limits).toEqual({
    files: limits.files,
    fileBytes: limits.fileBytes,
    title: limits.title,
    body: limits.body,
  });
  const unknown = { status: 404, body: { code: "site.unknown" } };
  expect(await desk.anonymous.get(`/widget/config?site=site_${"0".repeat(26)}`)).toMatchObject(unknown);
});

test("a site that is switched off says so to its pages, and its sessions count again when it is on", async () => {
  const visitor = holderOf((await openSession()).body.token);
  const ticket = await visitor.open({ requester: { name: "Vera", email } });
  await switchTo(false);
  desk.clock.advance(5 * second);
  const off = { status: 403, body: { code: "site.off", detail: "This help desk is switched off at the moment." } };
  for (const answer of [
    await desk.anonymous.get(`/widget/config?site=${site}`, { origin: shopOrigin }),
    await openSession(),
    await visitor.get("/me"),
    await visitor.post(`/tickets/${ticket.id}/replies`, { body: "Hello?" }),
  ]) {
    expect(answer).toMatchObject(off);
    expect(answer.headers.get("access-control-allow-origin")).toBe(shopOrigin);
  }
  await switchTo(true);
  expect(await titlesOf(visitor)).toEqual([ticket.title]);
});

test("a session begins on pages of the site, on ours and where there is no page", async () => {
  for (const headers of [{ origin: shopOrigin }, { origin: deskUrl }, {}]) {
    const { status, body } = await openSession(headers);
    expect(status).toBe(201);
    expect(body.token).toMatch(/^dv_[\w-]{43}$/);
    expect((await holderOf(body.token).get<Me>("/me")).body).toMatchObject({ kind: "visitor", name: null });
  }
  for (const origin of ["https://evil.test", "null", "http://shop.test"]) {
    expect(await openSession({ origin })).toMatchObject({ status: 403, body: { code: "request.cross_origin" } });
  }
});

test("whoever guesses at secrets closes no widget of others at the same address", async () => {
  const guess = () => desk.anonymous.post("/invitations/lookup", { token: "x".repeat(30) });
  for (let i = 0; i < 30; i++) await guess();
  const late = await guess();
  expect(late).toMatchObject({
    status: 429,
    body: { detail: expect.stringMatching(/use another network\.$/) as string },
  });
  for (let i = 0; i < 30; i++) expect((await openSession()).status).toBe(201);
  expect((await openSession()).status).toBe(429);
});

test("a session is good on its site only, for ninety days, until it is ended", async () => {
  const { token } = (await openSession()).body;
  expect((await holderOf(token, "https://evil.test").get("/me")).status).toBe(403);
  const { rows } = await desk.services.db.orm.run("SELECT * FROM visitors");
  expect(JSON.stringify(rows)).not.toContain(token);

  expect((await holderOf(token).delete("/widget/session")).status).toBe(204);
  expect(await holderOf(token).get("/me")).toMatchObject({ status: 401, body: { code: "auth.invalid_session" } });

  const second = (await openSession()).body.token;
  desk.clock.advance(90 * day - minute);
  expect((await holderOf(second).get("/me")).status).toBe(200);
  desk.clock.advance(2 * minute);
  expect((await holderOf(second).get("/me")).status).toBe(401);
});

test("an address proven by code opens the tickets of that person", async () => {
  const answer = await prove(await desk.visitor(site));
  expect(answer.body).toMatchObject({ kind: "client", name: "vera", email, role: "client" });
  const ticket = await holderOf(answer.body.session.token).open();

  const visitor = await desk.visitor(site);
  expect((await visitor.get<TicketPage>("/tickets")).body.items).toEqual([]);
  const second = await proven(visitor);
  expect((await second.get<TicketPage>("/tickets")).body.items.map(({ id }) => id)).toEqual([ticket.id]);
  const [person] = await desk.services.db.orm.select().from(people).where(eq(people.email, email));
  expect(person).toMatchObject({ emailVerified: true, role: "client", active: true });
});

test("what a visitor wrote before the proof stays theirs", async () => {
  const visitor = await desk.visitor(site);
  const ticket = await visitor.open({ requester: { name: "Vera", email } });
  const answer = await prove(visitor);
  expect(answer.body).toMatchObject({ kind: "client", name: "Vera" });
  const { items } = (await holderOf(answer.body.session.token).get<TicketPage>("/tickets")).body;
  expect(items.map(({ id }) => id)).toEqual([ticket.id]);
});

test("whoever proves their address in a browser sees nothing that somebody else wrote there", async () => {
  const ofAnn = await desk.visitor(site);
  const theirs = await ofAnn.open({ title: "Private", requester: { name: "Ann", email: "ann@mail.test" } });
  await ofAnn.open({ title: "For Vera", requester: { name: "Vera", email } });
  const vera = await proven(ofAnn);
  expect(await titlesOf(vera)).toEqual(["For Vera"]);
  for (const path of ["", "/messages", "/history", "/attachments"]) {
    expect((await vera.get(`/tickets/${theirs.id}${path}`)).status).toBe(404);
  }
  expect((await vera.post(`/tickets/${theirs.id}/replies`, { body: "Hello" })).status).toBe(404);
  // Another address in the same browser is another person again; what Ann wrote is hers wherever she proves it.
  const ann = await proven(vera, "ann@mail.test");
  expect(await titlesOf(ann)).toEqual(["Private"]);
  expect((await ann.get(`/tickets/${theirs.id}`)).status).toBe(200);
});

test("a proof ends the session in which it was given, and its sockets", async () => {
  const visitor = await desk.visitor(site);
  const { token, expiresAt } = (await prove(visitor)).body.session;
  expect(token).toMatch(/^dv_[\w-]{43}$/);
  expect(Date.parse(expiresAt)).toBe(desk.clock.now() + 90 * day);
  expect(await visitor.get("/me")).toMatchObject({ status: 401, body: { code: "auth.invalid_session" } });
  expect((await holderOf(token).get<Me>("/me")).body).toMatchObject({ kind: "client", email });
  expect((await holderOf(token, "https://evil.test").get("/me")).status).toBe(403);
  await desk.settled();
  expect(desk.hub.disconnected).toEqual([`session:${visitor.id}`]);
  const { rows } = await desk.services.db.orm.run("SELECT * FROM visitors, idempotency_keys");
  expect(JSON.stringify(rows)).not.toContain(token);
});

test("a wrong, used, late or foreign code proves nothing", async () => {
  let visitor = await desk.visitor(site);
  const invalid = { status: 422, body: { code: "auth.invalid_code" } };
  const verify = (code: string, address = email) => visitor.post("/widget/session/verify", { email: address, code });
  const send = () => visitor.post("/widget/session/code", { email });

  expect(await verify("123456")).toMatchObject(invalid);
  await send();
  const code = await lastCodeTo(desk, email);
  expect(await verify(code, "other@mail.test")).toMatchObject(invalid);
  for (let i = 0; i < 2; i++) expect(await verify(wrongCode(code))).toMatchObject(invalid);
  expect((await verify(code)).status).toBe(200);
  visitor = await desk.visitor(site);
  expect(await verify(code)).toMatchObject(invalid);

  await send();
  const tried = await lastCodeTo(desk, email);
  for (let i = 0; i < 3; i++) await verify(wrongCode(tried));
  expect(await verify(tried)).toMatchObject(invalid);

  await send();
  const late = await lastCodeTo(desk, email);
  desk.clock.advance(10 * minute);
  expect(await verify(late)).toMatchObject(invalid);

  await send();
  const old = await lastCodeTo(desk, email);
  await send();
  const fresh = await lastCodeTo(desk, email);
  if (old !== fresh) expect(await verify(old)).toMatchObject(invalid);
  expect((await verify("12345")).status).toBe(422);
  expect((await verify(fresh)).status).toBe(200);
});

test("many guesses at once do not get more than three tries", async () => {
  const visitor = await desk.visitor(site);
  await visitor.post("/widget/session/code", { email });
  const code = await lastCodeTo(desk, email);
  const verify = (guess: string) => visitor.post("/widget/session/verify", { email, code: guess });
  await Promise.all(Array.from({ length: 12 }, () => verify(wrongCode(code))));
  expect((await verify(code)).status).toBe(422);
});

test("one right code binds one session, however often it is sent at once", async () => {
  const visitors = await Promise.all(Array.from({ length: 6 }, () => desk.visitor(site)));
  await visitors[0]?.post("/widget/session/code", { email });
  const code = await lastCodeTo(desk, email);
  const answers = await Promise.all(visitors.map((one) => one.post("/widget/session/verify", { email, code })));
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
});

test("staff act as clients in a widget", async () => {
  const admin = await desk.person("admin");
  const { body } = await prove(await desk.visitor(site), admin.email);
  expect(body).toMatchObject({ kind: "client", role: "client", id: admin.id });
  expect(body.can).not.toContain("person.list");
  expect((await holderOf(body.session.token).get("/people")).status).toBe(403);
  expect((await admin.get<Me>("/me")).body.role).toBe("admin");
});

test("a person who is not active is not bound", async () => {
  const client = await desk.person("client");
  const asked = holderOf((await openSession()).body.token);
  await asked.post("/widget/session/code", { email: client.email });
  const code = await lastCodeTo(desk, client.email);
  await desk.services.db.orm.update(people).set({ active: false }).where(eq(people.email, client.email));
  expect(await asked.post("/widget/session/verify", { email: client.email, code })).toMatchObject({
    status: 403,
    body: { code: "permission.denied" },
  });
  expect((await asked.get<Me>("/me")).body.kind).toBe("visitor");
});

test("codes are sent from widget sessions only, and say nothing about who has an address", async () => {
  const client = await desk.person("client");
  for (const caller of [client, await desk.person("admin")]) {
    expect((await caller.post("/widget/session/code", { email })).status).toBe(403);
    expect((await caller.post("/widget/session/verify", { email, code: "123456" })).status).toBe(403);
    expect((await caller.delete("/widget/session")).status).toBe(403);
  }
  expect((await desk.anonymous.post("/widget/session/code", { email })).status).toBe(401);
  const visitor = await desk.visitor(site);
  const known = await visitor.post("/widget/session/code", { email: client.email });
  const unknown = await visitor.post("/widget/session/code", { email });
  expect([known.status, known.body]).toEqual([unknown.status, unknown.body]);
  expect(await codesTo(desk, email)).toHaveLength(1);
});

const proofOf = async (visitor: Caller) => {
  await visitor.post("/widget/session/code", { email });
  const proof = { email, code: await lastCodeTo(desk, email) };
  return (headers = { "idempotency-key": "the-same-key" }, more: object = {}) =>
    visitor.post<ProvenSession>("/widget/session/verify", { ...proof, ...more }, headers);
};

test("a proof that is sent again with its key is answered again, with the same token", async () => {
  const send = await proofOf(await desk.visitor(site));
  const first = await send();
  const before = desk.trips();
  const again = await send();
  expect(desk.trips() - before).toBe(2);
  expect(again).toMatchObject({ status: 200, body: first.body });
  expect(again.headers.get("idempotent-replayed")).toBe("true");
  expect((await send({ "idempotency-key": "another-key" })).status).toBe(401);
  expect(await send(undefined, { code: "000000" })).toMatchObject({ body: { code: "idempotency.key_reused" } });
  await holderOf(first.body.session.token).delete("/widget/session");
  expect((await send()).status).toBe(401);
});

test("proving an address costs three round trips", async () => {
  const visitor = await desk.visitor(site);
  await visitor.post("/widget/session/code", { email });
  const code = await lastCodeTo(desk, email);
  const before = desk.trips();
  await visitor.post("/widget/session/verify", { email, code });
  expect(desk.trips() - before).toBe(3);
});

test("a page that a site does not list is said in the log, once a minute, and of made-up ones not more than twenty", async () => {
  const ask = (origin: string) => desk.anonymous.get(`/widget/config?site=${site}`, { origin });
  const said = () => desk.logs.filter((line) => line.includes("does not list it"));
  await ask(shopOrigin);
  await ask(deskUrl);
  expect(said()).toEqual([]);
  await ask("http://localhost:9500");
  await ask("http://localhost:9500");
  expect(said()).toHaveLength(1);
  expect(JSON.parse(said()[0] ?? "")).toMatchObject({
    level: "warn",
    message: "a page at http://localhost:9500 asked for the site Shop, which does not list it: see Sites",
    siteId: site,
  });
  for (let i = 0; i < 30; i++) await ask(`https://made-up-${i}.test`);
  expect(said()).toHaveLength(20);
  desk.clock.advance(minute);
  await ask("http://localhost:9500");
  expect(said()).toHaveLength(21);
});
