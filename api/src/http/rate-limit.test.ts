import type { Problem } from "@docket/core/contract/problem";
import type { ProvenSession } from "@docket/core/contract/site";
import type { TicketView } from "@docket/core/contract/ticket";
import type { Id } from "@docket/core/ids";
import { day, hour, minute } from "@docket/core/time";
import { eq, like } from "drizzle-orm";
import { afterEach, beforeEach, expect, test } from "vitest";
import { countsOf, refusal } from "../../test/answers.ts";
import { lastCodeTo } from "../../test/auth-calls.ts";
import type { Answer } from "../../test/desk.ts";
import { Caller, Desk } from "../../test/desk.ts";
import { rateCounters } from "../db/schema/events.ts";

let desk: Desk;
beforeEach(async () => {
  const settings = {
    RATE_WRITES_PER_MINUTE: "5",
    RATE_ANONYMOUS_PER_MINUTE: "3",
    RATE_VISITOR_TICKETS_PER_HOUR: "2",
    RATE_ADDRESS_PER_HOUR: "4",
  };
  desk = await Desk.start(settings, { wake: () => {} });
});
afterEach(() => desk.stop());

const input = { title: "Hello", description: "It broke.", category: "problem" };
const limited = "429 request.rate_limited";

test("a session writes so often in a minute, and is told how long to wait", async () => {
  const client = await desk.person("client");
  for (let i = 0; i < 5; i++) await client.open();
  desk.clock.advance(20_500);
  const answer = await client.post<Problem>("/tickets", input);
  expect(refusal(answer)).toBe(limited);
  expect(answer.headers.get("retry-after")).toBe("40");
  expect(answer.body).toMatchObject({
    retryAfter: 40,
    detail: "This was too much at once. Please try again in about 40 seconds.",
  });
  expect((await countsOf(client)).total).toBe(5);
  desk.clock.advance(minute - 20_500);
  await client.open();
});

test("what is refused counts too, and what is read does not", async () => {
  const client = await desk.person("client");
  for (let i = 0; i < 5; i++) expect((await client.post("/tickets", {})).status).toBe(422);
  expect(refusal(await client.post("/tickets", input))).toBe(limited);
  for (let i = 0; i < 20; i++) expect((await client.get("/tickets")).status).toBe(200);
});

test("everybody has a counter of their own", async () => {
  const [one, other] = [await desk.person("client"), await desk.person("client")];
  for (let i = 0; i < 6; i++) await one.post("/tickets", input);
  expect(refusal(await one.post("/tickets", input))).toBe(limited);
  await other.open();
});

test("those who are not known share the counter of their address", async () => {
  const forged = { authorization: "Bearer forged.AAAA" };
  for (const headers of [{}, forged, forged]) {
    expect((await desk.anonymous.post("/tickets", input, headers)).status).toBe(401);
  }
  expect(refusal(await desk.anonymous.post("/tickets", input))).toBe(limited);
  expect(refusal(await desk.anonymous.post("/tickets", input, forged))).toBe(limited);
});

test("what is refused again takes no round trip, until its time is over", async () => {
  const known = await desk.person("client");
  const [made, guess] = [
    { authorization: `Bearer dv_${"A".repeat(43)}` },
    { authorization: `Bearer dv_${"B".repeat(43)}` },
  ];
  const flood: readonly [number, () => Promise<Answer>][] = [
    [5, () => known.patch("/me", { name: "" })],
    [3, () => desk.anonymous.post("/tickets", input)],
    [0, () => desk.anonymous.post("/tickets", input, made)],
    [120, () => known.get("/tickets?q=a")],
  ];
  for (const [most, ask] of flood) {
    for (let i = 0; i < most; i++) expect(refusal(await ask())).not.toBe(limited);
    expect(refusal(await ask())).toBe(limited);
    const before = desk.trips();
    for (let i = 0; i < 20; i++) expect(refusal(await ask())).toBe(limited);
    expect(desk.trips()).toBe(before);
  }
  for (let i = 0; i < 30; i++) await desk.anonymous.get("/tickets", guess);
  expect(refusal(await desk.anonymous.get("/tickets", guess))).toBe(limited);
  const before = desk.trips();
  expect(refusal(await desk.anonymous.get("/tickets", guess))).toBe(limited);
  // Whether somebody has the token is looked up.
  expect(desk.trips()).toBe(before + 1);
  expect((await known.get("/tickets")).status).toBe(200);
  desk.clock.advance(minute);
  for (const [, ask] of flood) expect(refusal(await ask())).not.toBe(limited);
});

test("a new token for each request that is nobody's does not help", async () => {
  const rename = (i: number) =>
    desk.anonymous.patch("/me", { name: "Me" }, { authorization: `Bearer dv_${String(i).padStart(43, "A")}` });
  for (let i = 0; i < 3; i++) expect((await rename(i)).status).toBe(401);
  expect(refusal(await rename(3))).toBe(limited);
});

test("what is made up leaves no counter of its own", async () => {
  const [stranger, bearer] = [await desk.visitor(), "Bearer dv_"];
  for (let i = 0; i < 50; i++) {
    await desk.anonymous.post("/tickets", input, { authorization: bearer + String(i).padStart(43, "A") });
    await desk.anonymous.post("/tickets", input, { authorization: `Bearer dk_${String(i).padStart(43, "A")}` });
    await stranger.post(`/tickets/tkt_${String(i).padStart(26, "0")}/replies`, { body: "Hello" });
  }
  const counters = await desk.services.db.orm.select().from(rateCounters);
  expect(new Set(counters.map(({ key }) => key.split(":")[0]))).toEqual(new Set(["anonymous", "strangers", "write"]));
  expect(counters).toHaveLength(3);
});

test("guesses at a token are counted where they read, too", async () => {
  const read = (i: number) =>
    desk.anonymous.get("/tickets", { authorization: `Bearer dv_${String(i).padStart(43, "A")}` });
  for (let i = 0; i < 30; i++) expect((await read(i)).status).toBe(401);
  expect(refusal(await read(30))).toBe(limited);
});

const requester = { name: "Vera", email: "vera@shop.test" };

test("a session opens so many tickets in an hour, an address many more, and who proved an address is not held up", async () => {
  const first = await desk.visitor();
  for (let i = 0; i < 2; i++) await first.open({ requester });
  expect(refusal(await first.post("/tickets", { ...input, requester }))).toBe(limited);
  for (let i = 0; i < 2; i++) await (await desk.visitor()).open({ requester });
  const late = await desk.visitor();
  const answer = await late.post<Problem>("/tickets", { ...input, requester });
  expect(refusal(answer)).toBe(limited);
  expect(answer.body.detail).toMatch(
    /^This was too much at once\. Please try again in about 60 minutes\. If you cannot/,
  );

  const client = await desk.person("client");
  await desk.prove(late, client);
  for (let i = 0; i < 4; i++) await late.open();
  desk.clock.advance(hour);
  await (await desk.visitor()).open({ requester });
});

test("what is refused for what it says uses up no tickets, files or replies of a stranger; who proved an address gives nothing back", async () => {
  await desk.stop();
  desk = await Desk.start({ RATE_VISITOR_TICKETS_PER_HOUR: "1", RATE_ADDRESS_PER_HOUR: "2" }, { wake: () => {} });
  const site = await desk.site();
  const [stranger, proven] = [await desk.visitor(site), await desk.visitor(site)];
  const wrong = { ...input, requester: { ...requester, email: "vera" } };
  const upload = (name: string) => stranger.post(`/attachments?name=${name}`, new TextEncoder().encode("a"));
  for (let i = 0; i < 3; i++) expect((await stranger.post("/tickets", wrong)).status).toBe(422);
  const { id } = await stranger.open({ requester });
  expect(refusal(await stranger.post("/tickets", { ...input, requester }))).toBe(limited);
  desk.clock.advance(hour);

  await stranger.open({ requester });
  await (await desk.visitor(site)).open({ requester });
  await desk.prove(proven, await desk.person("client"));
  for (let i = 0; i < 3; i++) expect((await proven.post("/tickets", {})).status).toBe(422);
  expect(refusal(await (await desk.visitor(site)).post("/tickets", { ...input, requester }))).toBe(limited);
  desk.clock.advance(hour);
  const counts = async () => {
    const counters = await desk.services.db.orm.select().from(rateCounters);
    const named = counters.filter(({ key }) => /^(?:replies|upload):/.test(key));
    return named.map(({ key, count }) => `${key.split(":")[0]} ${count}`).toSorted();
  };
  expect((await upload("")).status).toBe(422);
  expect((await stranger.post(`/tickets/${id}/replies`, { body: "" })).status).toBe(422);
  expect(await counts()).toEqual(["replies 0", "upload 0", "upload 0"]);
  expect((await upload("a.txt")).status).toBe(201);
  expect((await stranger.post(`/tickets/${id}/replies`, { body: "Hello" })).status).toBe(201);
  expect(await counts()).toEqual(["replies 1", "upload 1", "upload 1"]);
});

test("what a stranger may write counts for the address in all sessions, and for the ticket", async () => {
  await desk.stop();
  desk = await Desk.start({ RATE_ADDRESS_PER_HOUR: "20" }, { wake: () => {} });
  const sessions = await Promise.all(Array.from({ length: 6 }, () => desk.visitor()));
  let written = 0;
  const tickets: TicketView[] = [];
  for (const stranger of sessions) tickets.push(await stranger.open({ requester }));
  for (const [nth, stranger] of sessions.entries()) {
    const { id = "", number = 0 } = tickets[nth] ?? {};
    let ofTicket = 0;
    for (let i = 0; i < 70; i++) {
      const ref = i % 2 === 0 ? id : String(number);
      if ((await stranger.post(`/tickets/${ref}/replies`, { body: "Hello" })).status === 201) ofTicket++;
    }
    expect(ofTicket).toBeLessThanOrEqual(60);
    written += ofTicket;
  }
  expect(written).toBeLessThanOrEqual(100);
  const agent = await desk.person("agent");
  expect((await agent.patch("/me", { away: true })).status).toBe(200);
});

test("an address brings as many files by widget as are allowed, over all its sessions", async () => {
  const site = await desk.site();
  const upload = async () => (await desk.visitor(site)).post("/attachments?name=a.txt", new TextEncoder().encode("a"));
  for (let i = 0; i < 20; i++) expect((await upload()).status).toBe(201);
  expect(refusal(await upload())).toBe(limited);
  desk.clock.advance(hour);
  expect((await upload()).status).toBe(201);
});

test("searching is counted, and for strangers by their address; other reading is not", async () => {
  const [client, other, stranger] = [await desk.person("client"), await desk.person("client"), await desk.visitor()];
  const searches = ["/tickets?q=a", "/tickets/counts?q=a", "/tickets?q=&q=a", "/tickets/counts?q&%71=a"];
  const search = (caller: Caller, i: number) => caller.get(searches[i % searches.length] ?? "");
  for (const [caller, most] of [
    [client, 120],
    [stranger, 60],
  ] as const) {
    for (let i = 0; i < most; i++) expect((await search(caller, i)).status).toBe(200);
    expect(refusal(await search(caller, 0))).toBe(limited);
    expect((await caller.get("/tickets")).status).toBe(200);
  }
  expect(refusal(await search(await desk.visitor(), 0))).toBe(limited);
  expect((await search(other, 0)).status).toBe(200);
  const config = `/widget/config?site=${await desk.site()}`;
  for (let i = 0; i < 600; i++) await desk.anonymous.get(config);
  expect(refusal(await desk.anonymous.get(config))).toBe(limited);
});

test("servers whose clocks differ a little count together", async () => {
  const client = await desk.person("client");
  const answers: string[] = [];
  for (let i = 0; i < 7; i++) {
    desk.clock.advance(i % 2 === 0 ? 3000 : -3000);
    answers.push(refusal(await client.post("/tickets", input)));
  }
  expect(answers.filter((answer) => answer === limited)).toHaveLength(2);
});

test("a clock that was a day ahead locks nobody out for that day", async () => {
  const client = await desk.person("client");
  desk.clock.advance(24 * hour);
  const { id } = await client.open();
  desk.clock.advance(-24 * hour);
  for (let i = 0; i < 5; i++) await client.post(`/tickets/${id}/replies`, { body: "Hello" });
  expect(refusal(await client.post(`/tickets/${id}/replies`, { body: "Hello" }))).toBe(limited);
  desk.clock.advance(minute);
  expect((await client.post(`/tickets/${id}/replies`, { body: "Hello" })).status).toBe(201);
});

test("a client counts once, in however many sessions, on the desk's pages and in widgets", async () => {
  await desk.stop();
  desk = await Desk.start({ RATE_VISITOR_TICKETS_PER_HOUR: "20" }, { wake: () => {} });
  const client = await desk.person("client");
  const site = await desk.site();
  const sessions = [client, await desk.signIn(client.id as Id<"person">, client.email), await desk.visitor(site)];
  await desk.prove(sessions[2] as Caller, client);
  const upload = (by: Caller) => by.post("/attachments?name=a.txt", new TextEncoder().encode("a"));
  const bounds: readonly [number, (by: Caller) => Promise<Answer>][] = [
    [60, (by) => by.post("/tickets", input)],
    [120, (by) => by.get("/tickets?q=a")],
  ];
  for (const [most, does] of bounds) {
    for (let i = 0; i < most; i++) expect((await does(sessions[i % 3] as Caller)).status).toBeLessThan(300);
    for (const session of sessions) expect(refusal(await does(session))).toBe(limited);
    expect((await does(await desk.person("client"))).status).toBeLessThan(300);
  }
  await desk.services.db.orm.insert(rateCounters).values({
    key: `upload:${client.id}`,
    count: 199,
    windowEnd: desk.clock.now() + hour,
  });
  expect((await upload(sessions[0] as Caller)).status).toBe(201);
  for (const session of sessions) expect(refusal(await upload(session))).toBe(limited);
});

test("the bytes that are uploaded in a day are bounded: of a client, of a visitor, and of all visitors at an address", async () => {
  const mebibyte = 1024 * 1024;
  const { orm } = desk.services.db;
  const client = await desk.person("client");
  const site = await desk.site();
  const [visitor, other] = [await desk.visitor(site), await desk.visitor(site)];
  const file = new TextEncoder().encode("abc");
  const upload = async (by: Caller, headers = { "content-length": "3" }) =>
    by.post<{ detail: string }>("/attachments?name=a.txt", file, headers);
  const counters = async () => {
    const rows = await orm.select().from(rateCounters).where(like(rateCounters.key, "bytes:%"));
    return rows.toSorted((one, next) => one.key.length - next.key.length);
  };
  expect((await upload(visitor)).status).toBe(201);
  const [atAddress, ofVisitor] = await counters();
  expect([atAddress?.count, ofVisitor?.count]).toEqual([3, 3]);
  expect((await visitor.post("/attachments?name=b.txt", file)).status).toBe(201);
  expect((await counters()).map(({ count }) => count)).toEqual([3 + 10 * mebibyte, 3 + 10 * mebibyte]);
  const fill = async (key: string, count: number) =>
    orm.update(rateCounters).set({ count }).where(eq(rateCounters.key, key));

  await fill(ofVisitor?.key ?? "", 500 * mebibyte - 3);
  expect((await upload(visitor)).status).toBe(201);
  const refused = await upload(visitor);
  expect(refusal(refused)).toBe(limited);
  expect(refused.body.detail).toContain("Please try again in about 24 hours.");
  expect((await upload(other)).status).toBe(201);
  await fill(atAddress?.key ?? "", 2048 * mebibyte);
  expect(refusal(await upload(other))).toBe(limited);

  expect((await upload(client)).status).toBe(201);
  await fill(`bytes:${client.id}`, 500 * mebibyte);
  expect(refusal(await upload(client))).toBe(limited);
  desk.clock.advance(day);
  for (const one of [visitor, other, await desk.signIn(client.id as Id<"person">, client.email)])
    expect((await upload(one)).status).toBe(201);
});

test("a client writes as often in all sessions as in one, and staff in each", async () => {
  for (const [role, most] of [
    ["client", 5],
    ["agent", 10],
  ] as const) {
    const first = await desk.person(role);
    const sessions = [first, await desk.signIn(first.id as Id<"person">, first.email)];
    const rename = (i: number) => sessions[i % 2]?.patch("/me", { name: `Name ${i}` });
    for (let i = 0; i < most; i++) expect((await rename(i))?.status).toBe(200);
    for (let i = 0; i < 2; i++) expect((await rename(i))?.status).toBe(429);
  }
});

test("strangers who search do not use up the searches of whoever proved an address there, and are told how to be known", async () => {
  const site = await desk.site();
  const [stranger, proven] = [await desk.visitor(site), await desk.visitor(site)];
  await desk.prove(proven, await desk.person("client"));
  for (let i = 0; i < 60; i++) await stranger.get("/tickets?q=a");
  const answer = await stranger.get<Problem>("/tickets?q=a");
  expect(refusal(answer)).toBe(limited);
  expect(answer.body.detail).toContain("confirm your email address");
  for (let i = 0; i < 120; i++) expect((await proven.get("/tickets?q=a")).status).toBe(200);
  expect(refusal(await proven.get("/tickets?q=a"))).toBe(limited);
});

test("what is refused to a stranger weighs a tenth, and whoever is held up by strangers gets known, or leaves, all the same", async () => {
  await desk.stop();
  desk = await Desk.start({ RATE_ADDRESS_PER_HOUR: "4" });
  const site = await desk.site();
  const [stranger, other, held] = [await desk.visitor(site), await desk.visitor(site), await desk.visitor(site)];
  const { id } = await held.open({ requester });
  const reply = (by: Caller) => by.post<Problem>(`/tickets/${id}/replies`, { body: "Hello" });
  for (let i = 0; i < 45; i++) {
    expect((await stranger.delete("/tickets/1")).status).toBe(404);
    expect((await other.post("/tickets", {})).status).toBe(422);
    expect((await other.patch("/me", { name: "X" })).status).toBe(403);
  }
  expect((await reply(held)).status).toBe(201);
  for (let i = 0; i < 65; i++) await stranger.delete("/tickets/1");

  const refused = await reply(held);
  expect(refusal(refused)).toBe(limited);
  expect(refused.body.detail).toContain("confirm your email address in the widget");
  const { email } = requester;
  expect((await held.post("/widget/session/code", { email })).status).toBe(204);
  const wrong = await held.post("/widget/session/verify", { email, code: "not it" });
  expect(refusal(wrong)).not.toBe(limited);
  const proof = await held.post<ProvenSession>("/widget/session/verify", {
    email,
    code: await lastCodeTo(desk, email),
  });
  expect(proof.status).toBe(200);
  const { token } = proof.body.session;
  const proven = new Caller(desk, { authorization: `Bearer ${token}` });
  expect((await reply(proven)).status).toBe(201);
  expect((await other.delete("/widget/session")).status).toBe(204);
});
