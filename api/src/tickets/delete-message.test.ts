import type { AttachmentView } from "@docket/core/contract/attachment";
import type { MessageView, MessageWritten } from "@docket/core/contract/message";
import { day, minute } from "@docket/core/time";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { conversationOf, found, historyOf, note, refusal, reply, ticketOf } from "../../test/answers.ts";
import type { Answer, Caller } from "../../test/desk.ts";
import { Desk } from "../../test/desk.ts";
import { dump } from "../../test/dump.ts";
import { botFor } from "../../test/keys.ts";
import { drain } from "../outbox/drain.ts";
import { sweep } from "../outbox/sweep.ts";

let desk: Desk;
let client: Caller;
let agent: Caller;
let other: Caller;
let manager: Caller;
let admin: Caller;
beforeAll(async () => {
  desk = await Desk.start();
  client = await desk.person("client", "Cleo");
  agent = await desk.person("agent", "Ada");
  other = await desk.person("agent", "Bob");
  manager = await desk.person("manager", "Mo");
  admin = await desk.person("admin", "Root");
});
afterAll(() => desk.stop());

const remove = (by: Caller, { ticketId, id }: MessageView): Promise<Answer<MessageWritten>> =>
  by.delete(`/tickets/${ticketId}/messages/${id}`);

const edit = (by: Caller, { ticketId, id }: MessageView, body: string): Promise<Answer<MessageWritten>> =>
  by.patch(`/tickets/${ticketId}/messages/${id}`, { body });

const upload = async (by: Caller, words = "Hello"): Promise<AttachmentView> =>
  (await by.post<AttachmentView>("/attachments?name=a.txt", new TextEncoder().encode(words))).body;

const replied = async (words = "Hello", attachmentIds: readonly string[] = []): Promise<MessageView> => {
  const { id } = await client.open();
  const answer = await agent.post<MessageWritten>(`/tickets/${id}/replies`, { body: words, attachmentIds });
  // How the email gets on changes nothing any more.
  await desk.settled();
  return answer.body.message;
};
const noted = async (words = "Between us"): Promise<MessageView> =>
  (await note(agent, (await client.open()).id, words)).body.message;

const readBy = async (reader: Caller, { ticketId, id }: MessageView) =>
  (await conversationOf(reader, ticketId)).find((message) => message.id === id);

describe("a message that was deleted", () => {
  test("is still there with author and time, and says nothing any more, to nobody", async () => {
    const message = await replied("My password is hunter2");
    const before = await ticketOf(agent, message.ticketId);
    desk.clock.advance(minute);
    const { status, body } = await remove(agent, message);
    const deletedAt = new Date(desk.clock.now()).toISOString();
    expect(status).toBe(200);
    expect(body.message).toEqual({ ...message, body: "", deletedAt, can: [], delivery: body.message.delivery });
    expect(body.ticket).toEqual({ ...before, updatedAt: deletedAt, version: before.version + 1 });
    for (const reader of [agent, admin, client]) {
      expect(await readBy(reader, message)).toMatchObject({
        author: { name: "Ada" },
        body: "",
        attachments: [],
        createdAt: message.createdAt,
        deletedAt,
        can: [],
      });
    }
    expect(await ticketOf(agent, message.ticketId)).toEqual(body.ticket);
    expect(JSON.stringify(await historyOf(agent, message.ticketId))).not.toContain("hunter2");
  });

  test("leaves its words nowhere in the database", async () => {
    const message = await replied("The magic word is abrakadabra");
    await edit(agent, message, "The magic word is simsalabim");
    await desk.settled();
    await remove(agent, message);
    expect(JSON.stringify(await dump(desk))).not.toMatch(/abrakadabra|simsalabim/);
  });

  test("is found by no word of it", async () => {
    const message = await replied("A quokka sits in the printer");
    const between = await noted("A numbat sits in the scanner");
    for (const one of [message, between]) await remove(agent, one);
    for (const word of ["quokka", "numbat", "sits", "sit", "printer in"]) {
      const numbers = [await found(agent, word), await found(client, word)].flat();
      for (const one of [message, between]) expect(numbers).not.toContain((await ticketOf(agent, one.ticketId)).number);
    }
  });

  test("takes its files with it, from everybody and for good", async () => {
    const [mine, described] = [await upload(agent, "Mine"), await upload(client, "Theirs")];
    const { id } = await client.open({ attachmentIds: [described.id] });
    const path = `/tickets/${id}`;
    const { message } = (await agent.post<MessageWritten>(`${path}/replies`, { body: "See", attachmentIds: [mine.id] }))
      .body;
    await remove(agent, message);
    for (const reader of [agent, client, admin]) {
      expect(refusal(await reader.get(`/attachments/${mine.id}`))).toBe("404 resource.not_found");
      const list = (await reader.get<{ items: AttachmentView[] }>(`${path}/attachments`)).body.items;
      expect(list.map((file) => file.id)).toEqual([described.id]);
    }
    const again = await agent.post(`${path}/replies`, { body: "See", attachmentIds: [mine.id] });
    expect(refusal(again)).toBe("422 attachment.invalid");
    await sweep(desk.services);
    expect(desk.blobs.bytes.has(mine.id)).toBe(true);
    desk.clock.advance(day + 1);
    await sweep(desk.services);
    expect(desk.blobs.bytes.has(mine.id)).toBe(false);
    expect(desk.blobs.bytes.has(described.id)).toBe(true);
  });

  test("is deleted once, and not edited again", async () => {
    const message = await replied();
    await remove(agent, message);
    const { version } = await ticketOf(agent, message.ticketId);
    desk.clock.advance(minute);
    for (const by of [agent, admin]) {
      const again = await remove(by, message);
      expect([again.status, again.body.ticket.version]).toEqual([200, version]);
      expect(again.body.message).toEqual(await readBy(by, message));
    }
    expect(refusal(await edit(agent, message, "Back again"))).toBe("409 ticket.invalid_transition");
    expect((await readBy(client, message))?.body).toBe("");
  });

  test("shows that on every screen at once", async () => {
    const message = await replied();
    await desk.settled();
    desk.hub.published.length = 0;
    const { version } = (await remove(agent, message)).body.ticket;
    await desk.settled();
    const hint = { type: "ticket.changed", id: message.ticketId, version };
    expect(desk.hub.published).toEqual([
      { audiences: ["staff"], hint },
      { audiences: [`requester:${client.id}`], hint },
    ]);
  });

  test("is shown to clients as such when it was a reply; of a note they learn nothing", async () => {
    const [message, between] = [await replied(), await noted()];
    await remove(agent, message);
    await remove(agent, between);
    expect((await historyOf(client, message.ticketId)).at(-1)).toMatchObject({
      type: "ticket.message_deleted",
      actor: { kind: "staff", id: null, name: "Ada" },
      messageId: message.id,
      changes: [],
    });
    expect((await historyOf(client, between.ticketId)).map(({ type }) => type)).toEqual(["ticket.created"]);
    expect(await conversationOf(client, between.ticketId)).toEqual([]);
    expect((await historyOf(agent, between.ticketId)).at(-1)?.type).toBe("ticket.message_deleted");
  });
});

describe("who may", () => {
  test("its author, and an admin; the history says who did", async () => {
    for (const message of [await replied(), await noted()]) {
      for (const by of [other, manager]) expect(refusal(await remove(by, message))).toBe("403 permission.denied");
      expect((await remove(admin, message)).status).toBe(200);
      expect((await readBy(other, message))?.author.name).toBe("Ada");
      expect((await historyOf(other, message.ticketId)).at(-1)?.actor.name).toBe("Root");
    }
  });

  test("nobody, where a client wrote it; no client at all", async () => {
    const { message } = (await reply(client, (await client.open()).id, "My own words")).body;
    for (const by of [client, agent, admin]) expect(refusal(await remove(by, message))).toBe("403 permission.denied");
    expect((await readBy(agent, message))?.body).toBe("My own words");
    expect(refusal(await remove(client, await replied()))).toBe("403 permission.denied");
    expect(refusal(await remove(client, await noted()))).toBe("404 resource.not_found");
    const stranger = await desk.person("client");
    expect(refusal(await remove(stranger, message))).toBe("404 resource.not_found");
  });

  test("on a ticket that is over, too, but not on one that is deleted", async () => {
    const [closed, cancelled, gone] = [await replied(), await noted(), await replied()];
    await agent.post(`/tickets/${closed.ticketId}/resolve`);
    await manager.post(`/tickets/${closed.ticketId}/close`);
    await client.post(`/tickets/${cancelled.ticketId}/cancel`);
    await admin.delete(`/tickets/${gone.ticketId}`);
    expect((await remove(agent, closed)).body).toMatchObject({ message: { body: "" }, ticket: { status: "closed" } });
    expect((await remove(agent, cancelled)).body).toMatchObject({
      message: { body: "" },
      ticket: { status: "cancelled" },
    });
    expect(refusal(await remove(agent, gone))).toBe("404 resource.not_found");
  });

  test("a message of another ticket is not there", async () => {
    const message = await replied();
    const elsewhere = await client.open();
    for (const id of [message.id, "msg_00000000000000000000000000", "x"]) {
      const answer = await agent.delete(`/tickets/${elsewhere.id}/messages/${id}`);
      expect(refusal(answer)).toBe("404 resource.not_found");
    }
    expect((await readBy(agent, message))?.body).toBe("Hello");
  });
});

test("a bot deletes what the person wrote for whom it acts, and nothing else", async () => {
  const message = await replied();
  for (const person of [other, manager]) {
    expect(refusal(await remove(await botFor(desk, person), message))).toBe("403 permission.denied");
  }
  expect((await remove(await botFor(desk, agent), message)).body.message).toMatchObject({ body: "", can: [] });
});

describe("the letter", () => {
  test("that still waits is not sent at all", async () => {
    const { id } = await client.open();
    await desk.settled();
    desk.mailer.fail(1);
    const { message } = (await reply(agent, id, "Sorry, wrong ticket")).body;
    await desk.settled();
    expect((await readBy(agent, message))?.delivery).toBe("queued");
    await remove(agent, message);
    desk.clock.advance(minute);
    await drain(desk.services);
    const { number } = await ticketOf(agent, message.ticketId);
    const sent = desk.mailer.letters.filter(({ subject }) => subject.includes(`[#${number}]`));
    expect(sent.filter(({ text }) => text.includes("answered your request"))).toEqual([]);
    expect((await readBy(agent, message))?.delivery).toBe("none");
  });

  test("that was sent stays so, and no other follows", async () => {
    const message = await replied("Read this first");
    await desk.settled();
    const before = desk.mailer.letters.length;
    await remove(agent, message);
    await desk.settled();
    expect(desk.mailer.letters).toHaveLength(before);
    expect((await readBy(agent, message))?.delivery).toBe("sent");
  });
});

test("nothing brings words back that were deleted at the same moment", async () => {
  const message = await replied("Word zero");
  const answers = await Promise.all([
    ...Array.from({ length: 5 }, (_, i) => edit(agent, message, `Word ${i + 1}`)),
    remove(agent, message),
    remove(admin, message),
  ]);
  expect(answers.slice(-2).map(({ status }) => status)).toEqual([200, 200]);
  for (const answer of answers.slice(0, 5)) {
    if (answer.status !== 200) expect(refusal(answer)).toBe("409 ticket.invalid_transition");
  }
  expect(await readBy(client, message)).toMatchObject({ body: "", can: [] });
  expect(await found(agent, "word")).not.toContain((await ticketOf(agent, message.ticketId)).number);
  const deletions = (await historyOf(agent, message.ticketId)).filter(({ type }) => type === "ticket.message_deleted");
  expect(deletions).toHaveLength(1);
});
