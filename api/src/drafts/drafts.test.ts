import type { AttachmentView } from "@docket/core/contract/attachment";
import type { MessageWritten } from "@docket/core/contract/message";
import type { DraftView, OwnDraft } from "@docket/core/contract/draft";
import type { Problem } from "@docket/core/contract/problem";
import { fieldError } from "@docket/core/field-errors";
import type { Id } from "@docket/core/ids";
import { limits } from "@docket/core/limits";
import { day, minute } from "@docket/core/time";
import { count, eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { afterReading, meeting } from "../../test/after-reading.ts";
import { note, refusal, reply, walk } from "../../test/answers.ts";
import type { Answer, Caller } from "../../test/desk.ts";
import { Desk } from "../../test/desk.ts";
import { botFor } from "../../test/keys.ts";
import { drafts } from "../db/schema/drafts.ts";
import { tickets } from "../db/schema/tickets.ts";
import { sweep } from "../outbox/sweep.ts";
import { keepDraft } from "./store.ts";

let desk: Desk;
let ada: Caller;
let grace: Caller;
let cleo: Caller;
beforeEach(async () => {
  desk = await Desk.start({ RATE_WRITES_PER_MINUTE: "100000" });
  [ada, grace, cleo] = [await desk.person("agent"), await desk.person("admin"), await desk.person("client")];
});
afterEach(() => desk.stop());

const words = { kind: "reply", body: "Have you tried", seen: 1 };

const save = async (by: Caller, id: string, input: object = {}, headers = {}): Promise<DraftView | null> => {
  const answer = await by.put<OwnDraft>(`/tickets/${id}/draft`, { ...words, ...input }, headers);
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
  return answer.body.draft;
};
const refused = (by: Caller, id: string, input: object = {}, headers = {}): Promise<Answer<Problem>> =>
  by.put<Problem>(`/tickets/${id}/draft`, { ...words, ...input }, headers);
const draftOf = async (by: Caller, id: string) => (await by.get<OwnDraft>(`/tickets/${id}/draft`)).body.draft;
const listed = (by: Caller) => walk<DraftView>(by, "/me/drafts?limit=2");
const upload = async (by: Caller): Promise<string> =>
  (await by.post<AttachmentView>("/attachments?name=a.txt", new TextEncoder().encode("a"))).body.id;
const ifMatch = (version: number) => ({ "if-match": `"${version}"` });
const rows = async () => {
  const { db } = desk.services;
  return (await db.read(db.orm.select({ rows: count() }).from(drafts)))[0][0]?.rows;
};

describe("a draft", () => {
  test("is there for its author on any device, with its files and with what they had seen", async () => {
    const ticket = await cleo.open();
    const file = await upload(ada);
    const saved = await save(ada, `${ticket.number}`, { kind: "note", attachmentIds: [file] });
    await reply(cleo, ticket.id);
    const elsewhere = await desk.signIn(ada.id as `per_${string}`, ada.email);
    const { id, number, title } = ticket;
    const expected = { ...saved, kind: "note", body: words.body, seen: 1, ticket: { id, number, title, version: 2 } };
    expect(await draftOf(elsewhere, id)).toEqual(expected);
    expect(expected.attachments).toMatchObject([{ id: file, name: "a.txt" }]);
    expect(await listed(elsewhere)).toEqual([expected]);
  });

  test("is seen by its author alone", async () => {
    const { id } = await cleo.open();
    await save(ada, id);
    expect([await draftOf(grace, id), await listed(grace)]).toEqual([null, []]);
    for (const method of ["get", "delete"] as const) {
      expect(refusal(await cleo[method](`/tickets/${id}/draft`))).toBe("403 permission.denied");
    }
    const bot = await botFor(desk, ada);
    expect(refusal(await bot.get(`/tickets/${id}/draft`))).toBe("403 permission.denied");
    expect(refusal(await bot.get("/me/drafts"))).toBe("403 permission.denied");
    await save(grace, id, { body: "Mine" });
    expect((await draftOf(ada, id))?.body).toBe(words.body);
  });

  test("is one for each ticket, and none without words and files", async () => {
    const { id } = await cleo.open();
    await save(ada, id);
    await save(ada, id, { body: "Have you tried to turn it off" });
    expect((await listed(ada)).map(({ body }) => body)).toEqual(["Have you tried to turn it off"]);
    expect(await save(ada, id, { body: " \u200b " })).toBeNull();
    expect([await draftOf(ada, id), await rows()]).toEqual([null, 0]);
    await save(ada, id);
    expect((await ada.delete(`/tickets/${id}/draft`)).status).toBe(204);
    expect((await ada.delete(`/tickets/${id}/draft`)).status).toBe(204);
    expect(await rows()).toBe(0);
  });

  test("cannot have been begun on what nobody has seen yet", async () => {
    const { id } = await cleo.open();
    const answer = await refused(ada, id, { seen: 2 });
    expect([refusal(answer), answer.body.errors]).toEqual([
      "422 request.invalid",
      [fieldError("seen", "too_large", { max: 1 })],
    ]);
  });

  test("ends with its ticket and with its author's place on the staff", async () => {
    const [first, second, third] = [await cleo.open(), await cleo.open(), await cleo.open()];
    for (const { id } of [first, second, third]) await save(ada, id);
    const [bob, mara] = [await desk.person("agent"), await desk.person("manager")];
    for (const one of [bob, mara]) await save(one, second.id);
    await grace.delete(`/tickets/${first.id}`);
    expect(refusal(await ada.get(`/tickets/${first.id}/draft`))).toBe("404 resource.not_found");
    expect(await rows()).toBe(4);
    await grace.patch(`/people/${bob.id}`, { role: "manager" });
    await grace.patch(`/people/${ada.id}`, { active: false });
    expect(await rows()).toBe(2);
    await grace.patch(`/people/${bob.id}`, { role: "client" });
    await grace.delete(`/people/${mara.id}`);
    expect(await rows()).toBe(0);
  });

  test("is forgotten 90 days after it was last changed", async () => {
    const { id } = await cleo.open();
    await save(ada, id);
    desk.clock.advance(89 * day);
    const later = await desk.signIn(ada.id as `per_${string}`, ada.email);
    await save(later, id, { body: "More" });
    desk.clock.advance(90 * day);
    await sweep(desk.services);
    expect(await rows()).toBe(1);
    desk.clock.advance(minute);
    await sweep(desk.services);
    expect(await rows()).toBe(0);
  });
});

describe("what is sent", () => {
  test("takes the draft of its kind, its author and its ticket with it", async () => {
    const [one, other] = [await cleo.open(), await cleo.open()];
    const file = await upload(ada);
    await save(ada, one.id, { attachmentIds: [file] });
    await save(ada, other.id);
    await save(grace, one.id);
    await note(ada, one.id, "Between us");
    await reply(cleo, one.id, "Hello?");
    expect((await draftOf(ada, one.id))?.attachments).toHaveLength(1);
    const sent = await ada.post(`/tickets/${one.id}/replies`, { body: words.body, attachmentIds: [file] });
    expect(sent.status).toBe(201);
    expect(await draftOf(ada, one.id)).toBeNull();
    expect([await draftOf(ada, other.id), await draftOf(grace, one.id)]).not.toContain(null);
  });

  test("leaves it when it was written in a chat, or was not sent after all", async () => {
    const { id } = await cleo.open();
    await save(ada, id);
    await reply(await botFor(desk, ada), id, "From Slack");
    await ada.post(`/tickets/${id}/replies`, { body: "Stale" }, ifMatch(1));
    await ada.post(`/tickets/${id}/replies`, { body: "No such file", attachmentIds: [`att_${"0".repeat(26)}`] });
    expect(await draftOf(ada, id)).not.toBeNull();
  });
});

describe("of two tabs", () => {
  test("the one that has not seen the other's draft is refused, also when that one was sent meanwhile", async () => {
    const { id } = await cleo.open();
    const first = (await save(ada, id))?.version ?? 0;
    const second = (await save(ada, id, { body: "Two" }, ifMatch(first)))?.version ?? 0;
    expect(second).toBeGreaterThan(first);
    expect(refusal(await refused(ada, id, { body: "One" }, ifMatch(first)))).toBe("412 draft.stale_version");
    desk.clock.advance(1);
    await reply(ada, id, "Two");
    for (const input of [{ body: "One" }, { body: "" }]) {
      expect(refusal(await refused(ada, id, input, ifMatch(second)))).toBe("412 draft.stale_version");
    }
    desk.clock.advance(1);
    await save(ada, id, { body: "Three" });
    expect(refusal(await refused(ada, id, { body: "One" }, ifMatch(second)))).toBe("412 draft.stale_version");
    expect((await draftOf(ada, id))?.body).toBe("Three");
  });

  test("the last one wins when neither asks, and no two drafts have the same version", async () => {
    const { id } = await cleo.open();
    const { db } = desk.services;
    afterReading(desk, meeting(2));
    const both = await Promise.all([save(ada, id, { body: "One" }), save(ada, id, { body: "Two" })]);
    Object.assign(desk.services, { db });
    const last = both.toSorted((a, b) => (a?.version ?? 0) - (b?.version ?? 0))[1];
    expect(new Set(both.map((one) => one?.version)).size).toBe(2);
    expect(await draftOf(ada, id)).toEqual(last);
  });
});

describe("files of a draft", () => {
  test("are kept as long as it has them, and a day longer", async () => {
    const { id } = await cleo.open();
    const [kept, gone] = [await upload(ada), await upload(ada), await upload(ada)];
    await save(ada, id, { attachmentIds: [kept, gone] });
    desk.clock.advance(2 * day);
    await sweep(desk.services);
    expect([...desk.blobs.bytes.keys()]).toEqual([kept, gone]);
    const later = await desk.signIn(ada.id as `per_${string}`, ada.email);
    await save(later, id, { attachmentIds: [kept] });
    await sweep(desk.services);
    expect(desk.blobs.bytes.size).toBe(2);
    desk.clock.advance(day);
    await sweep(desk.services);
    expect([...desk.blobs.bytes.keys()]).toEqual([kept]);
    await later.delete(`/tickets/${id}/draft`);
    desk.clock.advance(day);
    await sweep(desk.services);
    expect(desk.blobs.bytes.size).toBe(0);
  });

  test("stay no longer for it once a message had them that was deleted", async () => {
    const { id } = await cleo.open();
    const file = await upload(ada);
    await save(ada, id, { kind: "reply", attachmentIds: [file] });
    const sent = await ada.post<MessageWritten>(`/tickets/${id}/notes`, { body: "See", attachmentIds: [file] });
    expect(sent.status).toBe(201);
    expect((await ada.delete(`/tickets/${id}/messages/${sent.body.message.id}`)).status).toBeLessThan(300);
    desk.clock.advance(2 * day);
    await sweep(desk.services);
    expect(desk.blobs.bytes.size).toBe(0);
  });

  test("are its author's, in no ticket, and in no other draft of theirs", async () => {
    const [one, other] = [await cleo.open(), await cleo.open()];
    const [mine, drafted, theirs, used] = [
      await upload(ada),
      await upload(ada),
      await upload(grace),
      await upload(ada),
    ];
    await ada.post(`/tickets/${other.id}/notes`, { body: "See", attachmentIds: [used] });
    await save(ada, other.id, { attachmentIds: [drafted] });
    const wrong = async (...attachmentIds: string[]) => (await refused(ada, one.id, { attachmentIds })).body.errors;
    expect(await wrong(mine, theirs, used)).toEqual([
      fieldError("attachmentIds.1", "file_not_yours"),
      fieldError("attachmentIds.2", "file_not_yours"),
    ]);
    expect(await wrong(mine, drafted)).toEqual([fieldError("attachmentIds.1", "file_in_draft")]);
    await save(ada, one.id, { attachmentIds: [mine] });
    await ada.post(`/tickets/${other.id}/notes`, { body: "See", attachmentIds: [mine] });
    expect((await draftOf(ada, one.id))?.attachments).toEqual([]);
  });

  test("are so many at most, in all of them together", async () => {
    const five = limits.draftFiles / limits.files;
    for (let i = 0; i < five; i++) {
      const attachmentIds = [];
      for (let n = 0; n < limits.files; n++) attachmentIds.push(await upload(ada));
      await save(ada, (await cleo.open()).id, { attachmentIds });
    }
    desk.clock.advance(day);
    const { id } = await cleo.open();
    const answer = await refused(ada, id, { attachmentIds: [await upload(ada)] });
    expect([refusal(answer), answer.body.errors]).toEqual([
      "409 draft.too_many",
      [fieldError("attachmentIds", "files_in_drafts", { max: limits.draftFiles })],
    ]);
    await save(ada, id);
  });
});

/** Drafts of somebody on copies of a ticket, as if they had been written over the years. */
const manyDrafts = async (ticketId: Id<"ticket">, many: number): Promise<void> => {
  const { db, ids, clock } = desk.services;
  const [[ticket], [draft]] = await db.read(
    db.orm.select().from(tickets).where(eq(tickets.id, ticketId)),
    db.orm.select().from(drafts).where(eq(drafts.ticketId, ticketId)),
  );
  if (!ticket || !draft) throw new Error("there is nothing to copy");
  const copies = Array.from({ length: many }, (_, i) => ({ id: ids.next("ticket", clock.now()), number: 5000 + i }));
  await db.write(
    db.orm.insert(tickets).values(copies.map((copy) => ({ ...ticket, ...copy }))),
    db.orm
      .insert(drafts)
      .values(copies.map(({ id }, i) => ({ ...draft, ticketId: id, updatedAt: draft.updatedAt + i }))),
  );
};

test("somebody has so many drafts at most, also when two came at once, and reads them page by page", async () => {
  const [first, one, other] = [await cleo.open(), await cleo.open(), await cleo.open()];
  await save(ada, first.id);
  await manyDrafts(first.id, limits.drafts - 2);
  await save(ada, one.id);
  const answer = await refused(ada, other.id);
  expect(refusal(answer)).toBe("409 draft.too_many");
  expect(answer.body.detail).toContain(`${limits.drafts} drafts`);
  // What another request read before there were so many.
  const place = { personId: ada.id as Id<"person">, ticketId: other.id };
  const draft = {
    ...place,
    kind: "note",
    body: "Hello",
    attachmentIds: [],
    seen: 1,
    updatedAt: desk.clock.now(),
  } as const;
  expect(await keepDraft(desk.services.db, { draft, over: null, gone: [] })).toBeNull();
  const kept = await walk<DraftView>(ada, "/me/drafts?limit=30");
  expect(new Set(kept.map(({ ticket }) => ticket.id)).size).toBe(limits.drafts);
  await save(ada, kept[0]?.ticket.id ?? "", { body: "Over what is there" });
});
