import type { ApiKeyPage, CreatedApiKey } from "@docket/core/contract/api-key";
import type { TicketView } from "@docket/core/contract/ticket";
import { asc, inArray } from "drizzle-orm";
import { afterEach, beforeEach, expect, test } from "vitest";
import { fields, historyOf, listed, refusal, walk } from "../../test/answers.ts";
import type { Caller } from "../../test/desk.ts";
import { Desk } from "../../test/desk.ts";
import { dump } from "../../test/dump.ts";
import { program } from "../../test/keys.ts";
import { day, hour, minute, toIso } from "@docket/core/time";
import { events } from "../db/schema/events.ts";

let desk: Desk;
let admin: Caller;
beforeEach(async () => {
  desk = await Desk.start();
  admin = await desk.person("admin", "Alma");
});
afterEach(() => desk.stop());

const create = async (scopes: readonly string[], name = "Reports"): Promise<CreatedApiKey> =>
  (await admin.post<CreatedApiKey>("/api-keys", { name, scopes })).body;

const everything = async (): Promise<string> => JSON.stringify([await dump(desk), desk.logs]);

test("an admin makes a key that works, and its secret is kept nowhere", async () => {
  const key = await create(["tickets:read", "tickets:write"]);
  expect(key).toMatchObject({ name: "Reports", scopes: ["tickets:read", "tickets:write"] });
  expect(key.secret).toMatch(/^dk_[\w-]{43}$/);
  const { secret, ...view } = key;
  expect((await admin.get<ApiKeyPage>("/api-keys")).body).toEqual({ items: [view], nextCursor: null });
  const script = program(desk, secret);
  const requester = { name: "Nora", email: "nora@shop.test" };
  const ticket = await script.open({ requester });
  expect(ticket).toMatchObject({ source: "api", requester: { name: "Nora" } });
  expect(await listed(script)).toEqual([ticket.number]);
  expect(await historyOf(admin, ticket.id)).toMatchObject([{ type: "ticket.created", actor: { kind: "system" } }]);
  expect(await everything()).not.toContain(secret.slice(3));
});

test("a key does what its scopes say and no more", async () => {
  const { id } = await (await desk.person("client")).open();
  const reader = program(desk, (await create(["tickets:read"])).secret);
  const writer = program(desk, (await create(["tickets:write"])).secret);
  const bot = program(desk, (await create(["chat"])).secret);
  expect((await reader.get(`/tickets/${id}`)).status).toBe(200);
  expect(refusal(await reader.post(`/tickets/${id}/notes`, { body: "Hello" }))).toBe("403 permission.denied");
  expect(refusal(await writer.get(`/tickets/${id}`))).toBe("404 resource.not_found");
  expect(refusal(await bot.get(`/tickets/${id}`))).toBe("404 resource.not_found");
  expect(refusal(await bot.get("/tickets"))).toBe("403 permission.denied");
  const both = program(desk, (await create(["tickets:read", "tickets:write"])).secret);
  expect((await both.post(`/tickets/${id}/notes`, { body: "Hello" })).status).toBe(201);
  expect(refusal(await both.post(`/tickets/${id}/claim`))).toBe("403 permission.denied");
  const asked = await both.get<{ detail: string }>("/me");
  expect(refusal(asked)).toBe("403 permission.denied");
  expect(asked.body.detail).toContain("what an API key may do in its own name");
});

test("a revoked key fails at once, and is revoked once", async () => {
  const { id, secret } = await create(["tickets:read"]);
  const script = program(desk, secret);
  expect((await script.get("/tickets")).status).toBe(200);
  const answers = await Promise.all([admin.delete(`/api-keys/${id}`), admin.delete(`/api-keys/${id}`)]);
  expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([204, 404]);
  const told = await script.get<{ detail: string }>("/tickets");
  expect(refusal(told)).toBe("401 auth.key_revoked");
  expect(told.body.detail).toBe("This API key was revoked. An admin can make a new one.");
  expect(refusal(await script.post("/tickets", {}))).toBe("401 auth.key_revoked");
  for (const guess of [`${secret}x`, secret.slice(0, -1), `dk_${id}`]) {
    const answer = await program(desk, guess).get<{ detail: string }>("/tickets");
    expect(refusal(answer)).toBe("401 auth.invalid_session");
    expect(answer.body.detail).toContain("The desk knows no such API key");
  }
  expect((await admin.get<ApiKeyPage>("/api-keys")).body.items).toEqual([]);
  expect((await admin.delete(`/api-keys/${id}`)).status).toBe(404);
});

test("what happens to keys is kept, without their secrets", async () => {
  const { id } = await create(["chat"], "Bots");
  await admin.delete(`/api-keys/${id}`);
  const rows = await desk.services.db.orm
    .select({ type: events.type, seq: events.seq, actor: events.actor, data: events.data })
    .from(events)
    .where(inArray(events.streamId, [id]))
    .orderBy(asc(events.position));
  const actor = { kind: "staff", id: admin.id };
  expect(rows).toEqual([
    { type: "api_key.created", seq: 1, actor, data: { name: "Bots", scopes: ["chat"] } },
    { type: "api_key.revoked", seq: 2, actor, data: {} },
  ]);
});

test("the same request, sent again or at the same time, makes one key and says its secret again", async () => {
  const send = (key: string) =>
    admin.post<CreatedApiKey>("/api-keys", { name: "Reports", scopes: ["chat"] }, { "idempotency-key": key });
  const answers = await Promise.all(Array.from({ length: 5 }, () => send("the-same-key")));
  const later = await send("the-same-key");
  expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201, 201]);
  expect(later.headers.get("idempotent-replayed")).toBe("true");
  expect(new Set([...answers, later].map(({ body }) => body.secret)).size).toBe(1);
  expect((await program(desk, later.body.secret, "discord:1").get("/me")).status).toBe(403);
  const other = await send("another-key");
  expect(other.body.secret).not.toBe(later.body.secret);
  expect((await admin.get<ApiKeyPage>("/api-keys")).body.items).toHaveLength(2);
  await admin.delete(`/api-keys/${later.body.id}`);
  expect((await send("the-same-key")).status).toBe(404);
});

test("the list has every key once, newest first, page by page", async () => {
  const names = ["a", "b", "c", "d", "e"];
  for (const [i, name] of names.entries()) {
    desk.clock.advance(i % 2);
    await create(["chat"], name);
  }
  const shown = await walk<ApiKeyPage["items"][number]>(admin, "/api-keys?limit=2");
  expect(shown.map(({ name }) => name).toSorted()).toEqual(names);
  const times = shown.map(({ createdAt }) => createdAt);
  expect(times).toEqual(times.toSorted().toReversed());
});

test("scopes are named, each once", async () => {
  for (const scopes of [[], ["chat", "chat"], ["admin"], "chat", ["tickets:read", "*"]]) {
    const answer = await admin.post("/api-keys", { name: "Reports", scopes });
    expect([refusal(answer), fields(answer)[0]?.startsWith("scopes")]).toEqual(["422 request.invalid", true]);
  }
  for (const name of ["", " ", "\u200b", "x".repeat(61)]) {
    expect(fields(await admin.post("/api-keys", { name, scopes: ["chat"] }))).toEqual(["name"]);
  }
});

test("keys are made in person: neither another role nor a key makes, sees or revokes one", async () => {
  const { id, secret } = await create(["tickets:read", "tickets:write", "chat"]);
  const callers = [program(desk, secret), await desk.person("manager"), await desk.person("client")];
  for (const caller of callers) {
    expect(refusal(await caller.get("/api-keys"))).toBe("403 permission.denied");
    expect(refusal(await caller.post("/api-keys", { name: "Mine", scopes: ["chat"] }))).toBe("403 permission.denied");
    expect(refusal(await caller.delete(`/api-keys/${id}`))).toBe("403 permission.denied");
  }
});

test("a key is no session: it opens no socket, signs in nowhere, and counts in no cookie", async () => {
  const { secret } = await create(["tickets:read", "tickets:write", "chat"]);
  const { cookieName } = desk.services.auth;
  const anonymous = desk.anonymous;
  const upgrade = {
    upgrade: "websocket",
    connection: "upgrade",
    "sec-websocket-protocol": `docket.v1, docket.bearer.${secret}`,
  };
  expect(refusal(await anonymous.get("/live", upgrade))).toBe("403 permission.denied");
  expect(refusal(await anonymous.get("/tickets", { cookie: `${cookieName}=${secret}` }))).toBe(
    "401 auth.invalid_session",
  );
  const session = await desk.send(
    new Request("http://desk.test/api/auth/get-session", { headers: { authorization: `Bearer ${secret}` } }),
  );
  expect(session.body).toBeNull();
});

const onlyKey = async (reader: Caller, query = "") => {
  const { items } = (await reader.get<ApiKeyPage>(`/api-keys${query}`)).body;
  expect(items).toHaveLength(1);
  return items[0];
};

test("who made a key may go; the key stays the company's until it is revoked, and says whether they are gone", async () => {
  const { secret } = await create(["tickets:read"]);
  const other = await desk.person("admin");
  const ofOther = (await other.post<CreatedApiKey>("/api-keys", { name: "Other", scopes: ["chat"] })).body;
  const mine = `?createdBy=${admin.id}`;
  expect(await onlyKey(other, mine)).toMatchObject({ createdBy: { id: admin.id, name: "Alma", standing: "admin" } });
  const answer = await other.patch(`/people/${admin.id}`, { active: false });
  expect(answer.status).toBe(200);
  expect((await program(desk, secret).get<TicketView>("/tickets")).status).toBe(200);
  expect(await onlyKey(other, mine)).toMatchObject({ name: "Reports", createdBy: { standing: "left" } });
  expect(await onlyKey(other, `?createdBy=${other.id}`)).toMatchObject({
    id: ofOther.id,
    createdBy: { standing: "admin" },
  });
  await other.patch(`/people/${admin.id}`, { active: true, role: "agent" });
  expect(await onlyKey(other, mine)).toMatchObject({ createdBy: { name: "Alma", standing: "not_admin" } });
  await other.delete(`/people/${admin.id}`);
  expect(await onlyKey(other, mine)).toMatchObject({ createdBy: { name: "Deleted person", standing: "left" } });
});

test("a key ends by itself at its time, says so to whoever still uses it, and stays in the list", async () => {
  const expiresAt = toIso(desk.clock.now() + 30 * day);
  const body = { name: "Month", scopes: ["tickets:read"], expiresAt };
  const { secret } = (await admin.post<CreatedApiKey>("/api-keys", body)).body;
  const script = program(desk, secret);
  desk.clock.advance(30 * day - minute);
  expect((await script.get("/tickets")).status).toBe(200);
  desk.clock.advance(minute);
  expect(refusal(await script.get("/tickets"))).toBe("401 auth.key_expired");
  expect(refusal(await script.post("/tickets", {}))).toBe("401 auth.key_expired");
  const reader = await desk.person("admin");
  expect(await onlyKey(reader)).toMatchObject({ name: "Month", expiresAt });
});

test("a key that would never work is refused, and the field is named", async () => {
  for (const expiresAt of [toIso(desk.clock.now()), "2001-01-01T00:00:00.000Z", "tomorrow", "", 5]) {
    const answer = await admin.post("/api-keys", { name: "Late", scopes: ["chat"], expiresAt });
    expect([refusal(answer), fields(answer)]).toEqual(["422 request.invalid", ["expiresAt"]]);
  }
  expect((await admin.get<ApiKeyPage>("/api-keys")).body.items).toEqual([]);
});

test("when a key was last used is kept to the hour, and only when it let somebody in", async () => {
  const { id, secret } = await create(["tickets:read"]);
  const lastUse = async () => {
    await desk.settled();
    return (await onlyKey(admin))?.lastUsedAt;
  };
  expect(await lastUse()).toBeNull();
  await program(desk, `${secret}x`).get("/tickets");
  expect(await lastUse()).toBeNull();
  const first = desk.clock.now();
  await program(desk, secret).get("/tickets");
  expect(await lastUse()).toBe(toIso(first));
  desk.clock.advance(hour - 1);
  await program(desk, secret).get("/tickets");
  expect(await lastUse()).toBe(toIso(first));
  desk.clock.advance(1);
  await program(desk, secret).get("/tickets");
  expect(await lastUse()).toBe(toIso(first + hour));
  await admin.delete(`/api-keys/${id}`);
  expect(refusal(await program(desk, secret).get("/tickets"))).toBe("401 auth.key_revoked");
});
