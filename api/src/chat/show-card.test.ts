import type { MessageWritten } from "@docket/core/contract/message";
import type { Id } from "@docket/core/ids";
import { second } from "@docket/core/time";
import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { note, reply } from "../../test/answers.ts";
import { addChannel, passTime, startChatDesk } from "../../test/chat-desk.ts";
import type { Caller, Desk } from "../../test/desk.ts";
import type { FakeBoard } from "../../test/fake-board.ts";
import { cards } from "../db/schema/chat.ts";
import { messages } from "../db/schema/messages.ts";
import { tickets } from "../db/schema/tickets.ts";
import { PermanentFailure } from "../outbox/permanent-failure.ts";

let desk: Desk;
let slack: FakeBoard;
let discord: FakeBoard;
let client: Caller;
let agent: Caller;
beforeEach(async () => {
  ({ desk, slack, discord } = await startChatDesk());
  client = await desk.person("client", "Cleo");
  agent = await desk.person("agent", "Ada");
});
afterEach(() => desk.stop());

const upload = async (caller: Caller, name: string, text: string): Promise<string> =>
  (await caller.post<{ id: string }>(`/attachments?name=${name}`, new TextEncoder().encode(text))).body.id;

/** This many notes, as if they had been written one after the other. */
const write = async (ticketId: Id<"ticket">, count: number): Promise<void> => {
  const { db, ids, clock } = desk.services;
  const rows = Array.from({ length: count }, (_, i) => ({
    id: ids.next("message", clock.now()),
    ticketId,
    seq: i + 2,
    kind: "note" as const,
    source: "dashboard" as const,
    authorKind: "staff" as const,
    authorId: agent.id,
    body: `Note ${i + 1}`,
    delivery: "none" as const,
    createdAt: clock.now(),
  }));
  await db.write(
    db.orm.insert(messages).values(rows),
    db.orm
      .update(tickets)
      .set({ version: count + 1 })
      .where(eq(tickets.id, ticketId)),
  );
};

const written = async (answer: Promise<{ body: MessageWritten }>): Promise<string> => (await answer).body.message.id;

describe("a ticket", () => {
  test("and its last message are told by their files where there are no words", async () => {
    await addChannel(desk, "C1");
    const photo = await upload(client, "photo.png", "one");
    const { number, id } = await client.open({ description: "", attachmentIds: [photo] });
    await agent.post(`/tickets/${id}/replies`, { attachmentIds: [await upload(agent, "plan.pdf", "two")] });
    await passTime(desk);
    const { view } = slack.cardOf(number);
    expect([view.excerpt, view.lastMessage?.excerpt]).toEqual(["photo.png", "plan.pdf"]);
    expect(slack.threadOf(number)).toEqual(["Cleo: [photo.png: one]", "Ada: [plan.pdf: two] (sent)"]);
    const both = [await upload(client, "a.png", "a"), await upload(client, "b.png", "b")];
    await client.post(`/tickets/${id}/replies`, { attachmentIds: both });
    await passTime(desk);
    expect(slack.cardOf(number).view.lastMessage).toMatchObject({ author: "Cleo", excerpt: "2 files" });
  });

  test("gets a card that follows it, and its conversation in the thread", async () => {
    await addChannel(desk, "C1");
    const { number, id } = await client.open();
    await passTime(desk);
    expect(slack.cardOf(number).view).toMatchObject({
      title: "The printer is on fire",
      excerpt: "It began this morning.",
      url: `http://desk.test/tickets/${number}`,
      requester: "Cleo",
      category: "Something does not work",
      status: "new",
      assignee: null,
      lastMessage: null,
    });
    await agent.post(`/tickets/${id}/claim`);
    await note(agent, id, "Who has water?");
    await reply(agent, id, "Have you tried water?");
    await reply(client, id, "It helped.");
    await passTime(desk);
    expect(slack.cardOf(number).view).toMatchObject({
      assignee: "Ada",
      status: "in_progress",
      lastMessage: { author: "Cleo", kind: "reply", excerpt: "It helped." },
    });
    expect(slack.threadOf(number)).toEqual([
      "Ada: Who has water? (note)",
      "Ada: Have you tried water? (sent)",
      "Cleo: It helped.",
    ]);
  });

  test("has a card in each channel that it fits, on both platforms, also when it fits later", async () => {
    await addChannel(desk, "C1", { fallback: true });
    await addChannel(desk, "C2", { filter: { categories: ["billing"] } });
    await addChannel(desk, "C3", { filter: { priorities: ["urgent"] } });
    await addChannel(desk, "C1", { platform: "discord" });
    const printer = await client.open();
    await passTime(desk);
    await agent.patch(`/tickets/${printer.id}`, { priority: "urgent" });
    await reply(agent, printer.id, "We run.");
    await passTime(desk);
    expect(slack.cards.map(({ channelId }) => channelId)).toEqual(["C1", "C3"]);
    for (const [board, channel] of [
      [slack, "C1"],
      [slack, "C3"],
      [discord, "C1"],
    ] as const) {
      expect(board.cardOf(printer.number, channel).view.priority).toBe("urgent");
      expect(board.threadOf(printer.number, channel)).toEqual(["Ada: We run. (sent)"]);
    }
  });

  test("that was there before the channel gets its card with its next change, while somebody works on it", async () => {
    const old = await client.open();
    const solved = await client.open();
    await agent.post(`/tickets/${solved.id}/resolve`);
    await addChannel(desk, "C1");
    await passTime(desk);
    expect(slack.cards).toEqual([]);
    await note(agent, old.id);
    await note(agent, solved.id);
    await passTime(desk);
    expect(slack.cards.map(({ view }) => view.number)).toEqual([old.number]);
  });

  test("that is deleted leaves a tombstone, and nothing that Docket sent", async () => {
    await addChannel(desk, "C1");
    const admin = await desk.person("admin", "Dora");
    const { number, id } = await client.open({ description: "My secret. ".repeat(40) });
    await reply(agent, id, "Another secret");
    await passTime(desk);
    expect(slack.threadOf(number)).toHaveLength(2);
    slack.write(number, "Somebody's own words");
    await admin.delete(`/tickets/${id}`);
    await passTime(desk);
    const { view } = slack.cardOf(number);
    expect(view).toMatchObject({ deleted: true, title: "", excerpt: "", requester: "", lastMessage: null });
    expect(slack.threadOf(number)).toEqual(["Somebody's own words"]);
  });

  test("that is deleted before it was shown is never shown", async () => {
    await addChannel(desk, "C1");
    const admin = await desk.person("admin", "Dora");
    const { id } = await client.open();
    await admin.delete(`/tickets/${id}`);
    await passTime(desk);
    expect(slack.calls).toEqual([]);
  });
});

describe("the thread", () => {
  test("begins with the opening words where the card cannot show them all, and with their files", async () => {
    await addChannel(desk, "C1");
    const short = await client.open();
    const long = await client.open({ description: "word ".repeat(100) });
    const filed = await client.open({ attachmentIds: [await upload(client, "log.txt", "boom")] });
    for (const { id } of [short, long, filed]) await note(agent, id, "Hm.");
    await passTime(desk);
    expect(slack.threadOf(short.number)).toEqual(["Ada: Hm. (note)"]);
    expect(slack.threadOf(long.number)).toEqual([`Cleo: ${"word ".repeat(100).trim()}`, "Ada: Hm. (note)"]);
    expect(slack.threadOf(filed.number)).toEqual(["Cleo: It began this morning. [log.txt: boom]", "Ada: Hm. (note)"]);
    await client.patch(`/tickets/${long.id}`, { description: "Never mind." });
    await passTime(desk);
    expect(slack.threadOf(long.number)[0]).toBe("Cleo: Never mind.");
  });

  test("has the files of messages, and says so when one is lost", async () => {
    await addChannel(desk, "C1");
    const { number, id } = await client.open();
    const attachmentIds = [await upload(agent, "a.txt", "one"), await upload(agent, "b.txt", "two")];
    await agent.post(`/tickets/${id}/replies`, { body: "See", attachmentIds });
    await desk.blobs.delete(attachmentIds[1] ?? "");
    await passTime(desk);
    expect(slack.threadOf(number)).toEqual([
      "Ada: See [a.txt: one] [b.txt: The bytes of this file are missing.] (sent)",
    ]);
    expect(desk.logs.join("\n")).toContain("the bytes of a file are missing");
  });

  test("follows what is edited and deleted", async () => {
    await addChannel(desk, "C1");
    const { number, id } = await client.open();
    const first = await written(note(agent, id, "First"));
    const second = await written(note(agent, id, "Second"));
    const third = await written(note(agent, id, "Third"));
    await agent.delete(`/tickets/${id}/messages/${third}`);
    await passTime(desk);
    expect(slack.threadOf(number)).toEqual(["Ada: First (note)", "Ada: Second (note)"]);
    desk.clock.advance(1000);
    await agent.patch(`/tickets/${id}/messages/${first}`, { body: "First of all" });
    await agent.delete(`/tickets/${id}/messages/${second}`);
    await passTime(desk);
    expect(slack.threadOf(number)).toEqual(["Ada: First of all (edited) (note)"]);
    expect(slack.cardOf(number).view.lastMessage?.excerpt).toBe("First of all");
  });

  test("says when a letter failed, and when it went out after all", async () => {
    await addChannel(desk, "C1");
    const admin = await desk.person("admin", "Dora");
    const { number, id } = await client.open();
    await desk.settled();
    desk.mailer.fail(1, new PermanentFailure("mail to this address bounced"));
    await reply(agent, id, "Hello");
    await passTime(desk);
    expect(slack.threadOf(number)).toEqual(["Ada: Hello (failed)"]);
    const { body } = await admin.get<{ items: { id: string }[] }>("/outbox/parked");
    await admin.post(`/outbox/${body.items[0]?.id}/retry`);
    await passTime(desk);
    expect(slack.threadOf(number)).toEqual(["Ada: Hello (sent)"]);
  });

  test("of a card that comes late has the end of a long conversation, and says how much is missing", async () => {
    const ticket = await client.open();
    await write(ticket.id, 130);
    await addChannel(desk, "C1");
    await note(agent, ticket.id, "The newest");
    await passTime(desk, 5 * second);
    expect(slack.threadOf(ticket.number).slice(0, 3)).toEqual([
      `Docket: 31 earlier messages are not shown here. The whole conversation: http://desk.test/tickets/${ticket.number}`,
      "Ada: Note 32 (note)",
      "Ada: Note 33 (note)",
    ]);
    await passTime(desk);
    expect(slack.threadOf(ticket.number)).toHaveLength(101);
    expect(slack.threadOf(ticket.number).at(-1)).toBe("Ada: The newest (note)");
  });
});

test("what is shown already is not sent again", async () => {
  await addChannel(desk, "C1");
  const { id } = await client.open();
  await note(agent, id, "Hm.");
  await passTime(desk);
  const before = slack.calls.length;
  await agent.post(`/tickets/${id}/claim`);
  await agent.delete(`/tickets/${id}/assignee`);
  await passTime(desk);
  expect(slack.calls.length).toBe(before);
});

test("a desk without chats owes them nothing", async () => {
  await desk.stop();
  ({ desk } = await startChatDesk({ chats: {} }));
  await addChannel(desk, "C1");
  client = await desk.person("client");
  await client.open();
  await passTime(desk);
  expect(desk.mailer.letters).toHaveLength(1);
  const { db } = desk.services;
  expect((await db.read(db.orm.select().from(cards)))[0]).toEqual([]);
});
