import type { RetryingPage } from "@docket/core/contract/outbox";
import { afterEach, beforeEach, expect, test } from "vitest";
import { callerOf, lastCodeTo, postAuth, register, sessionsOf } from "../../test/auth-calls.ts";
import type { Caller } from "../../test/desk.ts";
import { Desk, deskUrl } from "../../test/desk.ts";
import type { Id } from "@docket/core/ids";
import { drain } from "../outbox/drain.ts";
import { owe } from "../outbox/owe.ts";

const email = "ada@shop.test";
const password = "correct horse battery";
const firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

let from = "192.0.2.1";
let desk: Desk;
let admin: Caller;
beforeEach(async () => {
  from = "192.0.2.1";
  desk = await Desk.start({ AUTOMATIC_LETTERS_PER_HOUR: "1" }, { clientIp: () => from });
  admin = await desk.person("admin", "Dora");
});
afterEach(() => desk.stop());

const elsewhere = (): Record<string, string> => {
  from = "203.0.113.9";
  return { "user-agent": firefox, "docket-caller": "198.51.100.1" };
};

const changed = "Your password for Docket was changed";
/** What somebody was told of their account. */
const noticesTo = async (address: string) => {
  await desk.settled();
  return desk.mailer.to(address).filter(({ subject }) => !subject.startsWith("Your code") && !subject.startsWith("[#"));
};

const reset = async (next: string) => {
  const where = elsewhere();
  await postAuth(desk, "/email-otp/request-password-reset", { email }, where);
  const otp = await lastCodeTo(desk, email);
  expect((await postAuth(desk, "/email-otp/reset-password", { email, otp, password: next }, where)).status).toBe(200);
};

test("a person is told that their password was changed: when, from where, and what to do about it", async () => {
  const { cookie } = sessionsOf(await register(desk, email, password));
  expect(await noticesTo(email)).toEqual([]);
  const change = (currentPassword: string) => {
    const headers = { cookie, origin: deskUrl, ...elsewhere() };
    return postAuth(desk, "/change-password", { currentPassword, newPassword: "staple battery" }, headers);
  };
  expect((await change("not the password")).status).toBe(422);
  expect(await noticesTo(email)).toEqual([]);
  expect((await change(password)).status).toBe(200);
  const [told, ...more] = await noticesTo(email);
  expect(more).toEqual([]);
  expect(told).toMatchObject({ subject: changed, headers: { "Auto-Submitted": "auto-generated" } });
  expect(told?.text).toMatch(
    /^Hello Ada,\n\n.+:\n\n- When: \d+ \w+ \d{4} at \d\d:\d\d UTC\n- Browser: Firefox on Linux\n- Address: 203\.0\.113\.9\n/,
  );
  expect(told?.text).toContain("set a new one right away, and tell us.");
  // Nothing in it lets anybody in.
  expect(told?.text.match(/https?:\S+/g)).toEqual([`${deskUrl}/sign-in`]);
  expect(told?.text).not.toMatch(/\b\d{6}\b|correct horse|staple battery/);
});

test("a reset is told as well, and so is a password that comes with a proof and takes the place of another", async () => {
  await register(desk, email, password);
  await reset("a new password");
  expect((await noticesTo(email)).map(({ subject }) => subject)).toEqual([changed]);
  await postAuth(desk, "/email-otp/send-verification-otp", { email, type: "email-verification" });
  const proof = { email, otp: await lastCodeTo(desk, email), password: "yet another password" };
  expect((await postAuth(desk, "/email-otp/verify-email", proof)).status).toBe(200);
  expect((await noticesTo(email)).map(({ subject }) => subject)).toEqual([changed, changed]);
});

test("nobody keeps such an email away with emails of another kind", async () => {
  await register(desk, email, password);
  const visitor = await desk.visitor();
  const ticket = { title: "Hello", description: "Hello", category: "question", requester: { name: "Eve", email } };
  for (let i = 0; i < 3; i++) expect((await visitor.post("/tickets", ticket)).status).toBe(201);
  await reset("a new password");
  expect(await noticesTo(email)).toHaveLength(1);
});

test("it waits with the other emails, is listed for admins, and goes with whoever is erased", async () => {
  const { id } = (await callerOf(desk, await register(desk, email, password)).get<{ id: string }>("/me")).body;
  await postAuth(desk, "/email-otp/request-password-reset", { email });
  const otp = await lastCodeTo(desk, email);
  desk.mailer.fail(1);
  await postAuth(desk, "/email-otp/reset-password", { email, otp, password: "a new password" });
  await desk.settled();
  const waiting = async () => (await admin.get<RetryingPage>("/outbox/retrying")).body.items;
  expect(await waiting()).toMatchObject([
    { type: "email.send_notice", email: { kind: "password_changed", to: email }, ticket: null },
  ]);
  expect((await admin.delete(`/people/${id}`)).status).toBe(204);
  expect(await waiting()).toEqual([]);
});

test("who becomes an admin is told by whom, once", async () => {
  const agent = await desk.person("agent", "Ana");
  const change = (body: object) => admin.patch(`/people/${agent.id}`, body);
  expect((await change({ role: "admin" })).status).toBe(200);
  expect((await change({ name: "Anna" })).status).toBe(200);
  const told = await noticesTo("ana@desk.test");
  expect(told.map(({ subject }) => subject)).toEqual(["You are now an admin of Docket"]);
  expect(told[0]?.text).toContain("Dora made you an admin of Docket.");
});

test("who is no admin any more before the email goes out is not told to be one", async () => {
  const { id } = await desk.person("agent", "Eve");
  const told = { personId: id as Id<"person">, email: "eve@desk.test", address: null, client: null, name: "Dora" };
  await desk.services.db.write(owe(desk.services, [{ type: "email.send_notice", kind: "became_admin", ...told }]));
  await drain(desk.services);
  expect(await noticesTo("eve@desk.test")).toEqual([]);
});

test("who makes an API key is told of it, and not of its secret", async () => {
  const made = await admin.post<{ secret: string }>(
    "/api-keys",
    { name: "Reports", scopes: ["tickets:read"] },
    elsewhere(),
  );
  expect(made.status).toBe(201);
  const [told] = await noticesTo("dora@desk.test");
  expect(told?.subject).toBe("An API key for Docket was created in your name");
  for (const words of ["“Reports”", "Firefox on Linux", "203.0.113.9", "tell the other admins"])
    expect(told?.text).toContain(words);
  expect(told?.text).not.toContain(made.body.secret);
});
