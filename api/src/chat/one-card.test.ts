import { ChatFailure } from "@docket/core/chat/chat-failure";
import type { ParkedPage } from "@docket/core/contract/outbox";
import { day, hour, minute, second } from "@docket/core/time";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { note } from "../../test/answers.ts";
import { addChannel, passTime, startChatDesk } from "../../test/chat-desk.ts";
import type { Caller, Desk } from "../../test/desk.ts";
import type { FakeBoard } from "../../test/fake-board.ts";

let desk: Desk;
let slack: FakeBoard;
let client: Caller;
let agent: Caller;
beforeEach(async () => {
  ({ desk, slack } = await startChatDesk());
  client = await desk.person("client", "Cleo");
  agent = await desk.person("agent", "Ada");
  await addChannel(desk, "C1");
});
afterEach(() => desk.stop());

const parked = async () => {
  const admin = await desk.person("admin");
  return (await admin.get<ParkedPage>("/outbox/parked")).body.items;
};

/** What becomes of a message with this word in it, each time that it is sent; returns the times. */
const failOn = (word: string, error: () => Error | null): number[] => {
  const times: number[] = [];
  const send = slack.postMessage.bind(slack);
  slack.postMessage = (channel, posted, message, attempt) => {
    const failure = message.body.includes(word) ? error() : null;
    if (failure === null) return send(channel, posted, message, attempt);
    times.push(desk.clock.now());
    return Promise.reject(failure);
  };
  return times;
};

/** A ticket with a card and a note that cannot be sent. */
const poisoned = async (error: () => Error | null) => {
  const times = failOn("poison", error);
  const ticket = await client.open();
  await passTime(desk);
  await note(agent, ticket.id, "poison");
  await passTime(desk, 5 * second);
  return { ticket, times };
};

const noAnswer = () => new ChatFailure("away", "A file could not be read.");

describe("one card that nobody takes", () => {
  test.each([
    ["no answer comes", noAnswer],
    ["something breaks", () => new TypeError("There is no such thing.")],
  ])("because %s holds no other up", async (_, error) => {
    const { ticket } = await poisoned(error);
    for (let i = 1; i <= 5; i++) {
      const other = await client.open();
      await passTime(desk, minute);
      expect(slack.cardOf(other.number).view.number).toBe(other.number);
    }
    expect(slack.threadOf(ticket.number)).toEqual([]);
  });

  test("is parked once others were answered again and again, and not before", async () => {
    const { ticket, times } = await poisoned(noAnswer);
    const others: number[] = [];
    const openOthers = async (count: number) => {
      for (let i = 0; i < count; i++) {
        desk.clock.advance(6 * minute);
        others.push((await client.open()).number);
        await passTime(desk, 5 * second);
      }
    };
    await openOthers(8);
    expect(await parked()).toEqual([]);
    await openOthers(4);
    expect(await parked()).toMatchObject([{ ticketId: ticket.id, lastError: "A file could not be read." }]);
    expect(times.length).toBeLessThanOrEqual(14);
    expect(slack.cards.map(({ view }) => view.number)).toEqual([ticket.number, ...others]);
  });

  test("comes right as soon as it is taken", async () => {
    let works = false;
    const { ticket } = await poisoned(() => (works ? null : noAnswer()));
    await client.open();
    await passTime(desk, minute);
    works = true;
    await note(agent, ticket.id, "Two");
    await passTime(desk, hour);
    expect(slack.threadOf(ticket.number)).toEqual(["Ada: poison (note)", "Ada: Two (note)"]);
    expect(await parked()).toEqual([]);
  });
});

test("a chat that takes nothing for a day is asked now and then, however many cards wait, and then has all of them", async () => {
  let away = true;
  slack.trouble = () => (away ? new ChatFailure("away", "It answered 503.") : null);
  const numbers: number[] = [];
  for (let i = 0; i < 15; i++) numbers.push((await client.open()).number);
  await passTime(desk, hour);
  const before = slack.calls.length;
  for (let i = 0; i < 24; i++) {
    desk.clock.advance(hour);
    await passTime(desk, minute);
  }
  expect(before).toBeLessThanOrEqual(25);
  expect(await parked()).toEqual([]);
  away = false;
  await passTime(desk, day);
  expect(slack.cards).toHaveLength(numbers.length);
  for (const number of numbers) expect(slack.cardOf(number).view.number).toBe(number);
});

test("messages that the chat refuses, however many, do not stand before the others", async () => {
  failOn("poison", () => new ChatFailure("refused", "The chat takes no such text."));
  const ticket = await client.open();
  await passTime(desk);
  for (let i = 0; i < 41; i++) await note(agent, ticket.id, `poison ${i}`);
  await note(agent, ticket.id, "good");
  await passTime(desk);
  expect(slack.threadOf(ticket.number)).toEqual(["Ada: good (note)"]);
  expect(await parked()).toMatchObject([{ lastError: "The chat takes no such text." }]);
});

test("a ticket that is over before it was ever sent gets no card, and gets it when it is opened again", async () => {
  slack.channels.delete("C1");
  const probe = await client.open();
  await passTime(desk, minute);
  const cancelled = await client.open();
  const solved = await client.open();
  await passTime(desk, minute);
  await client.post(`/tickets/${cancelled.id}/cancel`);
  await agent.post(`/tickets/${solved.id}/resolve`);
  slack.channels.set("C1", "support");
  await passTime(desk);
  expect(slack.cards.map(({ view }) => view.number)).toEqual([probe.number]);
  await client.post(`/tickets/${solved.id}/reopen`);
  await passTime(desk);
  expect(slack.cards.map(({ view }) => view.number)).toEqual([probe.number, solved.number]);
});
