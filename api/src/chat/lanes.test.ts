import { minute, second } from "@docket/core/time";
import { createClient } from "@libsql/client";
import { sql } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { size } from "../../test/proof.ts";
import { note } from "../../test/answers.ts";
import { addChannel, passTime, startChatDesk } from "../../test/chat-desk.ts";
import type { Caller, Desk } from "../../test/desk.ts";
import type { FakeBoard } from "../../test/fake-board.ts";
import { createDb } from "../db/client.ts";
import { drain } from "../outbox/drain.ts";
import type { Services } from "../services.ts";

let desk: Desk;
let slack: FakeBoard;
let discord: FakeBoard;
let client: Caller;
let agent: Caller;
const start = async (overrides: Partial<Services> = {}) => {
  ({ desk, slack, discord } = await startChatDesk(overrides));
  client = await desk.person("client", "Cleo");
  agent = await desk.person("agent", "Ada");
};
beforeEach(() => start());
afterEach(() => desk.stop());

/** When something new was sent to a channel. */
const sendsTo = (board: FakeBoard, channel: string): number[] =>
  board.calls
    .filter(({ call, channelId }) => (call === "postCard" || call === "postMessage") && channelId === channel)
    .map(({ at }) => at);

const expectPace = (board: FakeBoard, channel: string) => {
  const times = sendsTo(board, channel);
  for (const [i, at] of times.slice(1).entries()) expect(at - (times[i] ?? 0)).toBeGreaterThanOrEqual(board.pace);
};

const texts = (count: number): string[] => Array.from({ length: count }, (_, i) => `Note ${i}`);

test("fifty changes at once are one card, each word once and in order, and few updates", async () => {
  await addChannel(desk, "C1");
  const { number, id } = await client.open();
  await Promise.all(texts(50).map((text) => note(agent, id, text)));
  await agent.post(`/tickets/${id}/claim`);
  await passTime(desk);
  expect(slack.cards).toHaveLength(1);
  const { body } = await agent.get<{ items: { body: string }[] }>(`/tickets/${id}/messages?limit=100`);
  const inOrder = body.items.map((message) => `Ada: ${message.body} (note)`).toReversed();
  expect(inOrder).toHaveLength(50);
  expect(slack.threadOf(number)).toEqual(inOrder);
  expect(slack.cardOf(number).view.assignee).toBe("Ada");
  expect(slack.count("updateCard")).toBeLessThanOrEqual(2);
  expectPace(slack, "C1");
});

test("a burst of changes of one card is few updates, and the last one is shown", async () => {
  await addChannel(desk, "C1");
  const { number, id } = await client.open();
  await passTime(desk);
  for (let i = 0; i < 50; i++) {
    await agent.patch(`/tickets/${id}`, { title: `Title ${i}` });
    desk.clock.advance(20);
    await desk.settled();
  }
  await passTime(desk);
  expect(slack.cardOf(number).view.title).toBe("Title 49");
  expect(slack.count("updateCard")).toBeLessThanOrEqual(3);
});

test("a card that changes all the time is shown all the time", async () => {
  await addChannel(desk, "C1");
  const { number, id } = await client.open();
  await passTime(desk);
  for (let i = 0; i < 40; i++) {
    await agent.patch(`/tickets/${id}`, { title: `Title ${i}` });
    await desk.settled();
    desk.clock.advance(500);
    await drain(desk.services);
  }
  expect(slack.count("updateCard")).toBeGreaterThanOrEqual(10);
  expect(Number(slack.cardOf(number).view.title.slice(6))).toBeGreaterThanOrEqual(37);
});

test("a ticket with much to say lets the others in between", async () => {
  await addChannel(desk, "C1");
  const talk = await client.open();
  for (const text of texts(20)) await note(agent, talk.id, text);
  const later = await client.open();
  await passTime(desk, 6 * second);
  expect(slack.cardOf(later.number).view.number).toBe(later.number);
  await passTime(desk);
  expect(slack.threadOf(talk.number)).toEqual(texts(20).map((text) => `Ada: ${text} (note)`));
  expectPace(slack, "C1");
});

test("what changes while a card is being sent is shown, too", async () => {
  await addChannel(desk, "C1");
  const { number, id } = await client.open();
  await passTime(desk);
  slack.afterwards = async (call) => {
    if (call !== "updateCard") return;
    slack.afterwards = () => {};
    await agent.patch(`/tickets/${id}`, { title: "Third" });
  };
  await agent.patch(`/tickets/${id}`, { title: "Second" });
  await passTime(desk);
  expect(slack.cardOf(number).view.title).toBe("Third");
});

const many = size(100, 500);

test("many tickets in a minute keep the pace of each channel and end consistent", { timeout: 240_000 }, async () => {
  await desk.stop();
  await start({ wake: () => {} });
  await addChannel(desk, "C1");
  await addChannel(desk, "C1", { platform: "discord", filter: { categories: ["billing"] } });
  const numbers: number[] = [];
  for (let i = 0; i < many; i++) {
    const { number, id } = await client.open({ category: i % 10 === 0 ? "billing" : "problem" });
    numbers.push(number);
    if (i % 50 === 0) await note(agent, id, `Note on ${number}`);
    desk.clock.advance(minute / many);
    if (i % 10 === 0) await drain(desk.services);
  }
  await passTime(desk);
  for (const board of [slack, discord]) expectPace(board, "C1");
  expect(slack.cards.map(({ view }) => view.number)).toEqual(numbers);
  expect(discord.cards.map(({ view }) => view.number)).toEqual(numbers.filter((_, i) => i % 10 === 0));
  for (const [i, number] of numbers.entries()) {
    const thread = i % 50 === 0 ? [`Ada: Note on ${number} (note)`] : [];
    expect(slack.threadOf(number)).toEqual(thread);
    if (i % 10 === 0) expect(discord.threadOf(number)).toEqual(thread);
  }
});

describe("while many new cards wait", () => {
  const waiting = size(100, 300);

  /** A ticket whose card is there, and many that were opened after it. */
  const overrun = async () => {
    await desk.stop();
    await start({ wake: () => {} });
    await addChannel(desk, "C1");
    const first = await client.open();
    await passTime(desk);
    for (let i = 0; i < waiting; i++) await client.open();
    await passTime(desk, 5 * second);
    return first;
  };

  test("what people do and what the client answers show within two seconds", { timeout: 120_000 }, async () => {
    const { id, number } = await overrun();
    const before = slack.calls.length;
    await agent.post(`/tickets/${id}/claim`);
    await client.post(`/tickets/${id}/replies`, { body: "Any news?" });
    const asked = desk.clock.now();
    await passTime(desk, 2 * second);
    expect(slack.cardOf(number).view.assignee).toBe("Ada");
    expect(slack.threadOf(number)).toEqual(["Cleo: Any news?"]);
    const after = slack.calls.slice(before);
    const shown = after.findIndex(({ call }) => call === "postMessage");
    expect(after.slice(0, shown).filter(({ call }) => call === "postCard").length).toBeLessThanOrEqual(1);
    expect(after[shown]?.at ?? Infinity).toBeLessThan(asked + 2 * second);
    expectPace(slack, "C1");
  });

  test("they come all the same, though people go on talking", { timeout: 120_000 }, async () => {
    const { id, number } = await overrun();
    const before = slack.count("postCard");
    for (let i = 0; i < 80; i++) {
      await note(agent, id, `Note ${i}`);
      desk.clock.advance(minute);
      await drain(desk.services);
    }
    expect(slack.threadOf(number).length).toBeGreaterThan(50);
    expect(slack.count("postCard")).toBeGreaterThan(before);
  });
});

test("two desks that drain one database send everything once and keep the pace together", async () => {
  await addChannel(desk, "C1");
  await addChannel(desk, "C2");
  const { db } = desk.services;
  const [[main]] = await db.read(db.orm.all<{ file: string }>(sql`SELECT file FROM pragma_database_list`));
  const other = createClient({ url: `file:${main?.file}`, timeout: 5000 });
  const twin: Services = { ...desk.services, db: createDb(other) };
  const tickets = await Promise.all(Array.from({ length: 10 }, () => client.open()));
  await Promise.all(tickets.flatMap(({ id }) => [note(agent, id, "One"), note(agent, id, "Two")]));
  await desk.settled();
  for (let i = 0; i < 60; i++) {
    desk.clock.advance(second);
    await Promise.all([drain(desk.services), drain(twin)]);
  }
  other.close();
  for (const channel of ["C1", "C2"]) {
    expectPace(slack, channel);
    for (const { number } of tickets) {
      expect(slack.threadOf(number, channel).toSorted()).toEqual(["Ada: One (note)", "Ada: Two (note)"]);
    }
  }
  expect(slack.count("postMessage")).toBe(40);
  expect(slack.count("postCard")).toBe(20);
});
