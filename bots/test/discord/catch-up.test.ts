import type { ChannelPage, IntegrationView } from "@docket/core/contract/integration";
import type { TicketView } from "@docket/core/contract/ticket";
import { day, hour, minute } from "@docket/core/time";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { conversationOf, historyOf } from "../../../api/test/answers.ts";
import type { Caller } from "../../../api/test/desk.ts";
import { link } from "../../../api/test/keys.ts";
import { DiscordDesk, threadsOf } from "./discord-desk.ts";
import type { Person } from "./person.ts";
import type { Channel, Message } from "./world.ts";

let world: DiscordDesk;
let admin: Caller;
let ana: Person;
let ticket: TicketView;
let forum: Channel;
let thread: Channel;

beforeEach(async () => {
  world = await DiscordDesk.start();
  admin = await world.desk.person("admin", "Ana Lima");
  ana = await world.linked(admin, "Ana");
  forum = world.discord.forum(world.guild, "support");
  const { id: integrationId } = (await admin.post<IntegrationView>("/integrations", { platform: "discord" })).body;
  await admin.post("/channels", { integrationId, channelId: forum.id });
  ticket = await (await world.desk.person("client", "Cleo")).open();
  await world.settled();
  thread = threadsOf(forum).at(-1) as Channel;
});
afterEach(() => world.stop());

const wait = (what: () => unknown) => expect.poll(what, { interval: 20 });
const write = (words: string, who = ana) => who.write(thread.id, words);
const words = async () => (await conversationOf(admin, ticket.id)).map(({ body }) => body);
const writes = async (): Promise<number> => (await historyOf(admin, ticket.id)).length;

/** Somebody writes, and the desk has it. */
const said = async (one: string) => {
  const message = write(one);
  await wait(async () => (await words()).at(-1)).toBe(one);
  return message;
};

/** The bot comes, and says to the desk that all is followed. */
const followed = async (): Promise<void> => {
  const heard = Promise.withResolvers<void>();
  world.before = ({ url }) => {
    if (url.endsWith("/chat/followed")) heard.resolve();
  };
  await world.startBot();
  await heard.promise;
  world.before = () => undefined;
};

test("what was deleted or changed while it was still being taken is what the desk gets", async () => {
  const expected: string[] = [];
  for (const [change, left] of [
    [(message: Message) => ana.delete(message), null],
    [(message: Message) => ana.edit(message, "Your other invoice"), "Your other invoice"],
  ] as const) {
    const [asked, held] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    world.before = ({ url, method }) => {
      if (method !== "POST" || !url.includes("/attachments")) return undefined;
      asked.resolve();
      return held.promise;
    };
    const files = [{ name: "invoice.txt", content: "42" }];
    const message = ana.write(thread.id, "Your invoice", { files });
    await asked.promise;
    change(message);
    // What comes later is heard later: then the bot knows of the change.
    const next = `After ${left ?? "nothing"}`;
    write(next);
    expected.push(next);
    await wait(words).toEqual(expected);
    held.resolve();
    world.before = () => undefined;
    if (left !== null) expected.push(left);
    await wait(words).toEqual(expected);
    await world.stopBot();
    await world.startBot();
    expect(await words()).toEqual(expected);
  }
});

describe("what was written while the bot was away", () => {
  test("is not lost because somebody writes before it has looked", async () => {
    await world.stopBot();
    write("Long ago");
    world.desk.clock.advance(3 * day);
    write("While away");
    const held = Promise.withResolvers<void>();
    world.before = ({ url }) => (url.includes("/chat/cards") ? held.promise : null);
    await world.startBot();
    await said("Just now");
    held.resolve();
    await wait(words).toEqual(["Just now", "Long ago", "While away"]);
    expect(world.hasComplained("discord")).toBe(false);
  });

  test("is taken however often a catch-up was cut off, and Discord was tired", async () => {
    await world.stopBot();
    for (const one of ["One", "Two", "Three"]) write(one);
    world.before = async (request) => {
      if (request.method === "POST" && (await request.text()).includes("Two")) throw new TypeError("fetch failed");
    };
    await world.startBot();
    await wait(() => world.hasComplained("discord catch-up failed")).toBe(true);
    await world.stopBot();
    expect(await words()).toEqual(["One"]);
    world.desk.clock.advance(hour);
    world.discord.failures.plan({ method: "GET", path: /\/messages$/ }, { retryAfter: 100 });
    await followed();
    expect(await words()).toEqual(["One", "Two", "Three"]);
  });

  test("is looked for again when Discord does not answer, and not looked for in threads that are gone", async () => {
    const gone = threadsOf(forum).at(-1) as Channel;
    const next = await (await world.desk.person("client")).open();
    await world.settled();
    thread = threadsOf(forum).at(-1) as Channel;
    await world.stopBot();
    world.discord.deleteChannel(gone);
    write("While away");
    world.discord.failures.plan({ method: "GET", path: /\/messages$/, times: 4 }, 503);
    await followed();
    expect((await conversationOf(admin, next.id)).map(({ body }) => body)).toEqual(["While away"]);
    expect(world.hasComplained("discord catch-up failed")).toBe(true);
  });

  test("is not sent when its author was told already that it was not", async () => {
    const eve = await world.desk.person("agent", "Eve");
    const stranger = world.discord.person(world.guild, "Stranger");
    const refused = write("Who am I?", stranger);
    await wait(() => [...refused.reactions.keys()]).toEqual(["⚠️"]);
    await world.stopBot();
    await link(world.desk, eve, `discord:${stranger.id}`);
    write("It is me", stranger);
    await followed();
    expect(await words()).toEqual(["It is me"]);
  });
});

test("what was changed and deleted while the bot was away is followed, and what is as it was writes nothing", async () => {
  const [changed, deleted, kept] = [await said("To change"), await said("To delete"), await said("To keep")];
  await world.settled();
  await world.stopBot();
  world.desk.clock.advance(hour);
  ana.edit(changed, "Changed");
  ana.edit(kept, "To lose");
  ana.edit(kept, "To keep");
  ana.delete(deleted);
  const before = await writes();
  await followed();
  expect(await words()).toEqual(["Changed", "", "To keep"]);
  expect(await writes()).toBe(before + 2);
  await world.stopBot();
  await followed();
  expect(await writes()).toBe(before + 2);
});

test("of a change that is not taken its author is told once, and of another one anew", async () => {
  const { items } = (await admin.get<ChannelPage>("/channels")).body;
  await admin.patch(`/channels/${items[0]?.id}`, { mode: "reply" });
  world.desk.clock.advance(minute);
  const reply = await said("On my way");
  const told = () => ana.inbox.map(({ content }) => content);
  world.desk.clock.advance(minute);
  ana.edit(reply, "// oops");
  await wait(told).toEqual([expect.stringContaining("Your change was not taken.")]);
  await world.stopBot();
  await followed();
  expect(told()).toHaveLength(1);
  await world.stopBot();
  world.desk.clock.advance(minute);
  ana.edit(reply, "//");
  for (let i = 0; i < 2; i++) {
    await followed();
    await world.stopBot();
    expect(told()).toHaveLength(2);
  }
  expect([...reply.reactions.keys()]).toContain("⚠️");
  expect(await words()).toEqual(["On my way"]);
  world.desk.clock.advance(minute);
  ana.edit(reply, "On our way");
  await followed();
  expect(await words()).toEqual(["On our way"]);
  expect(told()).toHaveLength(2);
});

test("a bot that may not read what was written before takes nothing for deleted", async () => {
  await said("Before");
  await world.settled();
  await world.stopBot();
  world.discord.deny(forum, ["ReadMessageHistory"]);
  await followed();
  expect(await words()).toEqual(["Before"]);
});

test("a message that the bot has not seen itself is followed when its author deletes it", async () => {
  const early = await said("From before");
  const stranger = world.discord.person(world.guild, "Stranger");
  const foreign = write("Who am I?", stranger);
  await wait(() => [...foreign.reactions.keys()]).toEqual(["⚠️"]);
  await world.settled();
  world.desk.clock.advance(2 * day);
  // The first time it still looks at what was written before it was away.
  for (let i = 0; i < 2; i++) {
    await world.stopBot();
    await followed();
  }
  stranger.delete(foreign);
  ana.delete(early);
  await wait(words).toEqual([""]);
  expect(world.hasComplained("discord")).toBe(false);
});

test("messages that are deleted all at once are followed", async () => {
  const [first, second] = [await said("One"), await said("Two")];
  await said("Three");
  world.discord.purge([first, second]);
  await expect.poll(words, { interval: 20 }).toEqual(["", "", "Three"]);
});

test("who wrote something whose file cannot be had is told so", async () => {
  world.before = ({ url }) => {
    if (url.includes("/chat/ticket")) world.discord.state.attachments.clear();
  };
  const message = ana.write(thread.id, "See this", { files: [{ name: "a.txt", content: "one" }] });
  await wait(() => [...message.reactions.keys()]).toEqual(["⚠️"]);
  await wait(() => world.hasComplained("discord listener failed")).toBe(true);
  expect(await words()).toEqual([]);
});
