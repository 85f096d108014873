import type { FailedSignInList, SessionList } from "@docket/core/contract/session";
import { day, hour, toIso } from "@docket/core/time";
import { afterEach, beforeEach, expect, test } from "vitest";
import { refusal } from "../../test/answers.ts";
import { callerOf, lastCodeTo, postAuth, register, signInByCode, wrongCode } from "../../test/auth-calls.ts";
import type { Caller } from "../../test/desk.ts";
import { Desk } from "../../test/desk.ts";
import { sweep } from "../outbox/sweep.ts";

const email = "ada@shop.test";
const password = "correct horse battery";
const firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

let from = "192.0.2.1";
let desk: Desk;
beforeEach(async () => {
  from = "192.0.2.1";
  desk = await Desk.start({ RATE_ANONYMOUS_PER_MINUTE: "100000" }, { clientIp: () => from });
});
afterEach(() => desk.stop());

const signIn = (headers: Record<string, string> = {}) =>
  postAuth(desk, "/sign-in/email", { email, password }, { "user-agent": firefox, ...headers });
const guess = (headers: Record<string, string> = {}, address = email) =>
  postAuth(desk, "/sign-in/email", { email: address, password: "not the password" }, headers);
const sessionsOf = async (caller: Caller) => (await caller.get<SessionList>("/me/sessions")).body.items;
const failuresOf = async (caller: Caller) => {
  await desk.settled();
  return (await caller.get<FailedSignInList>("/me/failed-sign-ins")).body.items;
};

test("a person sees where they are signed in: since when, from which address, and with what", async () => {
  const here = callerOf(desk, await register(desk, email, password));
  desk.clock.advance(hour);
  from = "198.51.100.7";
  const there = await signIn({ "docket-caller": "203.0.113.1", "x-forwarded-for": "203.0.113.2" });
  const [mine, other] = (await sessionsOf(here)).toSorted((a, b) => Number(b.current) - Number(a.current));
  expect(mine).toMatchObject({ where: "desk", current: true, address: "192.0.2.1" });
  expect(other).toMatchObject({ where: "desk", current: false, address: "198.51.100.7", client: firefox });
  const seenThere = await sessionsOf(callerOf(desk, there));
  expect(seenThere.find(({ current }) => current)).toMatchObject({ id: other?.id });
});

test("what a program calls itself is cleaned and cut, and signing in by code counts the same", async () => {
  await register(desk, email, password);
  await signIn({ "user-agent": `curl\t${"x".repeat(1000)}` });
  const caller = callerOf(desk, await signInByCode(desk, email));
  const clients = (await sessionsOf(caller)).map(({ client }) => client);
  expect(clients).toHaveLength(3);
  expect(clients.find((client) => client?.startsWith("curl"))).toMatch(/^curlx{296}$/);
});

test("one session is ended, or all others, and never somebody else's", async () => {
  const here = callerOf(desk, await register(desk, email, password));
  const others = [callerOf(desk, await signIn()), callerOf(desk, await signIn())];
  const stranger = await desk.person("agent");
  const [mine] = (await sessionsOf(here)).filter(({ current }) => !current);
  expect(refusal(await stranger.delete(`/me/sessions/${mine?.id}`))).toBe("404 resource.not_found");
  expect(await sessionsOf(here)).toHaveLength(3);
  expect((await here.delete(`/me/sessions/${mine?.id}`)).status).toBe(204);
  expect(refusal(await here.delete(`/me/sessions/${mine?.id}`))).toBe("404 resource.not_found");
  const statuses = await Promise.all(others.map(async (caller) => (await caller.get("/me")).status));
  expect(statuses.toSorted((a, b) => a - b)).toEqual([200, 401]);
  expect((await here.delete("/me/sessions")).status).toBe(204);
  expect((await here.delete("/me/sessions")).status).toBe(204);
  expect(await sessionsOf(here)).toMatchObject([{ current: true }]);
  for (const caller of others) expect((await caller.get("/me")).status).toBe(401);
  expect((await stranger.get("/me")).status).toBe(200);
});

test("a widget is a place, too, with its site, and can be signed out of from elsewhere", async () => {
  const here = callerOf(desk, await register(desk, email, password));
  const visitor = await desk.visitor();
  from = "198.51.100.9";
  await visitor.post("/widget/session/code", { email });
  const proof = { email, code: await lastCodeTo(desk, email) };
  expect((await visitor.post("/widget/session/verify", proof, { "user-agent": firefox })).status).toBe(200);
  const widget = (await sessionsOf(here)).find(({ where }) => where === "widget");
  expect(widget).toMatchObject({ current: false, address: "198.51.100.9", client: firefox });
  expect(widget?.site).toBeTruthy();
  expect((await here.delete("/me/sessions")).status).toBe(204);
  expect((await sessionsOf(here)).map(({ where }) => where)).toEqual(["desk"]);
});

test("failed attempts are counted for each address, by password, by code and in the widget", async () => {
  const here = callerOf(desk, await register(desk, email, password));
  const began = desk.clock.now();
  expect(await failuresOf(here)).toEqual([]);
  from = "203.0.113.5";
  await guess({ "user-agent": firefox });
  desk.clock.advance(hour);
  await postAuth(desk, "/email-otp/send-verification-otp", { email, type: "sign-in" });
  const otp = wrongCode(await lastCodeTo(desk, email));
  await postAuth(desk, "/sign-in/email-otp", { email, otp });
  await (await desk.visitor()).post("/widget/session/verify", { email, code: "123456" });
  from = "203.0.113.6";
  desk.clock.advance(hour);
  await guess();
  expect(await failuresOf(here)).toEqual([
    {
      address: "203.0.113.6",
      client: null,
      times: 1,
      firstAt: toIso(began + 2 * hour),
      lastAt: toIso(began + 2 * hour),
    },
    { address: "203.0.113.5", client: null, times: 3, firstAt: toIso(began), lastAt: toIso(began + hour) },
  ]);
  const other = await desk.person("agent");
  expect(await failuresOf(other)).toEqual([]);
});

test("the answer to a wrong code does not wait for what is kept about it", async () => {
  await register(desk, email, password);
  const kept = async () => (await desk.services.db.orm.run("SELECT * FROM failed_sign_ins")).rows.length;
  expect((await postAuth(desk, "/sign-in/email-otp", { email, otp: "123456" })).status).toBe(422);
  expect(await kept()).toBe(0);
  await desk.settled();
  expect(await kept()).toBe(1);
});

test("what is right, and what is for nobody, is no failed attempt", async () => {
  const here = callerOf(desk, await register(desk, email, password));
  await signIn();
  await guess({}, "nobody@shop.test");
  expect(await failuresOf(here)).toEqual([]);
  const { rows } = await desk.services.db.orm.run("SELECT * FROM failed_sign_ins");
  expect(rows).toEqual([]);
});

test("nobody hides an attempt behind many from elsewhere, and the rows stay few", async () => {
  const here = callerOf(desk, await register(desk, email, password));
  const guessFrom = async (address: string): Promise<void> => {
    from = address;
    desk.clock.advance(hour);
    await guess();
    await desk.settled();
  };
  await guessFrom("203.0.113.5");
  for (let i = 0; i < 60; i++) await guessFrom(`198.51.100.${i}`);
  await guessFrom("203.0.113.5");
  const failures = await failuresOf(here);
  expect(failures).toHaveLength(51);
  expect(failures.find(({ address }) => address === "203.0.113.5")).toMatchObject({ times: 2 });
  expect(failures.find(({ address }) => address === null)).toMatchObject({ times: 11, client: null });
});

test("failed attempts are forgotten after a month, and with the person", async () => {
  const { id } = (await (await desk.person("agent", "Grace")).get<{ id: string; email: string }>("/me")).body;
  const { body: me } = await (await desk.person("admin")).get<{ email: string }>(`/people/${id}`);
  const kept = async () => (await desk.services.db.orm.run("SELECT * FROM failed_sign_ins")).rows.length;
  await guess({}, me.email);
  await desk.settled();
  desk.clock.advance(30 * day);
  await sweep(desk.services);
  expect(await kept()).toBe(1);
  desk.clock.advance(1);
  await sweep(desk.services);
  expect(await kept()).toBe(0);
  await guess({}, me.email);
  await desk.settled();
  expect(await kept()).toBe(1);
  await (await desk.person("admin")).delete(`/people/${id}`);
  expect(await kept()).toBe(0);
});
