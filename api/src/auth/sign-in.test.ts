import type { Me } from "@docket/core/contract/person";
import { day, minute } from "@docket/core/time";
import { eq } from "drizzle-orm";
import { afterEach, beforeEach, expect, test } from "vitest";
import {
  callerOf,
  codesTo,
  getAuth,
  lastCodeTo,
  postAuth,
  register,
  sessionsOf,
  signInByCode,
  wrongCode,
} from "../../test/auth-calls.ts";
import { Caller, Desk, deskUrl } from "../../test/desk.ts";
import { sessions } from "../db/schema/auth.ts";
import { people } from "../db/schema/people.ts";
import { drain } from "../outbox/drain.ts";
import { authRoutes } from "./routes.ts";

const email = "ada@shop.test";
const password = "correct horse battery";

let desk: Desk;
beforeEach(async () => {
  desk = await Desk.start();
});
afterEach(() => desk.stop());

const meOf = async (caller: Caller) => (await caller.get<Me>("/me")).body;
const byCookie = (cookie: string) => new Caller(desk, { cookie, origin: deskUrl });

test("a client registers with a password, proves the address and signs in with it later", async () => {
  const signedUp = await postAuth(desk, "/sign-up/email", { name: " Ada ", email: "Ada@Shop.test", password });
  expect(signedUp).toMatchObject({ status: 200, body: { token: null, user: { name: "Ada", email } } });
  expect(sessionsOf(signedUp)).toEqual({ cookie: "", bearer: "" });

  const proof = { email, otp: await lastCodeTo(desk, email), name: "Ada", password };
  const proven = await postAuth(desk, "/email-otp/verify-email", proof);
  expect(await meOf(callerOf(desk, proven))).toMatchObject({ kind: "client", name: "Ada", email, role: "client" });

  const signedIn = await postAuth(desk, "/sign-in/email", { email, password });
  expect(signedIn.status).toBe(200);
  expect(await meOf(callerOf(desk, signedIn))).toMatchObject({ email, role: "client" });
});

test.each([
  ["kunde@müller-bau.de", "kunde@xn--mller-bau-q9a.de", "kunde@müller-bau.de"],
  ["ada@пример.рф", "ada@xn--e1afmkfd.xn--p1ai", "ada@пример.рф"],
  ["sales&support@shop.test", "sales&support@shop.test", "sales&support@shop.test"],
  ["mailto:<ada@shop.test> ", "ada@shop.test", "ada@shop.test"],
])("%s signs in like any other, in every way", async (typed, sentTo, shown) => {
  expect((await postAuth(desk, "/sign-up/email", { name: "Kim", email: typed, password })).status).toBe(200);
  const otp = await lastCodeTo(desk, sentTo);
  const proven = await postAuth(desk, "/email-otp/verify-email", {
    email: typed,
    otp: ` ${otp.slice(0, 3)} ${otp.slice(3)} `,
    name: "Kim",
    password,
  });
  expect(await meOf(callerOf(desk, proven))).toMatchObject({ email: shown, name: "Kim" });
  for (const way of [typed, sentTo, shown]) {
    const signedIn = await postAuth(desk, "/sign-in/email", { email: way, password });
    expect((await meOf(callerOf(desk, signedIn))).email).toBe(shown);
  }
  await postAuth(desk, "/email-otp/send-verification-otp", { email: typed, type: "sign-in" });
  const byCode = await postAuth(desk, "/sign-in/email-otp", { email: shown, otp: await lastCodeTo(desk, sentTo) });
  expect((await meOf(callerOf(desk, byCode))).email).toBe(shown);
  await postAuth(desk, "/email-otp/request-password-reset", { email: typed });
  const reset = { email: typed, otp: await lastCodeTo(desk, sentTo), password: "another good one" };
  expect((await postAuth(desk, "/email-otp/reset-password", reset)).status).toBe(200);
  expect((await postAuth(desk, "/sign-in/email", { email: typed, password: "another good one" })).status).toBe(200);
  const rows = await desk.services.db.orm.select({ email: people.email }).from(people);
  expect(rows).toEqual([{ email: sentTo }]);
});

test("a name that looks like an address inside of sign-in stays a name", async () => {
  const name = "as-22@address.invalid";
  const signedIn = await register(desk, email, password);
  expect((await callerOf(desk, signedIn).patch("/me", { name })).status).toBe(200);
  const bearer = { authorization: `Bearer ${sessionsOf(signedIn).bearer}` };
  expect((await getAuth(desk, "/get-session", bearer)).body).toMatchObject({ user: { name, email } });
  await postAuth(desk, "/sign-up/email", { name, email: "bob@shop.test", password });
  const proof = { email: "bob@shop.test", otp: await lastCodeTo(desk, "bob@shop.test"), name, password };
  expect(await meOf(callerOf(desk, await postAuth(desk, "/email-otp/verify-email", proof)))).toMatchObject({ name });
});

test("a session works as a cookie and as a bearer token, until it is signed out", async () => {
  const { cookie, bearer } = sessionsOf(await register(desk, email, password));
  expect(cookie).toMatch(/^docket_session=/);
  expect(await meOf(byCookie(cookie))).toMatchObject({ email });
  expect(await meOf(new Caller(desk, { authorization: `Bearer ${bearer}` }))).toMatchObject({ email });
  expect((await byCookie(cookie).patch("/me", { name: "Grace" })).status).toBe(200);

  await postAuth(desk, "/sign-out", {}, { authorization: `Bearer ${bearer}` });
  expect(await byCookie(cookie).get("/me")).toMatchObject({ status: 401, body: { code: "auth.invalid_session" } });
});

test("the cookie is for this host and its scripts cannot read it", async () => {
  const plain = await register(desk, email, password);
  expect(plain.headers.get("set-cookie")).toMatch(
    /^docket_session=[^;]+; Max-Age=604800; Path=\/; HttpOnly; SameSite=Lax$/,
  );

  const secure = await Desk.start({ DOCKET_URL: "https://desk.example.com" });
  const cookie = (await register(secure, email, password)).headers.get("set-cookie") ?? "";
  expect(cookie).toMatch(/^__Host-docket_session=[^;]+; Max-Age=604800; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
  expect((await new Caller(secure, { cookie: cookie.split(";")[0] ?? "" }).get<Me>("/me")).body).toMatchObject({
    email,
  });
  await secure.stop();
});

test("nobody chooses a role, an id or whether they are proven", async () => {
  const wishes = {
    role: "admin",
    id: "per_mine",
    emailVerified: true,
    active: false,
    version: 7,
    image: "http://x.test",
  };
  await postAuth(desk, "/sign-up/email", { name: "Ada", email, password, ...wishes });
  await postAuth(desk, "/email-otp/send-verification-otp", { email: "bob@shop.test", type: "sign-in" });
  const otp = await lastCodeTo(desk, "bob@shop.test");
  await postAuth(desk, "/sign-in/email-otp", { email: "bob@shop.test", otp, ...wishes });

  const rows = await desk.services.db.orm.select().from(people).orderBy(people.email);
  expect(rows).toMatchObject([
    { email, role: "client", emailVerified: false, active: true, version: 0, image: null },
    { email: "bob@shop.test", name: "bob", role: "client", emailVerified: true, active: true, version: 0, image: null },
  ]);
  for (const { id } of rows) expect(id).toMatch(/^per_[0-9a-z]{26}$/);
});

test("an unproven address does not sign in, and looks like a wrong password", async () => {
  await postAuth(desk, "/sign-up/email", { name: "Ada", email, password });
  const right = await postAuth(desk, "/sign-in/email", { email, password });
  const wrong = await postAuth(desk, "/sign-in/email", { email, password: "another password" });
  const nobody = await postAuth(desk, "/sign-in/email", { email: "nobody@shop.test", password });
  for (const answer of [right, wrong, nobody]) {
    expect(answer).toMatchObject({ status: 401, body: { code: "auth.wrong_credentials" } });
    const told = ({ body, headers }: typeof wrong) =>
      JSON.stringify([{ ...(body as object), requestId: "" }, [...headers.keys()]]);
    expect(told(answer)).toBe(told(wrong));
  }
});

test("signing up, asking for a code and resetting say nothing about who has an address", async () => {
  await register(desk, email, password);
  const shape = ({ status, body }: { status: number; body: unknown }) =>
    JSON.stringify([status, body]).replaceAll(/per_[0-9a-z]{26}|20\d\d-[^"]+Z|[a-z]+@shop\.test/g, "…");
  const asks = [
    (address: string) => postAuth(desk, "/sign-up/email", { name: "Eve", email: address, password }),
    (address: string) => postAuth(desk, "/email-otp/send-verification-otp", { email: address, type: "sign-in" }),
    (address: string) =>
      postAuth(desk, "/email-otp/send-verification-otp", { email: address, type: "forget-password" }),
    (address: string) => postAuth(desk, "/email-otp/request-password-reset", { email: address }),
  ];
  for (const [i, ask] of asks.entries()) {
    const nobody = "abcdefg"[i]?.repeat(3);
    expect(shape(await ask(email))).toBe(shape(await ask(`${nobody}@shop.test`)));
  }
  const [ada] = await desk.services.db.orm.select().from(people).where(eq(people.email, email));
  expect(ada?.name).toBe("Ada");
});

test("resetting a password takes as long and answers the same, whether or not anybody has the address", async () => {
  await desk.stop();
  desk = await Desk.start({}, { wake: () => {} });
  await postAuth(desk, "/sign-up/email", { name: "Ada", email, password });
  await drain(desk.services);
  await postAuth(desk, "/email-otp/verify-email", { email, otp: await lastCodeTo(desk, email), password });
  await desk.settled();

  const asked = async (address: string): Promise<unknown> => {
    const before = desk.trips();
    const { status, headers, body } = await postAuth(desk, "/email-otp/request-password-reset", { email: address });
    const trips = desk.trips() - before;
    const random = { "x-request-id": "…", "set-cookie": headers.get("set-cookie")?.replace(/=[^;]+/, "=…") };
    return { trips, status, headers: { ...Object.fromEntries(headers), ...random }, body };
  };
  const known = await asked(email);
  expect(known).toMatchObject({ status: 200, body: { success: true } });
  expect(await asked("nobody@shop.test")).toEqual(known);
  const again = await asked(email);
  expect(await asked("nobody@shop.test")).toEqual(again);
});

test("somebody who registers a second time is signed in by the code, with the password of then", async () => {
  await register(desk, email, password);
  await postAuth(desk, "/sign-up/email", { name: "Ada", email, password: "a new password" });
  const otp = await lastCodeTo(desk, email);
  const proven = await postAuth(desk, "/email-otp/verify-email", { email, otp, password: "a new password" });
  expect(await meOf(callerOf(desk, proven))).toMatchObject({ email });
  expect((await postAuth(desk, "/sign-in/email", { email, password: "a new password" })).status).toBe(200);
  expect((await postAuth(desk, "/sign-in/email", { email, password })).status).toBe(401);
});

test("a code signs in once, for ten minutes and three tries", async () => {
  const sendTo = (address: string) =>
    postAuth(desk, "/email-otp/send-verification-otp", { email: address, type: "sign-in" });
  const tryCode = (address: string, otp: string) => postAuth(desk, "/sign-in/email-otp", { email: address, otp });

  const first = await signInByCode(desk, email);
  expect(await meOf(callerOf(desk, first))).toMatchObject({ kind: "client", name: "ada", email });
  expect((await tryCode(email, await lastCodeTo(desk, email))).status).toBe(422);

  await sendTo("tried@shop.test");
  const tried = await lastCodeTo(desk, "tried@shop.test");
  for (let i = 0; i < 3; i++) expect((await tryCode("tried@shop.test", wrongCode(tried))).status).toBe(422);
  expect((await tryCode("tried@shop.test", tried)).status).toBe(422);

  await sendTo("late@shop.test");
  desk.clock.advance(10 * minute);
  expect((await tryCode("late@shop.test", await lastCodeTo(desk, "late@shop.test"))).status).toBe(422);
});

test("codes lie hashed in the database", async () => {
  await postAuth(desk, "/email-otp/send-verification-otp", { email, type: "sign-in" });
  const code = await lastCodeTo(desk, email);
  const { rows } = await desk.services.db.orm.run("SELECT * FROM codes");
  expect(rows).toHaveLength(1);
  expect(JSON.stringify(rows)).not.toContain(code);
});

test("a parallel guess gains nothing: one code signs in once", async () => {
  await postAuth(desk, "/email-otp/send-verification-otp", { email, type: "sign-in" });
  const otp = await lastCodeTo(desk, email);
  const answers = await Promise.all(
    Array.from({ length: 8 }, () => postAuth(desk, "/sign-in/email-otp", { email, otp })),
  );
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
});

test("a forgotten password is replaced with a code, and old sessions end", async () => {
  const before = callerOf(desk, await register(desk, email, password));
  await postAuth(desk, "/email-otp/request-password-reset", { email });
  const otp = await lastCodeTo(desk, email);
  const reset = await postAuth(desk, "/email-otp/reset-password", { email, otp, password: "a new password" });
  expect(reset.status).toBe(200);
  expect((await before.get("/me")).status).toBe(401);
  expect((await postAuth(desk, "/sign-in/email", { email, password })).status).toBe(401);
  expect((await postAuth(desk, "/sign-in/email", { email, password: "a new password" })).status).toBe(200);
});

test("a password is changed by who knows it, and ends all sessions but the one it is changed in", async () => {
  const { cookie } = sessionsOf(await register(desk, email, password));
  const other = callerOf(desk, await postAuth(desk, "/sign-in/email", { email, password }));
  const change = (currentPassword: string) =>
    postAuth(desk, "/change-password", { currentPassword, newPassword: "a new password" }, { cookie, origin: deskUrl });
  expect((await change("not the password")).status).toBe(422);
  expect((await other.get("/me")).status).toBe(200);
  expect((await change(password)).status).toBe(200);
  expect((await other.get("/me")).status).toBe(401);
  expect(await meOf(byCookie(cookie))).toMatchObject({ email });
});

test("sessions are listed and ended one by one", async () => {
  const first = sessionsOf(await register(desk, email, password));
  const second = await postAuth<{ token: string }>(desk, "/sign-in/email", { email, password });
  const own = { cookie: first.cookie, origin: deskUrl };
  expect((await getAuth<unknown[]>(desk, "/list-sessions", own)).body).toHaveLength(2);
  await postAuth(desk, "/revoke-session", { token: second.body.token }, own);
  expect((await callerOf(desk, second).get("/me")).status).toBe(401);
  expect((await getAuth<unknown[]>(desk, "/list-sessions", own)).body).toHaveLength(1);
});

test("a session lasts seven days and is prolonged by looking at it", async () => {
  const { cookie, bearer } = sessionsOf(await register(desk, email, password));
  const now = Date.now();
  const { db } = desk.services;
  await db.write(
    db.orm.update(sessions).set({ expiresAt: new Date(now + 5 * day), updatedAt: new Date(now - 2 * day) }),
  );
  const looked = await getAuth(desk, "/get-session", { cookie });
  expect(looked.headers.get("set-cookie")).toContain("Max-Age=604800");
  const [session] = await db.orm.select().from(sessions);
  expect(session?.expiresAt.getTime()).toBeGreaterThan(now + 7 * day - minute);

  const caller = new Caller(desk, { authorization: `Bearer ${bearer}` });
  desk.clock.advance(7 * day - minute);
  expect((await caller.get("/me")).status).toBe(200);
  desk.clock.advance(2 * minute);
  expect(await caller.get("/me")).toMatchObject({ status: 401, body: { code: "auth.invalid_session" } });
});

test("a forged, cut or unsigned session is nobody's", async () => {
  const { cookie, bearer } = sessionsOf(await register(desk, email, password));
  const [token = "", signature = ""] = bearer.split(".");
  const swapped = `${token.slice(0, -1)}${token.endsWith("A") ? "B" : "A"}`;
  for (const forged of [
    token,
    `${swapped}.${signature}`,
    `${token}.`,
    `${token}.AAAA`,
    `${token}.${"A".repeat(43)}=`,
  ]) {
    const asBearer = new Caller(desk, { authorization: `Bearer ${forged}` });
    expect(await asBearer.get("/me")).toMatchObject({ status: 401, body: { code: "auth.invalid_session" } });
    const asCookie = byCookie(`docket_session=${encodeURIComponent(forged)}`);
    expect((await asCookie.get("/me")).status).toBe(401);
    const session = await getAuth(desk, "/get-session", { authorization: `Bearer ${forged}` });
    expect(session.body).toBeNull();
  }
  expect((await byCookie(cookie).get("/me")).status).toBe(200);
});

test("somebody who is not active cannot sign in in any way", async () => {
  const session = callerOf(desk, await register(desk, email, password));
  await postAuth(desk, "/email-otp/send-verification-otp", { email, type: "sign-in" });
  const otp = await lastCodeTo(desk, email);
  const { db } = desk.services;
  await db.write(db.orm.update(people).set({ active: false }).where(eq(people.email, email)));
  expect((await session.get("/me")).status).toBe(401);
  const answers = [
    await postAuth(desk, "/sign-in/email", { email, password }),
    await postAuth(desk, "/sign-in/email-otp", { email, otp }),
  ];
  for (const answer of answers) {
    expect(answer).toMatchObject({ status: 403, body: { code: "auth.not_active" } });
    expect(sessionsOf(answer)).toEqual({ cookie: "", bearer: "" });
  }
});

test("pages elsewhere sign nobody in or out", async () => {
  const { cookie } = sessionsOf(await register(desk, email, password));
  const evil = { origin: "https://evil.test" };
  const refused = { status: 403, body: { code: "request.cross_origin" } };
  expect(await postAuth(desk, "/sign-in/email", { email, password }, evil)).toMatchObject(refused);
  expect(await postAuth(desk, "/sign-out", {}, { ...evil, cookie })).toMatchObject(refused);
  expect((await postAuth(desk, "/sign-out", {}, { cookie })).status).toBe(403);
  expect((await byCookie(cookie).get("/me")).status).toBe(200);
});

test("no route signs anybody in or out for a page that the browser calls another", async () => {
  const { cookie } = sessionsOf(await register(desk, email, password));
  const posts = authRoutes().routes.filter(({ method }) => method === "POST");
  expect(posts.length).toBeGreaterThan(8);
  for (const { path } of posts) {
    for (const site of ["cross-site", "same-site", "none"]) {
      for (const origin of [{}, { origin: deskUrl }]) {
        const headers = { cookie, "sec-fetch-site": site, ...origin };
        const answer = await postAuth(desk, path.replace("/api/auth", ""), {}, headers);
        expect([path, headers, answer]).toMatchObject([
          path,
          headers,
          { status: 403, body: { code: "request.cross_origin" } },
        ]);
      }
    }
  }
  const own = { origin: deskUrl, "sec-fetch-site": "same-origin" };
  expect((await postAuth(desk, "/sign-in/email", { email, password }, own)).status).toBe(200);
});

test("only what Docket uses of better-auth is there", async () => {
  const absent = [
    "/update-user",
    "/delete-user",
    "/change-email",
    "/sign-in/social",
    "/email-otp/check-verification-otp",
    "/error",
  ];
  for (const path of absent) {
    expect(await postAuth(desk, path)).toMatchObject({ status: 404, body: { code: "route.not_found" } });
  }
  expect((await getAuth(desk, "/verify-email?token=x")).status).toBe(404);
});

test("bad input gets the right problem and sends nothing", async () => {
  const send = (body: string, type = "application/json") => {
    const headers = { "content-type": type, "content-length": String(body.length) };
    return desk.send(new Request(`${deskUrl}/api/auth/sign-up/email`, { method: "POST", headers, body }));
  };
  const good = { name: "Ada", email, password };
  expect(await send("{")).toMatchObject({ status: 400, body: { code: "request.malformed" } });
  expect(await send("name=Ada", "application/x-www-form-urlencoded")).toMatchObject({ status: 415 });
  expect(await send(JSON.stringify({ ...good, name: "a".repeat(20_000) }))).toMatchObject({ status: 413 });
  for (const [field, value] of [
    ["name", "\u200b"],
    ["name", ""],
    ["name", "\ud800"],
    ["email", "ada"],
    ["password", "too short"],
    ["password", "x".repeat(129)],
    ["email", { $ne: null }],
  ] as const) {
    const answer = await postAuth(desk, "/sign-up/email", { ...good, [field]: value });
    expect(answer).toMatchObject({ status: 422, body: { code: "request.invalid", errors: [{ field }] } });
  }
  expect(await codesTo(desk, email)).toEqual([]);
  expect(await desk.services.db.orm.select().from(people)).toEqual([]);
});
