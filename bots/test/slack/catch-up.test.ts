import type { ChannelPage, IntegrationView } from "@docket/core/contract/integration";
import type { TicketView } from "@docket/core/contract/ticket";
import { day, hour, minute } from "@docket/core/time";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { conversationOf, historyOf } from "../../../api/test/answers.ts";
import type { Caller } from "../../../api/test/desk.ts";
import { link } from "../../../api/test/keys.ts";
import type { Actor } from "./actor.ts";
import { Lifecycle } from "./lifecycle.ts";
import { SocketDesk } from "./socket-desk.ts";
import type { Message } from "./state.ts";
import { removeMessage } from "./state.ts";

let world: SocketDesk;
let admin: Caller;
let ana: Actor;
let ticket: TicketView;

beforeEach(async () => {
  world = await SocketDesk.start();
  admin = await world.desk.person("admin", "Ana Lima");
  ana = await world.linked(admin, "Ana");
  const { id: integrationId } = (await admin.post<IntegrationView>("/integrations", { platform: "slack" })).body;
  await admin.post("/channels", { integrationId, channelId: world.channel.id });
  const client = await world.desk.person("client", "Cleo");
  ticket = await client.open();
  await world.settled();
});
afterEach(() => world.stop());

const wait = (what: () => unknown) => expect.poll(what, { interval: 20 });
const write = (words: string, who = ana) => who.write(world.channel, words, { thread: world.card.ts });
const words = async () => (await conversationOf(admin, ticket.id)).map(({ body }) => body);
const writes = async (): Promise<number> => (await historyOf(admin, ticket.id)).length;

/** The bot says to the desk that all is followed. */
const followed = async (): Promise<void> => {
  const said = Promise.withResolvers<void>();
  world.before = ({ url }) => {
    if (url.endsWith("/chat/followed")) said.resolve();
  };
  await world.startBot();
  await said.promise;
  world.before = () => undefined;
};

describe("what was written while the bot was away", () => {
  test("is not lost because somebody writes before it has looked", async () => {
    await world.stopBot();
    await write("Long ago");
    world.desk.clock.advance(3 * day);
    await write("While away");
    const held = Promise.withResolvers<void>();
    world.before = ({ url }) => (url.includes("/chat/cards") ? held.promise : null);
    await world.startBot();
    await write("Just now");
    await wait(words).toEqual(["Just now"]);
    held.resolve();
    await wait(words).toEqual(["Just now", "Long ago", "While away"]);
    expect(world.faults).toEqual([]);
  });

  test("is not lost because what was written later was taken, and the bot died then", async () => {
    world.before = async (request) => {
      if (request.method === "POST" && (await request.text()).includes("Unlucky")) throw new TypeError("fetch failed");
    };
    await write("Unlucky");
    await write("Lucky");
    await wait(words).toEqual(["Lucky"]);
    world.desk.clock.advance(5 * minute);
    await world.sayFollowed();
    await world.stopBot();
    await followed();
    expect(await words()).toEqual(["Lucky", "Unlucky"]);
  });

  test("is taken however often a catch-up was cut off", async () => {
    await world.stopBot();
    for (const one of ["One", "Two", "Three"]) await write(one);
    world.before = async (request) => {
      if (request.method === "POST" && (await request.text()).includes("Two")) throw new TypeError("fetch failed");
    };
    await world.startBot();
    await wait(() => world.faults).toContain("slack catch-up failed");
    await world.stopBot();
    expect(await words()).toEqual(["One"]);
    world.desk.clock.advance(hour);
    await followed();
    expect(await words()).toEqual(["One", "Two", "Three"]);
  });

  test("is looked for until the desk answers and Slack is not tired any more", async () => {
    await world.stopBot();
    await write("While away");
    world.slack.faults.next("conversations.replies", { kind: "limit", retryAfter: 1 });
    let refused = 0;
    world.before = ({ url }) => {
      if (url.includes("/chat/cards") && refused++ === 0) throw new TypeError("fetch failed");
    };
    await world.startBot();
    await wait(words).toEqual(["While away"]);
    expect(world.faults).toEqual(["slack catch-up failed"]);
  });

  test("is not sent when its author was told already that it was not", async () => {
    const eve = await world.desk.person("agent", "Eve");
    const stranger = world.slack.actor(world.workspace, "Stranger");
    world.channel.members.add(stranger.user.id);
    await write("Who am I?", stranger);
    await wait(() => JSON.stringify(stranger.ephemerals.at(-1)?.blocks ?? [])).toContain("Not sent");
    await world.stopBot();
    await link(world.desk, eve, `slack:${world.workspace.id}/${stranger.user.id}`);
    await write("It is me", stranger);
    await followed();
    expect(await words()).toEqual(["It is me"]);
    expect(stranger.ephemerals).toHaveLength(1);
  });

  test("is taken although the bot was put out of another channel, and a file of another message is gone", async () => {
    const other = world.slack.addChannel(world.workspace, "closed");
    const [{ id: integrationId } = { id: "" }] = (await admin.get<{ items: IntegrationView[] }>("/integrations")).body
      .items;
    await admin.post("/channels", { integrationId, channelId: other.id });
    await admin.patch(`/tickets/${ticket.id}`, { priority: "high" });
    await world.settled();
    await world.stopBot();
    other.members.delete(world.workspace.install?.botUserId ?? "");
    const broken = await ana.write(world.channel, "See this", {
      thread: world.card.ts,
      files: [{ name: "a.txt", content: "one" }],
    });
    for (const { id } of broken.files) world.workspace.files.delete(id);
    await write("And this");
    await followed();
    expect(await words()).toEqual(["And this"]);
    expect([...broken.reactions.keys()]).toEqual(["warning"]);
    expect(ana.ephemerals.at(-1)?.text).toContain("Not sent");
  });
});

test("what was changed and deleted while the bot was away is followed, and what is as it was writes nothing", async () => {
  const said = [];
  for (const one of ["To change", "To delete", "To keep"]) {
    said.push(await write(one));
    await wait(async () => (await words()).at(-1)).toBe(one);
  }
  await world.settled();
  const [changed, deleted, kept] = said;
  if (!changed || !deleted || !kept) throw new Error("they wrote three");
  await world.stopBot();
  world.desk.clock.advance(hour);
  await ana.edit(changed, "Changed");
  await ana.delete(deleted);
  await ana.edit(kept, "To lose");
  await ana.edit(kept, "To keep");
  const before = await writes();
  await followed();
  expect(await words()).toEqual(["Changed", "", "To keep"]);
  expect(await writes()).toBe(before + 2);
  await world.stopBot();
  await followed();
  expect(await writes()).toBe(before + 2);
});

test("what was deleted or changed while it was still being taken is what the client gets", async () => {
  const { items } = (await admin.get<ChannelPage>("/channels")).body;
  await admin.patch(`/channels/${items[0]?.id}`, { mode: "reply" });
  await world.settled();
  world.desk.clock.advance(minute);
  const emails = () => world.desk.mailer.letters.filter(({ text }) => text.includes("invoice")).length;
  for (const [change, said] of [
    [(message: Message) => ana.delete(message), []],
    [(message: Message) => ana.edit(message, "Your other invoice"), ["Your other invoice"]],
  ] as const) {
    const [asked, held] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    world.before = ({ url, method }) => {
      if (method !== "POST" || !url.includes("/attachments")) return null;
      asked.resolve();
      return held.promise;
    };
    const files = [{ name: "invoice.txt", content: "42" }];
    const writing = ana.write(world.channel, "Your invoice", { thread: world.card.ts, files });
    await asked.promise;
    const [message] = [...world.channel.messages.values()].filter(({ text }) => text === "Your invoice");
    if (!message) throw new Error("there is no message");
    const changing = change(message);
    held.resolve();
    await Promise.all([writing, changing]);
    world.before = () => undefined;
    await wait(words).toEqual(said);
    await world.settled();
    expect(emails()).toBe(said.length);
  }
  expect(world.faults).toEqual([]);
});

test("what was changed on the desk since stays so, although it was changed in Slack before", async () => {
  const message = await write("One");
  await wait(words).toEqual(["One"]);
  await ana.edit(message, "Two");
  await wait(words).toEqual(["Two"]);
  const [{ id } = { id: "" }] = await conversationOf(admin, ticket.id);
  world.desk.clock.advance(minute);
  await admin.patch(`/tickets/${ticket.id}/messages/${id}`, { body: "Three" });
  expect(await words()).toEqual(["Three"]);
  await world.stopBot();
  await followed();
  expect(await words()).toEqual(["Three"]);
});

test("the last message of a thread that was deleted while the bot was away is followed too", async () => {
  const only = await write("Oops");
  await wait(words).toEqual(["Oops"]);
  await world.stopBot();
  world.desk.clock.advance(hour);
  await ana.delete(only);
  await followed();
  expect(await words()).toEqual([""]);
});

test("what a workspace keeps no longer is not taken for deleted", async () => {
  const old = await write("Old");
  await wait(words).toEqual(["Old"]);
  await world.settled();
  await world.stopBot();
  world.desk.clock.advance(3 * day);
  await write("New");
  removeMessage(world.channel, world.card);
  world.channel.messages.delete(old.ts);
  await followed();
  expect(await words()).toEqual(["Old", "New"]);
});

test("a call of the catch-up that Slack never answers is made again", async () => {
  await world.stopBot();
  await write("While away");
  world.slack.faults.next("conversations.replies", { kind: "hang" });
  await world.startBot();
  await expect.poll(words, { timeout: 30_000, interval: 50 }).toEqual(["While away"]);
}, 120_000);

test("the connection that breaks is the same as a bot that was away", async () => {
  await write("Before");
  await wait(words).toEqual(["Before"]);
  // It comes back after a while.
  world.slack.faults.next("apps.connections.open", { kind: "status", status: 503 });
  world.slack.sockets.cut();
  await wait(() => world.slack.sockets.connections).toBe(0);
  await write("Meanwhile");
  await wait(words).toEqual(["Before", "Meanwhile"]);
  expect(world.faults).toContain("slack is not connected");
}, 120_000);

test("what was written in a channel out of which the bot was is taken as soon as it is back", async () => {
  const lifecycle = new Lifecycle(world.slack, world.workspace);
  await lifecycle.putOut(world.channel);
  await write("Out of it");
  await world.stopBot();
  world.desk.clock.advance(30 * hour);
  await followed();
  await lifecycle.invite(world.channel);
  await wait(words).toEqual(["Out of it"]);
  expect(world.faults).toEqual([]);
});

test("where Slack asks the bot to come back elsewhere, it does so at once and without a complaint", async () => {
  await write("Before");
  await wait(words).toEqual(["Before"]);
  const before = world.slack.sockets.greeted;
  world.slack.sockets.refresh();
  await wait(() => world.slack.sockets.greeted).toBe(before + 1);
  await write("After");
  await wait(words).toEqual(["Before", "After"]);
  expect(world.faults).toEqual([]);
}, 120_000);

test("the bot connects again after a while in which Slack did not answer", async () => {
  await write("Before");
  await wait(words).toEqual(["Before"]);
  world.slack.faults.next("apps.connections.open", { kind: "status", status: 503 });
  world.slack.faults.next("apps.connections.open", { kind: "drop" });
  world.slack.sockets.cut();
  await wait(() => world.slack.sockets.connections).toBe(0);
  await write("Meanwhile");
  await expect.poll(words, { timeout: 90_000, interval: 50 }).toEqual(["Before", "Meanwhile"]);
  expect(world.faults.filter((fault) => fault === "slack is not connected")).toHaveLength(2);
}, 120_000);

test("of a change that is not taken its author is told once, and of another one anew", async () => {
  const { items } = (await admin.get<ChannelPage>("/channels")).body;
  await admin.patch(`/channels/${items[0]?.id}`, { mode: "reply" });
  world.desk.clock.advance(minute);
  const reply = await write("On my way");
  await wait(words).toEqual(["On my way"]);
  const told = () => ana.ephemerals.map(({ blocks }) => JSON.stringify(blocks));
  world.desk.clock.advance(minute);
  await ana.edit(reply, "// oops");
  await wait(told).toEqual([expect.stringContaining("Your change was not taken.")]);
  await world.stopBot();
  await followed();
  expect(told()).toHaveLength(1);
  await world.stopBot();
  world.desk.clock.advance(minute);
  await ana.edit(reply, "x".repeat(20_001));
  for (let i = 0; i < 2; i++) {
    await followed();
    await world.stopBot();
    expect(told()).toHaveLength(2);
  }
  expect([...reply.reactions.keys()]).toContain("warning");
  expect(await words()).toEqual(["On my way"]);
  world.desk.clock.advance(minute);
  await ana.edit(reply, "On our way");
  await followed();
  expect(await words()).toEqual(["On our way"]);
  expect(told()).toHaveLength(2);
});

test("of a change that is not taken its author is told later when that could not be told at once", async () => {
  const { items } = (await admin.get<ChannelPage>("/channels")).body;
  await admin.patch(`/channels/${items[0]?.id}`, { mode: "reply" });
  world.desk.clock.advance(minute);
  const reply = await write("On my way");
  await wait(words).toEqual(["On my way"]);
  const told = () => ana.ephemerals.map(({ blocks }) => JSON.stringify(blocks));
  world.desk.clock.advance(minute);
  world.slack.faults.next("chat.postEphemeral", { kind: "error", error: "internal_error" });
  await ana.edit(reply, "// oops");
  await wait(() => [...reply.reactions.keys()]).toContain("warning");
  await world.stopBot();
  expect(told()).toEqual([]);
  await followed();
  expect(told()).toEqual([expect.stringContaining("Your change was not taken.")]);
});
