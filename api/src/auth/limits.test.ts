import { minute } from "@docket/core/time";
import { afterEach, beforeEach, expect, test } from "vitest";
import { codesTo, lastCodeTo, postAuth } from "../../test/auth-calls.ts";
import { Desk } from "../../test/desk.ts";

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
  for (let i = 0; i < 30; i++) expect((await guess(`p${i}@shop.test`, claim(i))).status).toBe(400);
  const late = await guess("last@shop.test", claim(99));
  expect(late).toMatchObject(refused);
  expect(Number(late.headers.get("retry-after"))).toBeGreaterThan(0);

  from = "192.0.2.2";
  expect((await guess("last@shop.test")).status).toBe(400);
  from = "192.0.2.1";
  desk.clock.advance(minute);
  expect((await guess("last@shop.test")).status).toBe(400);
});

test("one person's password has thirty guesses in a quarter of an hour, from wherever", async () => {
  const password = "not the password";
  for (let i = 0; i < 30; i++) {
    from = `192.0.2.${i}`;
    expect((await postAuth(desk, "/sign-in/email", { email: "ada@shop.test", password })).status).toBe(401);
  }
  from = "192.0.2.200";
  expect(await postAuth(desk, "/sign-in/email", { email: "Ada@shop.test", password })).toMatchObject(refused);
  expect((await postAuth(desk, "/sign-in/email", { email: "bob@shop.test", password })).status).toBe(401);
});

test("one address gets five codes in a quarter of an hour, however they are asked for", async () => {
  const email = "ada@shop.test";
  const visitor = await desk.visitor();
  const ways = [
    () => send(email),
    () => postAuth(desk, "/sign-up/email", { name: "Ada", email, password: "long enough a password" }),
    () => visitor.post("/widget/session/code", { email }),
    () => postAuth(desk, "/email-otp/request-password-reset", { email }),
    () => send(email),
  ];
  for (const [i, way] of ways.entries()) {
    from = `192.0.2.${i}`;
    expect((await way()).status).toBeLessThan(300);
  }
  expect(await send(email)).toMatchObject(refused);
  expect(await visitor.post("/widget/session/code", { email })).toMatchObject(refused);
  expect(await codesTo(desk, email)).toHaveLength(5);

  desk.clock.advance(15 * minute);
  expect((await send(email)).status).toBe(200);
});

test("one caller asks for thirty codes in ten minutes, whoever they are for", async () => {
  for (let i = 0; i < 30; i++) expect((await send(`p${i}@shop.test`)).status).toBe(200);
  expect(await send("last@shop.test")).toMatchObject(refused);
  expect(await codesTo(desk, "last@shop.test")).toEqual([]);
});

test("who asks too often does not use up the codes of a day", async () => {
  const email = "ada@shop.test";
  for (let i = 0; i < 60; i++) await send(email);
  expect(await codesTo(desk, email)).toHaveLength(5);
  desk.clock.advance(15 * minute);
  expect((await send(email)).status).toBe(200);
  expect(await codesTo(desk, email)).toHaveLength(6);
});

test("guesses at the same moment, from wherever, are no more than the codes allow", async () => {
  const email = "ada@shop.test";
  await send(email);
  const code = await lastCodeTo(desk, email);
  const wrong = Array.from({ length: 50 }, (_, i) => String((Number(code) + 1 + i) % 1_000_000).padStart(6, "0"));
  const answers = await Promise.all(
    wrong.map((otp, i) => {
      from = `192.0.2.${i}`;
      return postAuth(desk, "/sign-in/email-otp", { email, otp });
    }),
  );
  expect(answers.filter(({ status }) => status === 429)).toHaveLength(35);
  expect(await postAuth(desk, "/sign-in/email-otp", { email, otp: code })).toMatchObject(refused);
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
      return answers.map(({ status, body }) => ({ status, body }));
    };
    expect(await answersFor(known.email)).toEqual(await answersFor("nobody@desk.test"));
  },
);
