import { ChatFailure } from "@docket/core/chat/chat-failure";
import type { ParkedPage } from "@docket/core/contract/outbox";
import type { Id } from "@docket/core/ids";
import { day, hour, minute, second } from "@docket/core/time";
import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { note } from "../../test/answers.ts";
import { addChannel, passTime, startChatDesk } from "../../test/chat-desk.ts";
import type { Caller, Desk } from "../../test/desk.ts";
import type { FakeBoard } from "../../test/fake-board.ts";
import { channels, integrations } from "../db/schema/chat.ts";
import { drain } from "../outbox/drain.ts";
import { seal } from "../platform/seal.ts";

let desk: Desk;
let slack: FakeBoard;
let discord: FakeBoard;
let client: Caller;
let agent: Caller;
let first: Id<"channel">;
beforeEach(async () => {
  ({ desk, slack, discord } = await startChatDesk());
  client = await desk.person("client", "Cleo");
  agent = await desk.person("agent", "Ada");
  first = await addChannel(desk, "C1");
});
afterEach(async () => {
  vi.useRealTimers();
  await desk.stop();
});

const healthOf = async (id: Id<"channel">) => {
  const { db } = desk.services;
  const [[channel], [integration]] = await db.read(
    db.orm.select({ state: channels.state, reason: channels.reason }).from(channels).where(eq(channels.id, id)),
    db.orm.select({ state: integrations.state, reason: integrations.reason }).from(integrations),
  );
  return { channel, integration };
};
const sound = { state: "active", reason: null };

const parked = async () => {
  const admin = await desk.person("admin");
  return (await admin.get<ParkedPage>("/outbox/parked")).body.items;
};

/** A ticket with a card and one note in its thread. */
const shownTicket = async () => {
  const ticket = await client.open();
  await note(agent, ticket.id, "One");
  await passTime(desk);
  return ticket;
};

describe("a chat that is busy", () => {
  test("is asked again when it says, and not before", async () => {
    const failure = new ChatFailure("busy", "Too many calls.", 7 * second);
    slack.trouble = () => (slack.calls.length < 30 ? failure : null);
    const { number } = await client.open();
    await passTime(desk);
    const times = slack.calls.map(({ at }) => at);
    for (const [i, at] of times.slice(1, 29).entries()) expect(at - (times[i] ?? 0)).toBeGreaterThanOrEqual(7 * second);
    expect(slack.cardOf(number).view.number).toBe(number);
    expect(await parked()).toEqual([]);
  });
});

describe("a chat that is away", () => {
  test("is asked less and less often, at most every five minutes, for as long as it takes", async () => {
    let away = true;
    slack.trouble = () => (away ? new ChatFailure("away", "It answered 503.") : null);
    const { number } = await client.open();
    await passTime(desk, 3 * hour);
    const times = slack.calls.map(({ at }) => at);
    const gaps = times.slice(1).map((at, i) => at - (times[i] ?? 0));
    expect(gaps[0]).toBeLessThanOrEqual(6 * second);
    expect(Math.max(...gaps)).toBeLessThanOrEqual(6 * minute);
    expect(times.length).toBeGreaterThan((3 * hour) / (6 * minute));
    expect(await parked()).toEqual([]);
    expect(await healthOf(first)).toEqual({ channel: sound, integration: sound });
    away = false;
    await passTime(desk);
    expect(slack.cardOf(number).view.number).toBe(number);
  });

  test("counts as that when it does not answer, and letters and other chats do not wait for it", async () => {
    const other = await addChannel(desk, "C1", { platform: "discord" });
    slack.trouble = () => "hang";
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const { number } = await client.open();
    await desk.settled();
    desk.clock.advance(1000);
    const draining = drain(desk.services);
    await vi.waitUntil(() => slack.calls.length === 1 && vi.getTimerCount() > 0, { interval: 1 });
    await agent.post(`/tickets/${number}/replies`, { body: "Hello" });
    await vi.waitUntil(() => desk.mailer.letters.some(({ text }) => text.includes("Hello")), { interval: 1 });
    await vi.waitUntil(() => discord.cards.some(({ view }) => view.number === number), { interval: 1 });
    expect(slack.calls).toHaveLength(1);
    vi.advanceTimersByTime(20_000);
    await draining;
    vi.useRealTimers();
    slack.trouble = () => null;
    await passTime(desk);
    expect(slack.threadOf(number)).toEqual(["Ada: Hello (sent)"]);
    expect(await healthOf(other)).toMatchObject({ channel: sound });
    expect(desk.logs.join("\n")).toContain("Slack did not answer within 20 seconds.");
  });
});

describe("what was taken although the answer was lost", () => {
  test("is found again and not sent twice", async () => {
    const lost = new Set<string>();
    slack.trouble = (call) => {
      if (lost.has(call)) return null;
      lost.add(call);
      return "lost";
    };
    const ticket = await client.open({ description: "word ".repeat(100) });
    await passTime(desk);
    await note(agent, ticket.id, "One");
    await passTime(desk);
    expect([...lost].toSorted()).toEqual(["postCard", "postMessage", "updateCard", "updateMessage"]);
    expect(slack.cards).toHaveLength(1);
    expect(slack.threadOf(ticket.number)).toEqual([`Cleo: ${"word ".repeat(100).trim()}`, "Ada: One (note)"]);
  });

  test("shows the ticket as it is by now", async () => {
    slack.trouble = (call) => (call === "postCard" && slack.count("postCard") === 1 ? "lost" : null);
    const ticket = await client.open();
    await desk.settled();
    desk.clock.advance(second);
    await drain(desk.services);
    await agent.patch(`/tickets/${ticket.id}`, { title: "It is out" });
    await passTime(desk);
    expect(slack.cardOf(ticket.number).view.title).toBe("It is out");
  });

  test("is taken back when it was deleted meanwhile", async () => {
    const ticket = await shownTicket();
    const admin = await desk.person("admin");
    const before = slack.count("postMessage");
    slack.trouble = (call) => (call === "postMessage" && slack.count("postMessage") === before + 1 ? "lost" : null);
    const { body } = await note(agent, ticket.id, "A secret");
    await desk.settled();
    desk.clock.advance(second);
    await drain(desk.services);
    expect(slack.threadOf(ticket.number)).toEqual(["Ada: One (note)", "Ada: A secret (note)"]);
    await agent.delete(`/tickets/${ticket.id}/messages/${body.message.id}`);
    await passTime(desk);
    expect(slack.threadOf(ticket.number)).toEqual(["Ada: One (note)"]);
    slack.trouble = (call) => (call === "postMessage" && slack.count("postMessage") === before + 3 ? "lost" : null);
    await note(agent, ticket.id, "Another secret");
    await desk.settled();
    desk.clock.advance(second);
    await drain(desk.services);
    expect(slack.threadOf(ticket.number)).toHaveLength(2);
    await admin.delete(`/tickets/${ticket.id}`);
    await passTime(desk);
    expect(slack.threadOf(ticket.number)).toEqual([]);
    expect(slack.cardOf(ticket.number).view.deleted).toBe(true);
  });
});

describe("a channel that is broken", () => {
  const reason = "The channel was deleted.";

  test("is marked so, is asked by one card every five minutes, and loses nothing", async () => {
    slack.channels.delete("C1");
    const tickets = [await client.open(), await client.open(), await client.open()];
    await passTime(desk, 31 * minute);
    expect(await healthOf(first)).toEqual({ channel: { state: "broken", reason }, integration: sound });
    expect(slack.calls).toHaveLength(7);
    slack.channels.set("C1", "support");
    await passTime(desk);
    expect(slack.cards.map(({ view }) => view.number)).toEqual(tickets.map(({ number }) => number));
    expect(await healthOf(first)).toEqual({ channel: sound, integration: sound });
    expect(await parked()).toEqual([]);
  });

  test("holds no other channel up", async () => {
    const other = await addChannel(desk, "C2");
    slack.channels.delete("C1");
    const ticket = await client.open();
    await passTime(desk, 10 * second);
    expect(slack.cardOf(ticket.number, "C2").view.number).toBe(ticket.number);
    expect(await healthOf(other)).toEqual({ channel: sound, integration: sound });
  });
});

describe("a workspace that is broken", () => {
  const revoked = new ChatFailure("workspace", "The token was revoked.");

  test("is marked so with all its channels waiting, and comes back by itself", async () => {
    await addChannel(desk, "C2");
    let broken = true;
    slack.trouble = () => (broken ? revoked : null);
    const { number } = await client.open();
    await passTime(desk, 11 * minute);
    const integration = { state: "broken", reason: "The token was revoked." };
    expect(await healthOf(first)).toEqual({ channel: sound, integration });
    broken = false;
    await passTime(desk);
    for (const channel of ["C1", "C2"]) expect(slack.cardOf(number, channel).view.number).toBe(number);
    expect((await healthOf(first)).integration).toEqual(sound);
  });

  test("is one whose stored token cannot be opened with this secret", async () => {
    const { db } = desk.services;
    const sealedToken = await seal("another secret of thirty-two characters", "slack:T1", "xoxb-own");
    await db.write(db.orm.update(integrations).set({ sealedToken }));
    const { number } = await client.open();
    await passTime(desk, minute);
    const { integration } = await healthOf(first);
    expect(integration).toMatchObject({ state: "broken", reason: expect.stringContaining("DOCKET_SECRET") as string });
    expect(JSON.stringify(integration)).not.toContain(sealedToken);
    await db.write(
      db.orm.update(integrations).set({
        sealedToken: await seal(desk.services.config.secret, "slack:T1", "xoxb-own"),
      }),
    );
    const tokens = new Set<string>();
    slack.trouble = (_call, _channel, token) => {
      tokens.add(token);
      return null;
    };
    await passTime(desk);
    expect(slack.cardOf(number).view.number).toBe(number);
    expect([...tokens]).toEqual(["xoxb-own"]);
  });

  test("is one that the settings know no more", async () => {
    const without = { ...desk.services, chats: { slack: { board: slack, token: null } } };
    await client.open();
    await desk.settled();
    desk.clock.advance(second);
    await drain(without);
    expect((await healthOf(first)).integration?.reason).toContain("The settings have no token for Slack any more.");
    desk.clock.advance(hour);
    await drain({ ...without, chats: {} });
    expect((await healthOf(first)).integration?.reason).toContain("Slack is not set up any more");
    await passTime(desk);
    expect(slack.cards).toHaveLength(1);
  });
});

describe("what the chat refuses", () => {
  test("is parked for an admin, and the rest of the conversation goes on", async () => {
    const ticket = await shownTicket();
    let refuses = true;
    slack.trouble = (call) =>
      refuses && call === "postMessage" && slack.count("postMessage") % 2 === 0
        ? new ChatFailure("refused", "The chat takes no such text.")
        : null;
    await note(agent, ticket.id, "Refused");
    await note(agent, ticket.id, "Taken");
    await passTime(desk);
    expect(slack.threadOf(ticket.number)).toEqual(["Ada: One (note)", "Ada: Taken (note)"]);
    const [row, ...more] = await parked();
    expect([row, more]).toMatchObject([
      { type: "chat.show", ticketId: ticket.id, lastError: "The chat takes no such text." },
      [],
    ]);
    refuses = false;
    const admin = await desk.person("admin", "Dora");
    await admin.post(`/outbox/${row?.id}/retry`);
    await passTime(desk);
    expect(slack.threadOf(ticket.number)).toHaveLength(3);
    expect(await parked()).toEqual([]);
  });

  test("is tried again with the next change", async () => {
    let refuses = true;
    slack.trouble = () => (refuses ? new ChatFailure("refused", "No.") : null);
    const ticket = await client.open();
    await passTime(desk);
    expect(await parked()).toHaveLength(1);
    refuses = false;
    await note(agent, ticket.id, "One");
    await passTime(desk);
    expect(slack.threadOf(ticket.number)).toEqual(["Ada: One (note)"]);
    expect(await parked()).toEqual([]);
  });
});

describe("a card that somebody deleted", () => {
  test("comes back with its thread", async () => {
    const ticket = await shownTicket();
    const old = slack.cardOf(ticket.number);
    slack.remove(old);
    await note(agent, ticket.id, "Two");
    await passTime(desk);
    expect(slack.cardOf(ticket.number).key).not.toBe(old.key);
    expect(slack.threadOf(ticket.number)).toEqual(["Ada: One (note)", "Ada: Two (note)"]);
  });

  test("comes back when only its thread is missed", async () => {
    const ticket = await shownTicket();
    slack.afterwards = (call) => {
      if (call !== "updateCard") return;
      slack.afterwards = () => {};
      slack.remove(slack.cardOf(ticket.number));
    };
    await note(agent, ticket.id, "Two");
    await passTime(desk);
    expect(slack.threadOf(ticket.number)).toEqual(["Ada: One (note)", "Ada: Two (note)"]);
  });

  test("does not come back for ever", async () => {
    const ticket = await shownTicket();
    slack.afterwards = (call) => {
      if (call === "postCard") slack.remove(slack.cardOf(ticket.number));
    };
    slack.remove(slack.cardOf(ticket.number));
    await note(agent, ticket.id, "Two");
    await passTime(desk, day);
    expect(slack.count("postCard")).toBeLessThanOrEqual(11);
    expect(await parked()).toMatchObject([{ type: "chat.show" }]);
  });

  test("is let be when its ticket is deleted", async () => {
    const ticket = await shownTicket();
    const admin = await desk.person("admin", "Dora");
    slack.remove(slack.cardOf(ticket.number));
    await admin.delete(`/tickets/${ticket.id}`);
    await passTime(desk);
    expect(slack.cards).toEqual([]);
    expect(await parked()).toEqual([]);
  });
});

test("a message that somebody deleted is forgotten, and its edits with it", async () => {
  const ticket = await client.open();
  const { body } = await note(agent, ticket.id, "One");
  await passTime(desk);
  slack.cardOf(ticket.number).messages.splice(0);
  for (const text of ["One and a half", "One and three quarters"]) {
    desk.clock.advance(second);
    await agent.patch(`/tickets/${ticket.id}/messages/${body.message.id}`, { body: text });
    await passTime(desk);
  }
  await note(agent, ticket.id, "Two");
  await passTime(desk);
  expect(slack.threadOf(ticket.number)).toEqual(["Ada: Two (note)"]);
});

test("a channel that is not shown in any more is left alone", async () => {
  const ticket = await shownTicket();
  const { db } = desk.services;
  await note(agent, ticket.id, "Two");
  await desk.settled();
  await db.write(db.orm.delete(channels).where(eq(channels.id, first)));
  const before = slack.calls.length;
  await passTime(desk);
  expect(slack.calls.length).toBe(before);
  expect(await parked()).toEqual([]);
});
