import type { ChannelPage, IntegrationPage, IntegrationView } from "@docket/core/contract/integration";
import { day, hour, second } from "@docket/core/time";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Caller } from "../../../api/test/desk.ts";
import { link, newKey, program } from "../../../api/test/keys.ts";
import { conversationOf } from "../../../api/test/answers.ts";
import { botPermissions } from "./fake-discord.ts";
import { DiscordDesk, messagesIn, threadsOf } from "./discord-desk.ts";
import type { Channel } from "./world.ts";

let world: DiscordDesk;
let admin: Caller;
let channel: Channel;

beforeEach(async () => {
  world = await DiscordDesk.start();
  admin = await world.desk.person("admin", "Ada");
  channel = world.discord.text(world.guild, "support");
  // A bot learns of the channels that there are when it begins.
  await world.stopBot();
  await world.startBot();
  const { id: integrationId } = (await admin.post<IntegrationView>("/integrations", { platform: "discord" })).body;
  await admin.post("/channels", { integrationId, channelId: channel.id });
});
afterEach(() => world.stop());

const patience = { interval: 20, timeout: 10_000 };
/** What admins read of the channel: its name, and what is wrong with it. */
const shown = async () => {
  const [found] = (await admin.get<ChannelPage>("/channels")).body.items;
  return [found?.name, found?.state, found?.reason];
};
const server = async () => {
  const [found] = (await admin.get<IntegrationPage>("/integrations")).body.items;
  return [found?.state, found?.reason];
};

test("a channel that is renamed is called so, and one that is deleted says so", async () => {
  world.discord.rename(channel, "help");
  await expect.poll(shown, patience).toEqual(["help", "active", null]);
  world.discord.deleteChannel(channel);
  await expect.poll(shown, patience).toEqual(["help", "broken", "The channel was deleted (10003)."]);
});

test("a channel in which the bot lacks a permission says which, until it has it again", async () => {
  world.discord.deny(channel, ["SendMessages"]);
  const reason = "The bot lacks permissions in the channel: Send Messages.";
  await expect.poll(shown, patience).toEqual(["support", "broken", reason]);
  world.discord.allowAll(channel);
  await expect.poll(shown, patience).toEqual(["support", "active", null]);
});

test("what waited for a channel comes as soon as the bot has its permissions again", async () => {
  const { desk, discord } = world;
  discord.deny(channel, ["SendMessages"]);
  await expect.poll(shown, patience).toEqual(["support", "broken", expect.any(String) as string]);
  const client = await desk.person("client", "Cleo");
  for (const title of ["One", "Two"]) await client.open({ title });
  await world.settled(10 * second);
  expect(messagesIn(channel)).toEqual([]);
  discord.allowAll(channel);
  await expect.poll(shown, patience).toEqual(["support", "active", null]);
  await world.settled(20 * second);
  expect(messagesIn(channel)).toHaveLength(2);
});

test("what was written in a channel that the bot did not see comes as soon as it sees it again", async () => {
  const { desk, discord } = world;
  const bea = await desk.person("agent", "Bea");
  const member = await world.linked(bea, "Bea");
  const ticket = await (await desk.person("client", "Cleo")).open();
  await world.settled();
  const [thread] = threadsOf(channel);
  const threadId = thread?.id ?? "";
  const words = async () => (await conversationOf(admin, ticket.id)).map(({ body }) => body);
  const bot = program(desk, await newKey(desk, ["chat"]));
  const follows = () => bot.put("/chat/followed", { platform: "discord" });
  const reply = member.write(threadId, "Before");
  await expect.poll(words, patience).toEqual(["Before"]);
  discord.deny(channel, ["ViewChannel"]);
  member.write(threadId, "Unseen");
  member.edit(reply, "Edited");
  desk.clock.advance(2 * hour);
  await follows();
  discord.allowAll(channel);
  await expect.poll(words, patience).toEqual(["Edited", "Unseen"]);

  discord.deny(channel, ["ViewChannel"]);
  await (await desk.person("client")).open();
  await world.settled(10 * second);
  await expect.poll(shown, patience).toEqual(["support", "broken", expect.any(String) as string]);
  member.write(threadId, "Long ago");
  desk.clock.advance(3 * day);
  await follows();
  member.write(threadId, "Just now");
  discord.allowAll(channel);
  await expect.poll(words, patience).toEqual(["Edited", "Unseen", "Long ago", "Just now"]);
  expect(member.inbox).toEqual([]);
});

test("the same holds when the bot gets a role back", async () => {
  const { desk, guild, discord } = world;
  const member = await world.linked(await desk.person("agent", "Bea"), "Bea");
  const ticket = await (await desk.person("client", "Cleo")).open();
  await world.settled();
  const [thread] = threadsOf(channel);
  const threadId = thread?.id ?? "";
  const words = async () => (await conversationOf(admin, ticket.id)).map(({ body }) => body);
  await world.stopBot();
  discord.reserve(channel, [member]);
  const followed = Promise.withResolvers<void>();
  world.before = ({ url }) => {
    if (url.endsWith("/chat/followed")) followed.resolve();
  };
  await world.startBot();
  await followed.promise;
  const roles = discord.setRoles(guild, new Set());
  member.write(threadId, "Without a role");
  discord.setRoles(guild, roles);
  await expect.poll(words, patience).toEqual(["Without a role"]);
});

test("a server out of which the bot is put says so and hears nobody, until it is invited again", async () => {
  const { desk, guild, discord } = world;
  const ana = await desk.person("agent", "Ana Lima");
  await link(desk, ana, "discord:4711");
  const bot = program(desk, await newKey(desk, ["chat"]), "discord:4711").with({ "docket-chat-workspace": guild.id });
  const ticket = await (await desk.person("client", "Cleo")).open();
  const claim = async () => (await bot.post<{ readonly code?: string }>(`/tickets/${ticket.id}/claim`)).body.code;
  discord.uninstall(guild);
  await expect.poll(server, patience).toEqual(["broken", "The bot is not in the server: invite it again."]);
  expect(await claim()).toBe("integration.disconnected");
  discord.install(guild, botPermissions);
  await expect.poll(server, patience).toEqual(["active", null]);
  expect(await claim()).toBeUndefined();
});
