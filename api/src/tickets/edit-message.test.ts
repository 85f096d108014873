import type { MessageView, MessageWritten } from "@docket/core/contract/message";
import { minute } from "@docket/core/time";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { conversationOf, found, historyOf, note, refusal, reply, ticketOf } from "../../test/answers.ts";
import type { Answer, Caller } from "../../test/desk.ts";
import { Desk } from "../../test/desk.ts";
import { botFor, newKey, program } from "../../test/keys.ts";
import { drain } from "../outbox/drain.ts";

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

const edit = (by: Caller, { ticketId, id }: MessageView, body: string): Promise<Answer<MessageWritten>> =>
  by.patch(`/tickets/${ticketId}/messages/${id}`, { body });

/** A reply of which the client has the email: how that gets on changes nothing any more. */
const replied = async (words = "Hello", by = agent): Promise<MessageView> => {
  const { message } = (await reply(by, (await client.open()).id, words)).body;
  await desk.settled();
  return { ...message, delivery: "sent" };
};
const noted = async (words = "Between us", by = agent): Promise<MessageView> =>
  (await note(by, (await client.open()).id, words)).body.message;

const readBy = async (reader: Caller, { ticketId, id }: MessageView) =>
  (await conversationOf(reader, ticketId)).find((message) => message.id === id);

const expectRefused = async (by: Caller, message: MessageView, code: string) => {
  const before = [await ticketOf(agent, message.ticketId), await readBy(agent, message)];
  expect(refusal(await edit(by, message, "Something else"))).toBe(code);
  expect([await ticketOf(agent, message.ticketId), await readBy(agent, message)]).toEqual(before);
};

describe("what was said is changed", () => {
  test("by its author, and everybody reads the new words and when they changed", async () => {
    const message = await replied("Turn it of");
    const before = await ticketOf(agent, message.ticketId);
    desk.clock.advance(minute);
    const { status, body } = await edit(agent, message, " Turn it\r\noff ");
    const editedAt = new Date(desk.clock.now()).toISOString();
    expect(status).toBe(200);
    expect(body.message).toEqual({ ...message, body: "Turn it\noff", editedAt, delivery: body.message.delivery });
    expect(body.ticket).toEqual({ ...before, updatedAt: editedAt, version: before.version + 1 });
    expect(await readBy(other, message)).toMatchObject({ body: "Turn it\noff", editedAt, can: [] });
    expect(await readBy(client, message)).toMatchObject({
      body: "Turn it\noff",
      editedAt,
      author: { id: null, name: "Ada" },
      can: [],
    });
    expect(await ticketOf(agent, message.ticketId)).toEqual(body.ticket);
  });

  test("with its files and its place in the conversation left alone", async () => {
    const { id } = await client.open();
    const upload = await agent.post<{ id: string }>("/attachments?name=a.txt", new TextEncoder().encode("Hello"));
    const path = `/tickets/${id}/replies`;
    const sent = await agent.post<MessageWritten>(path, { body: "See this", attachmentIds: [upload.body.id] });
    await reply(client, id, "Thanks");
    const { message } = (await edit(agent, sent.body.message, "See the file")).body;
    expect(message.attachments).toEqual(sent.body.message.attachments);
    expect((await conversationOf(client, id)).map(({ body }) => body)).toEqual(["See the file", "Thanks"]);
    expect((await client.get(`/attachments/${upload.body.id}`)).status).toBe(200);
  });

  test("and found by its new words only", async () => {
    const message = await replied("A quokka sits in the printer");
    const { number } = await ticketOf(agent, message.ticketId);
    await edit(agent, message, "A wombat sits in the printer");
    for (const reader of [agent, client]) {
      expect(await found(reader, "quokka")).toEqual([]);
      expect(await found(reader, "wombat")).toEqual([number]);
    }
  });

  test("once: the same words again are no change", async () => {
    const message = await replied("Hello");
    await edit(agent, message, "Goodbye");
    const { version } = await ticketOf(agent, message.ticketId);
    desk.clock.advance(minute);
    const again = await edit(agent, message, " Goodbye\r\n");
    expect(again.status).toBe(200);
    expect(again.body).toMatchObject({ message: { body: "Goodbye" }, ticket: { version } });
    expect(again.body.message).toEqual(await readBy(agent, message));
    expect((await edit(agent, await replied("Hello"), "Hello")).body.message.editedAt).toBeNull();
  });

  test("again by the same author, through the number of the ticket, too", async () => {
    const message = await replied();
    const { number } = await ticketOf(agent, message.ticketId);
    await edit(agent, message, "First");
    const { status } = await agent.patch(`/tickets/${number}/messages/${message.id}`, { body: "Second" });
    expect([status, (await readBy(client, message))?.body]).toEqual([200, "Second"]);
  });

  test("and screens are told", async () => {
    const message = await replied();
    await desk.settled();
    desk.hub.published.length = 0;
    const { version } = (await edit(agent, message, "Better")).body.ticket;
    await desk.settled();
    const hint = { type: "ticket.changed", id: message.ticketId, version };
    expect(desk.hub.published).toEqual([
      { audiences: ["staff"], hint },
      { audiences: [`requester:${client.id}`], hint },
    ]);
  });
});

describe("in the history", () => {
  test("staff read who changed which message, and nobody what it said", async () => {
    const message = await replied("My password is hunter2");
    await edit(agent, message, "My password is a secret");
    for (const reader of [manager, client]) {
      const history = await historyOf(reader, message.ticketId);
      expect(history.at(-1)).toMatchObject({
        type: "ticket.message_edited",
        actor: { name: "Ada" },
        messageId: message.id,
        changes: [],
      });
      expect(JSON.stringify(history)).not.toMatch(/hunter2|secret/);
    }
  });

  test("clients do not learn that a note was changed", async () => {
    const message = await noted();
    await edit(agent, message, "Between you and me");
    expect((await historyOf(agent, message.ticketId)).map(({ type }) => type)).toEqual([
      "ticket.created",
      "ticket.noted",
      "ticket.message_edited",
    ]);
    const history = await historyOf(client, message.ticketId);
    expect(history.map(({ type }) => type)).toEqual(["ticket.created"]);
    expect(JSON.stringify(history)).not.toContain(message.id);
    expect(await conversationOf(client, message.ticketId)).toEqual([]);
    expect(await found(client, "you and me")).toEqual([]);
  });
});

describe("is refused", () => {
  test("to everybody else of the staff, whatever their rank", async () => {
    for (const message of [await replied(), await noted()]) {
      for (const by of [other, manager, admin]) await expectRefused(by, message, "403 permission.denied");
    }
  });

  test("to clients, of their own words and those of the staff; notes do not exist for them", async () => {
    const own = (await reply(client, (await client.open()).id, "My own words")).body.message;
    expect(own.can).toEqual([]);
    for (const by of [client, agent, admin]) await expectRefused(by, own, "403 permission.denied");
    await expectRefused(client, await replied(), "403 permission.denied");
    await expectRefused(client, await noted(), "404 resource.not_found");
  });

  test("to strangers: the ticket is not there", async () => {
    const message = await replied();
    for (const by of [await desk.person("client"), await desk.visitor()]) {
      await expectRefused(by, message, "404 resource.not_found");
    }
  });

  test("where the message is not of this ticket, or none at all", async () => {
    const message = await replied();
    const elsewhere = await client.open();
    for (const id of [message.id, "msg_00000000000000000000000000", "1", "%00'--", elsewhere.id]) {
      const answer = await agent.patch(`/tickets/${elsewhere.id}/messages/${id}`, { body: "Something else" });
      expect(refusal(answer)).toBe("404 resource.not_found");
    }
    expect((await readBy(agent, message))?.body).toBe("Hello");
  });

  test("when all is over: replies stay on what is closed, everything on what was cancelled", async () => {
    const [message, between] = [await replied(), await noted()];
    for (const { ticketId } of [message, between]) {
      await agent.post(`/tickets/${ticketId}/resolve`);
      await manager.post(`/tickets/${ticketId}/close`);
    }
    expect((await readBy(agent, message))?.can).toEqual(["delete"]);
    await expectRefused(agent, message, "409 ticket.invalid_transition");
    expect((await readBy(agent, between))?.can).toEqual(["edit", "delete"]);
    expect((await edit(agent, between, "Afterthought")).status).toBe(200);
    const last = await noted();
    await client.post(`/tickets/${last.ticketId}/cancel`);
    await expectRefused(agent, last, "409 ticket.invalid_transition");
  });

  test("once the ticket is deleted", async () => {
    const message = await replied();
    await admin.delete(`/tickets/${message.ticketId}`);
    expect(refusal(await edit(agent, message, "Something else"))).toBe("404 resource.not_found");
  });
});

test("each reader is told what they may do", async () => {
  for (const message of [await replied(), await noted()]) {
    expect(message.can).toEqual(["edit", "delete"]);
    const seen = await Promise.all([agent, other, manager, admin].map((reader) => readBy(reader, message)));
    expect(seen.map((view) => view?.can)).toEqual([["edit", "delete"], [], [], ["delete"]]);
  }
});

describe("a program changes", () => {
  test("what the person wrote for whom it acts, in whatever way they did, and nothing else", async () => {
    const [byHand, bot] = [await replied(), await botFor(desk, agent)];
    expect((await edit(bot, byHand, "From the chat")).body.message).toMatchObject({
      body: "From the chat",
      author: { id: agent.id },
      can: ["edit", "delete"],
    });
    const byBot = await replied("From the chat", bot);
    expect((await edit(agent, byBot, "By hand")).body.message).toMatchObject({ body: "By hand", source: "slack" });
    await expectRefused(await botFor(desk, other), byBot, "403 permission.denied");
    await expectRefused(await botFor(desk, admin), byBot, "403 permission.denied");
  });

  test("what it wrote in its own name", async () => {
    const key = program(desk, await newKey(desk, ["tickets:read", "tickets:write"]));
    const message = await replied("Beep", key);
    expect((await edit(key, message, "Boop")).body.message).toMatchObject({ body: "Boop", can: ["edit", "delete"] });
    await expectRefused(
      program(desk, await newKey(desk, ["tickets:read", "tickets:write"])),
      message,
      "403 permission.denied",
    );
    await expectRefused(program(desk, await newKey(desk, ["tickets:read"])), message, "403 permission.denied");
    await expectRefused(program(desk, await newKey(desk, ["chat"])), message, "404 resource.not_found");
  });
});

describe("the letter", () => {
  const lettersOf = (words: string) => desk.mailer.letters.filter(({ text }) => text.includes(words));

  test("that still waits reads as the reply then does, and there is one", async () => {
    desk.mailer.fail(1);
    const message = await replied("Please turn it of");
    await desk.settled();
    await edit(agent, message, "Please turn it off");
    desk.clock.advance(minute);
    await drain(desk.services);
    expect(lettersOf("Please turn it off")).toHaveLength(1);
    expect(lettersOf("Please turn it of\n")).toEqual([]);
    expect(await readBy(agent, message)).toMatchObject({ delivery: "sent", body: "Please turn it off" });
  });

  test("that was sent is not sent again", async () => {
    const message = await replied("Water it");
    await desk.settled();
    const before = desk.mailer.letters.length;
    await edit(agent, message, "Water it daily");
    await desk.settled();
    expect(desk.mailer.letters).toHaveLength(before);
    expect(await readBy(agent, message)).toMatchObject({ delivery: "sent", body: "Water it daily" });
  });
});

test("of several changes at once all are kept in the order of their events, and the last one is read", async () => {
  const message = await replied();
  const words = Array.from({ length: 10 }, (_, i) => `Version ${i}`);
  const answers = await Promise.all(words.map((body) => edit(agent, message, body)));
  expect(answers.map(({ status }) => status)).toEqual(words.map(() => 200));
  const last = answers.map(({ body }) => body).toSorted((a, b) => a.ticket.version - b.ticket.version);
  expect((await readBy(client, message))?.body).toBe(last.at(-1)?.message.body);
  const edits = (await historyOf(agent, message.ticketId)).filter(({ type }) => type === "ticket.message_edited");
  expect(edits).toHaveLength(words.length);
});
