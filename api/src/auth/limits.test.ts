import type { Problem } from "@docket/core/contract/problem";
import { minute } from "@docket/core/time";
import { like } from "drizzle-orm";
import { afterEach, beforeEach, expect, test } from "vitest";
import { codesTo, lastCodeTo, postAuth, register, sessionsOf, wrongCode } from "../../test/auth-calls.ts";
import type { Answer } from "../../test/desk.ts";
import { Desk, deskUrl } from "../../test/desk.ts";
import { codes } from "../db/schema/auth.ts";
import { rateCounters } from "../db/schema/events.ts";
import type { PasswordCaller, Passwords } from "./auth.ts";
import { createAuth } from "./better-auth.ts";

/** The address as the platform knows it; a test says from where it calls. */
let from = "192.0.2.1";
let desk: Desk;
beforeEach(async () => {
  from = "192.0.2.1";
  desk = await Desk.start({}, { clientIp: () => from });
});
afterEach(() => desk.stop());

const guess = (email: string, headers: Record<string, string> = {}) =>
  postAuth(desk, "/sign-in/email-otp", { email, otp: "123456" }, headers);
const send = (email: string) => postAuth(desk, "/email-otp/send-verification-otp", { email, type: "sign-in" });
const refused = { status: 429, body: { code: "request.rate_limited" } };

test("one caller has thirty guesses a minute, whatever its headers claim", async () => {
  const claims = ["x-forwarded-for", "x-real-ip", "cf-connecting-ip", "x-client-ip", "forwarded"];
  const claim = (i: number) => Object.fromEntries(claims.map((name) => [name, `198.51.100.${i}`]));
  for (let i = 0; i < 30; i++) expect((await guess(`p${i}@shop.test`, claim(i))).status).toBe(422);
  const late = await guess("last@shop.test", claim(99));
  expect(late).toMatchObject(refused);
  expect(Number(late.headers.get("retry-after"))).toBeGreaterThan(0);

  from = "192.0.2.2";
  expect((await guess("last@shop.test")).status).toBe(422);
  from = "192.0.2.1";
  desk.clock.advance(minute);
  expect((await guess("last@shop.test")).status).toBe(422);
});

const password = "long enough a password";
const signIn = (email: string, given = password) => postAuth(desk, "/sign-in/email", { email, password: given });
const enter = (email: string, otp: string) => postAuth(desk, "/sign-in/email-otp", { email, otp });

test("one caller has ten tries at a person's password in a quarter of an hour, also at the same moment", async () => {
  await register(desk, "ada@shop.test", password);
  from = "192.0.2.66";
  const tries = Array.from({ length: 14 }, () => signIn("Ada@shop.test", "not the password"));
  const answers = await Promise.all(tries);
  expect(answers.filter(({ status }) => status === 401)).toHaveLength(10);
  expect(answers.filter(({ status }) => status === 429)).toHaveLength(4);
  expect(await signIn("ada@shop.test")).toMatchObject(refused);
  expect((await signIn("bob@shop.test")).status).toBe(401);
  from = "192.0.2.1";
  expect((await signIn("ada@shop.test")).status).toBe(200);
});

test("whoever has the right password gets in while many others guess, who have two tries each from then on", async () => {
  const { db } = desk.services;
  await register(desk, "ada@shop.test", password);
  const guessFrom = (i: number) => {
    from = `198.51.100.${i}`;
    return signIn("ada@shop.test", "not the password");
  };
  expect((await guessFrom(1)).status).toBe(401);
  const guessed = like(rateCounters.key, "wrong-password:%");
  await db.write(db.orm.update(rateCounters).set({ count: 31 }).where(guessed));
  for (let i = 1; i <= 4; i++) {
    const answers = [await guessFrom(i), await guessFrom(i), await guessFrom(i)];
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 429]);
  }
  from = "192.0.2.200";
  for (let i = 0; i < 4; i++) expect((await signIn("ada@shop.test")).status).toBe(200);
  desk.clock.advance(15 * minute);
  const quiet = [await guessFrom(1), await guessFrom(1), await guessFrom(1)];
  expect(quiet.map(({ status }) => status)).toEqual([401, 401, 401]);
});

test("one person's wrong tries at changing a password are not a colleague's, nor those of the same person elsewhere", async () => {
  const [ada, bob] = [await register(desk, "ada@shop.test", password), await register(desk, "bob@shop.test", password)];
  const change = (who: Answer, currentPassword: string) =>
    postAuth(
      desk,
      "/change-password",
      { currentPassword, newPassword: "another good password" },
      { authorization: `Bearer ${sessionsOf(who).bearer}` },
    );
  for (let i = 0; i < 10; i++) expect((await change(ada, "not the password")).status).toBe(422);
  expect(await change(ada, password)).toMatchObject(refused);
  expect((await change(bob, password)).status).toBe(200);
  from = "192.0.2.2";
  expect((await change(ada, password)).status).toBe(200);
});

test("whoever changes a password with made-up tokens is counted for the address alone", async () => {
  const shown = (i: number) => [`dv_made-up-${i}`, `dk_made-up-${i}`, `made.up-${i}`][i % 3] ?? "";
  const body = { currentPassword: password, newPassword: "another good password" };
  const change = (i: number) => postAuth(desk, "/change-password", body, { authorization: `Bearer ${shown(i)}` });
  for (let i = 0; i < 90; i++) expect((await change(i)).status).toBe(401);
  for (let i = 90; i < 93; i++) expect(await change(i)).toMatchObject(refused);
  const { db } = desk.services;
  const counted = await db.orm.select().from(rateCounters).where(like(rateCounters.key, "password%"));
  expect(counted.map(({ key }) => key)).toEqual(["password:192.0.2.1"]);
});

test("all sessions of one person stand in line as that person", async () => {
  const bob = await register(desk, "bob@shop.test", password);
  const sessions = [bob, await signIn("bob@shop.test")];
  const callers: PasswordCaller[] = [];
  const line: Passwords = {
    withPlace: (caller, work) => {
      callers.push(caller);
      return work();
    },
    inTurn: (hash) => hash(),
  };
  const services = { ...desk.services, auth: createAuth(desk.services, line) };
  for (const session of [...sessions, null]) {
    const bearer = session === null ? "made.up" : sessionsOf(session).bearer;
    const headers = { "content-type": "application/json", origin: deskUrl, authorization: `Bearer ${bearer}` };
    const body = JSON.stringify({ currentPassword: "not the password", newPassword: "another good password" });
    const answer = await desk.app.fetch(
      new Request(`${deskUrl}/api/auth/change-password`, { method: "POST", headers, body }),
      services,
    );
    expect(answer.status).toBe(session === null ? 401 : 422);
  }
  const known = { person: "bob@shop.test", address: "192.0.2.1" };
  expect(callers).toEqual([known, known, { person: null, address: "192.0.2.1" }]);
});

test("right passwords use up no tries, and count for the minute of their address", async () => {
  const { db } = desk.services;
  await register(desk, "ada@shop.test", password);
  for (let i = 0; i < 3; i++) expect((await signIn("ada@shop.test")).status).toBe(200);
  const counted = await db.orm.select().from(rateCounters).where(like(rateCounters.key, "password%"));
  expect(counted.map(({ count }) => count)).toEqual([3, 0]);
  await db.write(db.orm.update(rateCounters).set({ count: 90 }).where(like(rateCounters.key, "password:192.0.2.1")));
  expect(await signIn("ada@shop.test")).toMatchObject(refused);
  desk.clock.advance(minute);
  expect((await signIn("ada@shop.test")).status).toBe(200);
});

test("after five codes in an hour an address gets one long code, which whoever reads it can use", async () => {
  const email = "ada@shop.test";
  const visitor = await desk.visitor();
  const ways = [
    () => send(email),
    () => postAuth(desk, "/sign-up/email", { name: "Ada", email, password }),
    () => visitor.post("/widget/session/code", { email }),
    () => postAuth(desk, "/email-otp/request-password-reset", { email }),
    () => send(email),
    () => send("Ada+more@shop.test"),
    () => send(email),
    () => send(email),
  ];
  for (const [i, way] of ways.entries()) {
    from = `192.0.2.${i}`;
    expect((await way()).status).toBeLessThan(300);
  }
  const sent = await codesTo(desk, email);
  expect(sent.map(({ length }) => length)).toEqual([6, 6, 6, 6, 6, 12]);

  desk.clock.advance(50 * minute - 1);
  await send(email);
  expect(await codesTo(desk, email)).toHaveLength(6);
  from = "203.0.113.9";
  const long = sent.at(-1)?.replace(/(.{4})/g, "$1 ") ?? "";
  expect((await enter(email, long)).status).toBe(200);
  expect((await enter(email, long)).status).toBe(422);
});

test("an address gets twenty short codes a day and about one long one an hour, whoever asks from wherever", async () => {
  const email = "ada@shop.test";
  for (let i = 0; i < 24 * 4; i++) {
    for (let j = 0; j < 6; j++) {
      from = `192.0.${i}.${j}`;
      await send(email);
    }
    desk.clock.advance(15 * minute);
  }
  const sent = await codesTo(desk, email);
  expect(sent.filter(({ length }) => length === 6)).toHaveLength(20);
  expect(sent.length - 20).toBeLessThanOrEqual(29);
});

/** All that was emailed to these addresses. */
const mailsTo = async (addresses: readonly string[]): Promise<number> => {
  await desk.settled();
  return addresses.reduce((sum, address) => sum + desk.mailer.to(address).length, 0);
};

/** The same mailbox of one provider, with a dot after every letter whose bit is set. */
const dotted = (bits: number): string =>
  `${Array.from("victims", (letter, i) => letter + ((bits >> i) & 1 && i < 6 ? "." : "")).join("")}@gmail.com`;

test.each([
  ["tags", "victim@shop.test", (i: number) => `victim+${i}@shop.test`],
  ["dots", dotted(63), dotted],
] as const)(
  "by %s a stranger gets no more emails sent to a mailbox, and its owner gets in",
  async (_, owner, spelling) => {
    const visitor = await desk.visitor();
    const spellings = Array.from({ length: 40 }, (_none, i) => spelling(i));
    for (const [i, email] of spellings.entries()) {
      const asked = i % 2 === 0 ? await send(email) : await visitor.post("/widget/session/code", { email });
      expect(asked.status).toBeLessThan(300);
    }
    expect(await mailsTo(spellings)).toBe(6);

    from = "192.0.2.2";
    await send(owner);
    const sent = await Promise.all([owner, ...spellings].map((email) => codesTo(desk, email)));
    const long = sent.flat().findLast(({ length }) => length === 12) ?? "";
    const own = owner.endsWith("@gmail.com") ? long : await lastCodeTo(desk, owner);
    expect((await enter(owner, own)).status).toBe(200);
  },
);

test("whoever has proven an address with a tag gets in, whatever strangers ask for its mailbox", async () => {
  const owner = "ada+desk@shop.test";
  await register(desk, owner, password);
  desk.clock.advance(2 * minute);
  for (let i = 0; i < 20; i++) await send(`ada+${i}@shop.test`);
  expect(await mailsTo(Array.from({ length: 20 }, (_, i) => `ada+${i}@shop.test`))).toBe(5);
  from = "192.0.2.2";
  await send(owner);
  const code = await lastCodeTo(desk, owner);
  expect(code).toHaveLength(12);
  expect((await enter("ada+0@shop.test", code)).status).toBe(422);
  expect((await enter(owner, code)).status).toBe(200);
});

test("a browser that is known has sixty codes a day sent to its mailbox, which nobody else can use up", async () => {
  const [email, page] = ["own@shop.test", { origin: deskUrl }];
  await register(desk, email, password);
  const signedIn = await postAuth(desk, "/sign-in/email", { email, password }, page);
  const known = signedIn.headers.getSetCookie().find((cookie) => cookie.startsWith("docket_known="));
  const mine = { ...page, cookie: known?.split(";")[0] ?? "" };
  const ask = (of: string, headers: Record<string, string>) =>
    postAuth(desk, "/email-otp/send-verification-otp", { email: of, type: "sign-in" }, headers);
  const spellings = Array.from({ length: 60 }, (_, i) => `own+${i}@shop.test`);
  for (let i = 0; i < 70; i++) await ask(email, page);
  for (const of of spellings) expect((await ask(of, mine)).status).toBe(200);
  expect(await mailsTo(spellings)).toBeLessThanOrEqual(6);
  const late = await ask(email, mine);
  expect(late).toMatchObject(refused);
  expect((late.body as Problem).detail).toMatch(/your password/);
  expect((await ask(email, page)).status).toBe(200);
});

test("what is refused for its form counts for its caller, and keeps out nobody whose form is right", async () => {
  const wrong = () => postAuth(desk, "/sign-in/email", { email: "\u009d".repeat(5000) });
  for (let i = 0; i < 30; i++) expect((await wrong()).status).toBe(422);
  expect(await wrong()).toMatchObject(refused);
  expect((await signIn("ada@shop.test")).status).toBe(401);
  from = "192.0.2.2";
  expect((await wrong()).status).toBe(422);
});

test("asking again sends the same code once more, and then says that it is sent", async () => {
  const email = "ada@shop.test";
  await send(email);
  const code = await lastCodeTo(desk, email);
  for (let i = 0; i < 10; i++) expect((await send(email)).status).toBe(200);
  expect(await codesTo(desk, email)).toEqual([code]);
  desk.clock.advance(minute);
  for (let i = 0; i < 10; i++) expect((await send(email)).status).toBe(200);
  expect(await codesTo(desk, email)).toEqual([code, code]);
  expect((await enter(email, code)).status).toBe(200);
});

test("one caller asks for two hundred codes in an hour, whoever they are for", async () => {
  for (let i = 0; i < 200; i++) expect((await send(`p${i}@shop.test`)).status).toBe(200);
  expect(await send("last@shop.test")).toMatchObject(refused);
  expect(await codesTo(desk, "last@shop.test")).toEqual([]);
});

test("thirty requests and a hundred guesses of strangers do not spend the owner's code", async () => {
  const email = "ada@shop.test";
  await send(email);
  const code = await lastCodeTo(desk, email);
  for (let i = 0; i < 100; i++) {
    from = `198.51.100.${i}`;
    if (i < 30) await send(email);
    expect((await enter(email, i === 0 ? code : wrongCode(code))).status).toBe(422);
  }
  from = "192.0.2.1";
  expect((await enter(email, code)).status).toBe(200);
});

test("colleagues behind one address do not spend each other's codes: each browser has its own", async () => {
  const email = "ada@shop.test";
  const page = { origin: deskUrl };
  const asked = await postAuth(desk, "/email-otp/send-verification-otp", { email, type: "sign-in" }, page);
  const code = await lastCodeTo(desk, email);
  const [cookie = ""] = asked.headers.getSetCookie();
  expect(cookie).toMatch(/^docket_asker=[\w-]{43}; Max-Age=86400; Path=\/; HttpOnly; SameSite=Lax$/);
  for (let i = 0; i < 40; i++) await postAuth(desk, "/sign-in/email-otp", { email, otp: wrongCode(code) }, page);
  expect((await postAuth(desk, "/sign-in/email-otp", { email, otp: code }, page)).status).toBe(429);
  const mine = { ...page, cookie: cookie.split(";")[0] ?? "" };
  expect((await postAuth(desk, "/sign-in/email-otp", { email, otp: code }, mine)).status).toBe(200);
});

test("whoever has signed in with a browser gets in there, whatever others at the same address have used up", async () => {
  const [email, page] = ["ada@shop.test", { origin: deskUrl }];
  await register(desk, email, password);
  const signedIn = await postAuth(desk, "/sign-in/email", { email, password }, page);
  const known = signedIn.headers.getSetCookie().find((cookie) => cookie.startsWith("docket_known="));
  expect(known).toMatch(/^docket_known=[\w-]{43}; Max-Age=7776000; Path=\/; HttpOnly; SameSite=Lax$/);
  const mine = { ...page, cookie: known?.split(";")[0] ?? "" };
  await desk.services.db.write(
    ...["password:192.0.2.1", "send-code:192.0.2.1"].map((key) =>
      desk.services.db.orm
        .insert(rateCounters)
        .values({ key, count: 1000, windowEnd: desk.clock.now() + minute })
        .onConflictDoUpdate({ target: rateCounters.key, set: { count: 1000 } }),
    ),
  );
  const enterWith = (headers: Record<string, string>, of = email) =>
    postAuth(desk, "/sign-in/email", { email: of, password }, headers);
  const askWith = (headers: Record<string, string>, of = email) =>
    postAuth(desk, "/email-otp/send-verification-otp", { email: of, type: "sign-in" }, headers);
  const words = async (answer: Promise<Answer>) => {
    const { status, body } = await answer;
    return `${status} ${(body as Problem).detail}`;
  };
  expect(await words(enterWith(page))).toMatch(/^429 .*a code by email/);
  expect(await words(askWith(page))).toMatch(/^429 .*your password/);
  expect((await enterWith(mine, "bob@shop.test")).status).toBe(429);
  expect((await askWith(mine, "bob@shop.test")).status).toBe(429);
  expect((await enterWith(mine)).status).toBe(200);
  expect((await askWith(mine)).status).toBe(200);
  expect((await enterWith({ ...page, cookie: `docket_known=${"a".repeat(43)}` })).status).toBe(429);
});

test("a stranger's guesses at others' passwords keep nobody out who shares the address, and at one's own no known browser", async () => {
  const [email, page] = ["ada@shop.test", { origin: deskUrl }];
  from = "192.0.2.9";
  await register(desk, email, password);
  const signedIn = await postAuth(desk, "/sign-in/email", { email, password }, page);
  const known = signedIn.headers.getSetCookie().find((cookie) => cookie.startsWith("docket_known="));
  from = "192.0.2.1";
  await Promise.all(Array.from({ length: 31 }, (_, i) => signIn(`p${i}@shop.test`, "not the password")));
  expect((await signIn(email)).status).toBe(200);
  await Promise.all(Array.from({ length: 11 }, () => signIn(email, "not the password")));
  const late = await signIn(email);
  expect(late).toMatchObject(refused);
  expect((late.body as Problem).detail).toMatch(/in about 15 minutes\. If you cannot wait, .* a code by email\.$/);
  const mine = { ...page, cookie: known?.split(";")[0] ?? "" };
  expect((await postAuth(desk, "/sign-in/email", { email, password }, mine)).status).toBe(200);
  await send(email);
  expect((await enter(email, await lastCodeTo(desk, email))).status).toBe(200);
});

test("guesses at the same moment get no more than three tries of a code", async () => {
  const email = "ada@shop.test";
  await send(email);
  const code = await lastCodeTo(desk, email);
  const wrong = Array.from({ length: 14 }, (_, i) => String((Number(code) + 1 + i) % 1_000_000).padStart(6, "0"));
  await Promise.all(wrong.map((otp) => enter(email, otp)));
  expect((await enter(email, code)).status).toBe(422);
  const [row] = await desk.services.db.orm.select().from(codes);
  expect(row?.tries).toBe(3);
});

test.each(["email-verification", "forget-password"])(
  "guesses at a code for %s do not tell whether anybody has the address",
  async (type) => {
    const known = await desk.person("client");
    const path = type === "forget-password" ? "/email-otp/reset-password" : "/email-otp/verify-email";
    const answersFor = async (email: string) => {
      const answers = [await postAuth(desk, "/email-otp/send-verification-otp", { email, type })];
      const guessed = { email, otp: "123456", password: "long enough a password" };
      for (let i = 0; i < 5; i++) answers.push(await postAuth(desk, path, guessed));
      await postAuth(desk, "/email-otp/send-verification-otp", { email, type });
      desk.clock.advance(11 * minute);
      answers.push(await postAuth(desk, path, guessed));
      return answers.map(({ status, body }) => ({ status, body: { ...(body as object), requestId: "" } }));
    };
    expect(await answersFor(known.email)).toEqual(await answersFor("nobody@desk.test"));
  },
);
