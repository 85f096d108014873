import { RESTJSONErrorCodes as Code, Routes } from "discord-api-types/v10";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { FakeTown } from "./fake-town.ts";
import type { FakeDiscord } from "./fake-discord.ts";
import type { Person } from "./person.ts";
import type { Channel, Guild } from "./world.ts";

let town: FakeTown;
let discord: FakeDiscord;
let guild: Guild;
let channel: Channel;
let ada: Person;
let now: number;

beforeEach(async () => {
  now = Date.UTC(2026, 4, 4, 9, 30);
  town = await FakeTown.open(() => now);
  ({ discord, guild, channel, ada } = town);
});

afterEach(() => town.close());

describe("the Gateway, with a real client", () => {
  test("tells what is there and what happens", async () => {
    const forum = discord.forum(guild, "tickets");
    const seen: string[] = [];
    const client = await town.connect((one) => {
      one.on("messageCreate", ({ content }) => seen.push(`+${content}`));
      one.on("messageUpdate", (_, { content }) => seen.push(`~${content}`));
      one.on("messageDelete", ({ id }) => seen.push(`-${id}`));
      one.on("threadCreate", ({ name }) => seen.push(`thread ${name}`));
    });
    expect(client.guilds.cache.get(guild.id)?.channels.cache.map(({ name }) => name)).toEqual(["support", "tickets"]);
    const message = ada.write(channel.id, "Hello");
    ada.edit(message, "Hello!");
    ada.delete(message);
    await town.rest().post(Routes.threads(forum.id), { body: { name: "#1", message: { content: "First" } } });
    await vi.waitFor(
      () => expect(seen).toEqual(["+Hello", "~Hello!", `-${message.id}`, "thread #1", "+First"]),
      30_000,
    );
    expect(discord.violations).toEqual([]);
  });

  test("tells nothing of channels that the bot does not see", async () => {
    const secret = discord.text(guild, "secret");
    discord.deny(secret, ["ViewChannel"]);
    const seen: string[] = [];
    await town.connect((one) => one.on("messageCreate", ({ content }) => seen.push(content)));
    ada.write(secret.id, "hidden");
    ada.write(channel.id, "shown");
    await vi.waitFor(() => expect(seen).toEqual(["shown"]), 30_000);
  });

  test("goes on where it was when the connection breaks", async () => {
    const seen: string[] = [];
    await town.connect((one) => one.on("messageCreate", ({ content }) => seen.push(content)));
    discord.gateway.drop();
    ada.write(channel.id, "missed");
    await vi.waitFor(() => expect(seen).toEqual(["missed"]), 30_000);
    expect(discord.gateway.counts).toMatchObject({ identified: 1, resumed: 1 });
    discord.gateway.askReconnect();
    await vi.waitFor(() => expect(discord.gateway.counts.resumed).toBe(2), 30_000);
    ada.write(channel.id, "after");
    await vi.waitFor(() => expect(seen).toEqual(["missed", "after"]), 30_000);
  });

  test("begins anew when too much was missed", async () => {
    const seen: string[] = [];
    await town.connect((one) => one.on("messageCreate", ({ content }) => seen.push(content)));
    discord.gateway.forget();
    discord.gateway.drop();
    await vi.waitFor(() => expect(discord.gateway.counts.identified).toBe(2), 30_000);
    ada.write(channel.id, "after");
    await vi.waitFor(() => expect(seen).toEqual(["after"]), 30_000);
  });

  test("brings direct messages to who takes them", async () => {
    const client = await town.connect();
    const user = await client.users.fetch(ada.id);
    await user.send("Only for you");
    expect(ada.inbox.map(({ content }) => content)).toEqual(["Only for you"]);
    ada.refuseDirectMessages();
    await expect(user.send("Again")).rejects.toMatchObject({ code: Code.CannotSendMessagesToThisUser });
    expect(discord.violations).toEqual([]);
  });

  test("shuts out wrong tokens and intents that were not given", async () => {
    const client = town.client();
    await expect(client.login("nonsense")).rejects.toThrow("An invalid token was provided.");
    discord.app.messageContent = false;
    await expect(town.connect()).rejects.toThrow("Used disallowed intents");
  });
});
