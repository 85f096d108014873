import { afterEach, beforeEach, expect, test } from "vitest";
import { eq } from "drizzle-orm";
import { callerOf, lastCodeTo, postAuth, signInByCode } from "../../test/auth-calls.ts";
import { Desk } from "../../test/desk.ts";
import { accounts } from "../db/schema/auth.ts";
import { people } from "../db/schema/people.ts";

const victim = "victim@shop.test";
const attackersPassword = "the attacker's password";

let desk: Desk;
beforeEach(async () => {
  desk = await Desk.start();
  // Somebody who only knows the address registers it before its owner does.
  await postAuth(desk, "/sign-up/email", { name: "Fool", email: victim, password: attackersPassword });
});
afterEach(() => desk.stop());

const attackerGetsIn = async () =>
  (await postAuth(desk, "/sign-in/email", { email: victim, password: attackersPassword })).status === 200;
const isProven = async () =>
  (await desk.services.db.orm.select().from(people).where(eq(people.email, victim)))[0]?.emailVerified;

test("a code that signs the owner in ends the password of before", async () => {
  const owner = await signInByCode(desk, victim);
  expect((await callerOf(desk, owner).get("/me")).status).toBe(200);
  expect(await isProven()).toBe(true);
  expect(await attackerGetsIn()).toBe(false);
});

test("the owner who registers too gets the password that came with the code", async () => {
  const password = "the owner's password";
  await postAuth(desk, "/sign-up/email", { name: "Victim", email: victim, password });
  // The attacker may even be the last one to register.
  await postAuth(desk, "/sign-up/email", { name: "Victim", email: victim, password: attackersPassword });
  const proof = { email: victim, otp: await lastCodeTo(desk, victim), password };
  expect((await postAuth(desk, "/email-otp/verify-email", proof)).status).toBe(200);
  expect(await attackerGetsIn()).toBe(false);
  expect((await postAuth(desk, "/sign-in/email", { email: victim, password })).status).toBe(200);
});

test("a proof without a password leaves none", async () => {
  const proof = { email: victim, otp: await lastCodeTo(desk, victim) };
  expect((await postAuth(desk, "/email-otp/verify-email", proof)).status).toBe(200);
  expect(await isProven()).toBe(true);
  expect(await attackerGetsIn()).toBe(false);
  expect(await desk.services.db.orm.select().from(accounts)).toEqual([]);
});

const nameOf = async () => (await desk.services.db.orm.select().from(people).where(eq(people.email, victim)))[0]?.name;

test("a reset replaces the password of before", async () => {
  await postAuth(desk, "/email-otp/request-password-reset", { email: victim });
  const password = "the owner's password";
  const proof = { email: victim, otp: await lastCodeTo(desk, victim), password };
  expect((await postAuth(desk, "/email-otp/reset-password", proof)).status).toBe(200);
  expect(await attackerGetsIn()).toBe(false);
  expect((await postAuth(desk, "/sign-in/email", { email: victim, password })).status).toBe(200);
  expect(await nameOf()).toBe("victim");
});

test("a code in a widget ends the password of before", async () => {
  const visitor = await desk.visitor();
  await visitor.post("/widget/session/code", { email: victim });
  const code = await lastCodeTo(desk, victim);
  expect((await visitor.post("/widget/session/verify", { email: victim, code })).status).toBe(200);
  expect(await nameOf()).toBe("victim");
  expect(await isProven()).toBe(true);
  expect(await attackerGetsIn()).toBe(false);
});
