import { day, hour, minute } from "@docket/core/time";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { PersonPage } from "@docket/core/contract/person";
import { count } from "drizzle-orm";
import { lastCodeTo, postAuth } from "../../test/auth-calls.ts";
import type { Caller } from "../../test/desk.ts";
import { Desk } from "../../test/desk.ts";
import { keepSignUp } from "../auth/sign-ups-store.ts";
import { accounts, sessions, signUps, verifications } from "../db/schema/auth.ts";
import { idempotencyKeys, letters, quietLanes, rateCounters } from "../db/schema/events.ts";
import { attachments } from "../db/schema/messages.ts";
import { people } from "../db/schema/people.ts";
import { visitors } from "../db/schema/sites.ts";
import { owe } from "./owe.ts";
import { sweep } from "./sweep.ts";

let desk: Desk;
let client: Caller;
beforeEach(async () => {
  desk = await Desk.start();
  client = await desk.person("client");
});
afterEach(() => desk.stop());

const upload = async (): Promise<string> =>
  (await client.post<{ id: string }>("/attachments?name=a.txt", new TextEncoder().encode("text"))).body.id;

const fileIds = async () => {
  const { db } = desk.services;
  const [rows] = await db.read(db.orm.select({ id: attachments.id }).from(attachments));
  return rows.map(({ id }) => id);
};

test("does what is owed and nobody did", async () => {
  const { db } = desk.services;
  await db.write(owe(desk.services, [{ type: "email.send_code", email: "a@desk.test", code: "123456" }]));
  await sweep(desk.services);
  expect(desk.mailer.letters).toHaveLength(1);
});

test("forgets files that were not used within a day, row and bytes, and keeps those that were", async () => {
  const unused = await upload();
  const used = await upload();
  const ticket = await client.open({ attachmentIds: [used] });
  desk.clock.advance(day - hour);
  const fresh = await upload();
  desk.clock.advance(2 * hour);
  await sweep(desk.services);
  expect((await fileIds()).toSorted()).toEqual([used, fresh].toSorted());
  expect([...desk.blobs.bytes.keys()].toSorted()).toEqual([used, fresh].toSorted());
  const { body } = await client.get<{ items: { id: string }[] }>(`/tickets/${ticket.id}/attachments`);
  expect(body.items.map(({ id }) => id)).toEqual([used]);
  expect((await client.open({ attachmentIds: [fresh] })).id).toMatch(/^tkt_/);
  expect((await client.post("/tickets", { ...ticketInput, attachmentIds: [unused] })).status).toBe(422);
});

const ticketInput = { title: "Late", description: "Too late", category: "question" };

test("forgets more files than one statement takes", async () => {
  const { db, ids, clock } = desk.services;
  const rows = Array.from({ length: 250 }, () => ({
    id: ids.next("attachment", clock.now()),
    uploaderId: client.id,
    name: "a",
    contentType: "text/plain",
    size: 1,
    createdAt: clock.now(),
  }));
  await db.write(db.orm.insert(attachments).values(rows));
  for (const { id } of rows) await desk.blobs.put(id, new Blob(["x"]).stream(), 1);
  desk.clock.advance(day + 1);
  await sweep(desk.services);
  expect(await fileIds()).toEqual([]);
  expect(desk.blobs.bytes.size).toBe(0);
});

test("forgets what has run out, and only that", async () => {
  const { db, clock } = desk.services;
  const { orm } = db;
  const now = clock.now();
  const key = (name: string, createdAt: number) => ({
    caller: "c",
    key: name,
    fingerprint: "f",
    result: {},
    createdAt,
  });
  const letter = (messageId: string, sentAt: number) => ({
    messageId,
    recipient: "a",
    kind: "code",
    automatic: true,
    sentAt,
  });
  const proof = (id: string, expiresAt: number) => {
    const at = new Date(now);
    return { id, identifier: "i", value: "v", expiresAt: new Date(expiresAt), createdAt: at, updatedAt: at };
  };
  const siteId = await desk.site();
  const visitor = (id: `vis_${string}`, expiresAt: number) => ({ id, tokenHash: id, siteId, createdAt: 0, expiresAt });
  await desk.signIn(client.id as `per_${string}`, client.email, minute);
  await db.write(
    orm.insert(idempotencyKeys).values([key("old", now - day - 1), key("new", now - day + 1)]),
    orm.insert(rateCounters).values([
      { key: "old", windowEnd: now, count: 1 },
      { key: "new", windowEnd: now + 1, count: 1 },
    ]),
    orm.insert(letters).values([letter("old", now - 30 * day - 1), letter("new", now - 30 * day + 1)]),
    orm.insert(quietLanes).values([
      { lane: "old", quietUntil: now - day - 1, misses: 1 },
      { lane: "new", quietUntil: now - day + 1, misses: 1 },
    ]),
    orm.insert(verifications).values([proof("old", now - 1), proof("new", now + 1)]),
    orm.insert(visitors).values([visitor("vis_old", now - 1), visitor("vis_new", now + 1)]),
  );
  await sweep(desk.services);
  const [keys, counters, kept, lanes, proofs, guests, signedIn] = await db.read(
    orm.select({ key: idempotencyKeys.key }).from(idempotencyKeys),
    orm.select({ key: rateCounters.key }).from(rateCounters),
    orm.select({ id: letters.messageId }).from(letters),
    orm.select({ lane: quietLanes.lane }).from(quietLanes),
    orm.select({ id: verifications.id }).from(verifications),
    orm.select({ id: visitors.id }).from(visitors),
    orm.select({ id: sessions.id }).from(sessions),
  );
  expect([keys, counters, kept, lanes, proofs, guests]).toEqual([
    [{ key: "new" }],
    [{ key: "new" }],
    [{ id: "new" }],
    [{ lane: "new" }],
    [{ id: "new" }],
    [{ id: "vis_new" }],
  ]);
  expect(signedIn).toHaveLength(2);
  desk.clock.advance(minute);
  await sweep(desk.services);
  expect((await db.read(orm.select().from(sessions)))[0]).toHaveLength(1);
});

test("forgets who signed up a week ago and never proved the address, and nobody else", async () => {
  const { db } = desk.services;
  const admin = await desk.person("admin");
  const password = "correct horse battery";
  const signUp = (email: string) => postAuth(desk, "/sign-up/email", { name: "Eve", email, password });
  const known = async () => {
    const [rows] = await db.read(db.orm.select({ email: people.email }).from(people));
    return rows.map(({ email }) => email);
  };
  const others = await known();
  const at = new Date(desk.clock.now());
  const many = Array.from({ length: 210 }, (_, i) => desk.services.ids.next("person", desk.clock.now() + i));
  const person = { name: "Eve", emailVerified: false, createdAt: at, updatedAt: at };
  await db.write(db.orm.insert(people).values(many.map((id) => ({ ...person, id, email: `${id}@shop.test` }))));
  await db.write(...many.map((id) => keepSignUp(db, id, desk.clock.now())));
  for (const name of ["nobody", "proven", "asking", "renamed"]) await signUp(`${name}@shop.test`);
  await desk.settled();
  const proof = { email: "proven@shop.test", otp: await lastCodeTo(desk, "proven@shop.test"), name: "Ada", password };
  await postAuth(desk, "/email-otp/verify-email", proof);
  await admin.post("/tickets", { ...ticketInput, requester: { name: "Ask", email: "asking@shop.test" } });
  const { items } = (await admin.get<PersonPage>("/people?q=renamed@shop.test")).body;
  await admin.patch(`/people/${items[0]?.id}`, { name: "Renate" });
  desk.clock.advance(7 * day - hour);
  await sweep(desk.services);
  expect(await known()).toContain("nobody@shop.test");
  desk.clock.advance(2 * hour);
  await sweep(desk.services);
  const kept = ["asking@shop.test", "proven@shop.test", "renamed@shop.test"];
  expect((await known()).toSorted()).toEqual([...others, ...kept].toSorted());
  const [[left], [passwords]] = await db.read(
    db.orm.select({ count: count() }).from(signUps),
    db.orm.select({ count: count() }).from(accounts),
  );
  expect([left?.count, passwords?.count]).toEqual([0, 3]);
  expect((await signUp("nobody@shop.test")).status).toBe(200);
});
