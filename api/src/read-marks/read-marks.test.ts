import type { ProvenSession } from "@docket/core/contract/site";
import type { TicketPage, UnreadCount } from "@docket/core/contract/ticket";
import { limits } from "@docket/core/limits";
import { minute } from "@docket/core/time";
import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { note, refusal, reply, ticketOf } from "../../test/answers.ts";
import { lastCodeTo } from "../../test/auth-calls.ts";
import type { Caller } from "../../test/desk.ts";
import { Desk } from "../../test/desk.ts";
import { botFor } from "../../test/keys.ts";
import { messages } from "../db/schema/messages.ts";
import { readMarks } from "../db/schema/read-marks.ts";

let desk: Desk;
let ada: Caller;
let grace: Caller;
let cleo: Caller;
beforeEach(async () => {
  desk = await Desk.start({ RATE_WRITES_PER_MINUTE: "100000" });
  [ada, grace, cleo] = [await desk.person("agent"), await desk.person("agent"), await desk.person("client")];
});
afterEach(() => desk.stop());

/** What is unread in a ticket: where it is shown alone, and in the list. */
const unread = async (by: Caller, id: string) => {
  const { body } = await by.get<TicketPage>("/tickets?limit=100");
  return [(await ticketOf(by, id)).unread, body.items.find((ticket) => ticket.id === id)?.unread];
};
const read = async (by: Caller, id: string, seq: number) =>
  (await by.put<UnreadCount>(`/tickets/${id}/read`, { seq })).body.unread;
const total = async (by: Caller) => (await by.get<UnreadCount>("/me/unread")).body.unread;

describe("unread to a client", () => {
  test("is what staff replied after what they have read, and nothing else that happened", async () => {
    const { id } = await cleo.open();
    await reply(cleo, id, "One more thing");
    await note(ada, id, "Again?");
    await ada.post(`/tickets/${id}/claim`);
    await ada.patch(`/tickets/${id}`, { priority: "high", tags: ["x"] });
    expect([await unread(cleo, id), await total(cleo)]).toEqual([[0, 0], 0]);
    await reply(ada, id, "One");
    await reply(grace, id, "Two");
    await ada.post(`/tickets/${id}/resolve`);
    expect([await unread(cleo, id), await total(cleo)]).toEqual([[2, 2], 2]);
    const { version } = await ticketOf(cleo, id);
    expect(await read(cleo, id, version)).toBe(0);
    expect([await unread(cleo, id), await total(cleo)]).toEqual([[0, 0], 0]);
  });

  test("goes message by message, and never back", async () => {
    const { id } = await cleo.open();
    for (const text of ["One", "Two", "Three"]) await reply(ada, id, text);
    const { body } = await cleo.get<{ items: { body: string; seq: number }[] }>(`/tickets/${id}/messages`);
    const seqOf = (text: string) => body.items.find((message) => message.body === text)?.seq ?? 0;
    expect(await read(cleo, id, seqOf("Two"))).toBe(1);
    expect(await read(cleo, id, seqOf("One"))).toBe(1);
    expect(await read(cleo, id, seqOf("Two"))).toBe(1);
    expect(await unread(cleo, id)).toEqual([1, 1]);
    expect(refusal(await cleo.put(`/tickets/${id}/read`, { seq: 99 }))).toBe("422 request.invalid");
  });

  test("is read up to what they write themselves, and does not count what was deleted", async () => {
    const { id } = await cleo.open();
    await reply(ada, id, "One");
    await reply(cleo, id, "Thanks");
    expect(await unread(cleo, id)).toEqual([0, 0]);
    await reply(ada, id, "Oops");
    const { body } = await ada.get<{ items: { id: string }[] }>(`/tickets/${id}/messages`);
    await ada.delete(`/tickets/${id}/messages/${body.items[0]?.id}`);
    expect([await unread(cleo, id), await total(cleo)]).toEqual([[0, 0], 0]);
  });

  test("is nothing of what was said before it was kept who has read what", async () => {
    const { id } = await cleo.open();
    for (const text of ["One", "Two"]) await reply(ada, id, text);
    const { db } = desk.services;
    await db.write(db.orm.update(messages).set({ addressee: null }));
    expect([await unread(cleo, id), await total(cleo)]).toEqual([[0, 0], 0]);
    await reply(ada, id, "Three");
    expect([await unread(cleo, id), await total(cleo)]).toEqual([[1, 1], 1]);
  });

  test("stays read when somebody who read it in a widget proves their address there, and ends with the session", async () => {
    const visitor = await desk.visitor();
    const { id } = await visitor.open({ requester: { name: "Vera", email: "vera@shop.test" } });
    await reply(ada, id, "One");
    expect([await unread(visitor, id), await total(visitor)]).toEqual([[1, 1], 1]);
    await read(visitor, id, 2);
    await reply(ada, id, "Two");
    await visitor.post("/widget/session/code", { email: "vera@shop.test" });
    const code = await lastCodeTo(desk, "vera@shop.test");
    const proven = await visitor.post<ProvenSession>("/widget/session/verify", { email: "vera@shop.test", code });
    const vera = visitor.with({ authorization: `Bearer ${proven.body.session.token}` });
    expect([await unread(vera, id), await total(vera)]).toEqual([[1, 1], 1]);

    const other = await desk.visitor();
    const theirs = await other.open({ requester: { name: "Otto", email: "otto@shop.test" } });
    await read(other, theirs.id, 1);
    await other.delete("/widget/session");
    const { db } = desk.services;
    const [rows] = await db.read(
      db.orm
        .select()
        .from(readMarks)
        .where(eq(readMarks.readerId, other.id as `vis_${string}`)),
    );
    expect(rows).toEqual([]);
  });
});

describe("unread to staff", () => {
  test("is what the client wrote, for each of them by themselves", async () => {
    const { id } = await cleo.open();
    await reply(cleo, id, "Hello?");
    await note(ada, id, "On it");
    expect([await unread(ada, id), await unread(grace, id)]).toEqual([
      [0, 0],
      [1, 1],
    ]);
    await ada.post(`/tickets/${id}/claim`);
    await reply(cleo, id, "Anybody?");
    await note(grace, id, "Ada is away");
    expect([await unread(ada, id), await total(ada), await total(grace)]).toEqual([[1, 1], 1, 0]);
    const { version } = await ticketOf(ada, id);
    expect(await read(ada, id, version - 2)).toBe(1);
    expect(await read(ada, id, version - 1)).toBe(0);
    expect([await unread(ada, id), await total(ada)]).toEqual([[0, 0], 0]);
  });

  test("is read where they write in a chat, is nothing to a program, and to somebody new what comes from then on", async () => {
    const { id } = await cleo.open();
    await reply(cleo, id, "Hello?");
    await reply(await botFor(desk, ada), id, "Hi");
    expect(await unread(ada, id)).toEqual([0, 0]);
    desk.clock.advance(minute);
    const late = await desk.person("manager");
    expect(await unread(late, id)).toEqual([0, 0]);
    await reply(cleo, id, "Hello again");
    expect(await unread(late, id)).toEqual([1, 1]);
  });
});

test("more than a hundred are a hundred", async () => {
  const { id } = await cleo.open();
  await reply(ada, id, "One");
  const { db, ids, clock } = desk.services;
  const [[row]] = await db.read(db.orm.select().from(messages));
  if (!row) throw new Error("there is no message");
  const { position: _, ...message } = row;
  const copies = Array.from({ length: 120 }, (__, i) => ({
    ...message,
    id: ids.next("message", clock.now()),
    seq: 10 + i,
    publicSeq: 10 + i,
  }));
  await db.write(db.orm.insert(messages).values(copies));
  expect([await unread(cleo, id), await total(cleo)]).toEqual([[limits.unread, limits.unread], limits.unread]);
});

test("other screens of whoever reads hear of it, once, and nobody else's do", async () => {
  const { id } = await cleo.open();
  await reply(ada, id, "One");
  await desk.settled();
  desk.hub.published.length = 0;
  await read(cleo, id, 2);
  await read(cleo, id, 2);
  await desk.settled();
  expect(desk.hub.published).toEqual([{ audiences: [`person:${cleo.id}`], hint: { type: "ticket.read", id } }]);
});

test("the total is not sent again while it is the same", async () => {
  const { id } = await cleo.open();
  const ask = (etag: string) => cleo.raw("/me/unread", { headers: { "if-none-match": etag } });
  const first = await cleo.raw("/me/unread");
  const etag = first.headers.get("etag") ?? "";
  expect([first.status, first.headers.get("cache-control")]).toEqual([200, "private, no-cache"]);
  const same = await ask(etag);
  expect([same.status, await same.text()]).toEqual([304, ""]);
  await reply(ada, id, "One");
  expect((await ask(etag)).status).toBe(200);
});
