import type { APIEmbed, APIMessage } from "discord-api-types/v10";
import { RESTJSONErrorCodes as Code, Routes } from "discord-api-types/v10";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { errorOf, FakeTown } from "./fake-town.ts";
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

describe("the REST API", () => {
  test("keeps what is sent, changed and deleted", async () => {
    const { id } = await town.post({ content: "Hello" });
    await town.rest().patch(Routes.channelMessage(channel.id, id), { body: { content: "Hello again" } });
    const list = (await town.rest().get(Routes.channelMessages(channel.id))) as APIMessage[];
    expect(list.map(({ content, author }) => [content, author.id])).toEqual([["Hello again", discord.app.id]]);
    await town.rest().delete(Routes.channelMessage(channel.id, id));
    expect((await errorOf(town.rest().get(Routes.channelMessage(channel.id, id)))).code).toBe(Code.UnknownMessage);
    expect(discord.violations).toEqual([]);
  });

  test("sends a message with the same nonce once, for some minutes", async () => {
    const body = { content: "Once", nonce: "n1", enforce_nonce: true };
    const first = await town.post(body);
    expect((await town.post(body)).id).toBe(first.id);
    now += 6 * 60_000;
    expect((await town.post(body)).id).not.toBe(first.id);
  });

  test("pages through messages", async () => {
    for (const text of ["a", "b", "c", "d"]) ada.write(channel.id, text);
    const [, first] = [...channel.messages.keys()];
    const after = (await town.rest().get(Routes.channelMessages(channel.id), {
      query: new URLSearchParams({ after: first ?? "", limit: "1" }),
    })) as APIMessage[];
    expect(after.map(({ content }) => content)).toEqual(["c"]);
  });

  test("takes files and serves them", async () => {
    const files = [{ name: "log.txt", data: Buffer.from("it burns"), contentType: "text/plain" }];
    const message = (await town.rest().post(Routes.channelMessages(channel.id), {
      body: { content: "See", attachments: [{ id: 0, filename: "log.txt", description: "A log" }] },
      files,
    })) as APIMessage;
    const [file] = message.attachments;
    expect([file?.filename, file?.size]).toEqual(["log.txt", 8]);
    expect(await (await fetch(file?.url ?? "")).text()).toBe("it burns");
  });

  test("counts who reacted", async () => {
    const { id } = ada.write(channel.id, "Look");
    await town.rest().put(Routes.channelMessageOwnReaction(channel.id, id, encodeURIComponent("✅")));
    const { reactions } = (await town.rest().get(Routes.channelMessage(channel.id, id))) as APIMessage;
    expect(reactions?.map(({ emoji, me, count }) => [emoji.name, me, count])).toEqual([["✅", true, 1]]);
    await town.rest().delete(Routes.channelMessageOwnReaction(channel.id, id, encodeURIComponent("✅")));
    expect(((await town.rest().get(Routes.channelMessage(channel.id, id))) as APIMessage).reactions).toEqual([]);
  });

  const long = "x".repeat(2001);
  const embed = (change: APIEmbed): object => ({ embeds: [{ description: "d", ...change }] });
  const button = (id: string): object => ({ type: 2, style: 1, label: "Press", custom_id: id });
  const row = (...components: object[]): object => ({ type: 1, components });
  const options = (count: number): object[] =>
    Array.from({ length: count }, (_, i) => ({ label: "o", value: `v${i}` }));
  test.each<[string, object, string, string]>([
    ["a long text", { content: long }, "content", "BASE_TYPE_MAX_LENGTH"],
    ["a long title", embed({ title: "x".repeat(257) }), "embeds.0.title", "BASE_TYPE_MAX_LENGTH"],
    ["a long description", embed({ description: "x".repeat(4097) }), "embeds.0.description", "BASE_TYPE_MAX_LENGTH"],
    [
      "many fields",
      embed({ fields: Array.from({ length: 26 }, () => ({ name: "n", value: "v" })) }),
      "embeds.0.fields",
      "BASE_TYPE_MAX_LENGTH",
    ],
    ["an empty field", embed({ fields: [{ name: "n", value: " " }] }), "embeds.0.fields.0.value", "BASE_TYPE_REQUIRED"],
    [
      "embeds that are large together",
      { embeds: [{ description: "x".repeat(4000) }, { description: "x".repeat(2001) }] },
      "embeds",
      "MAX_EMBED_SIZE_EXCEEDED",
    ],
    ["a host without a domain", embed({ url: "http://localhost:8787/t" }), "embeds.0.url", "URL_TYPE_INVALID_URL"],
    [
      "many rows",
      { components: Array.from({ length: 6 }, (_, i) => row(button(`b${i}`))) },
      "components",
      "BASE_TYPE_MAX_LENGTH",
    ],
    [
      "many buttons",
      { components: [row(...Array.from({ length: 6 }, (_, i) => button(`b${i}`)))] },
      "components.0.components",
      "BASE_TYPE_MAX_LENGTH",
    ],
    [
      "the same id twice",
      { components: [row(button("a"), button("a"))] },
      "components",
      "COMPONENT_CUSTOM_ID_DUPLICATED",
    ],
    [
      "a long id",
      { components: [row(button("x".repeat(101)))] },
      "components.0.components.0.custom_id",
      "BASE_TYPE_MAX_LENGTH",
    ],
    [
      "many options",
      { components: [row({ type: 3, custom_id: "s", options: options(26) })] },
      "components.0.components.0.options",
      "BASE_TYPE_MAX_LENGTH",
    ],
    ["a long nonce", { content: "a", nonce: "x".repeat(26) }, "nonce", "BASE_TYPE_MAX_LENGTH"],
  ])("refuses %s", async (_, body, path, code) => {
    const error = await errorOf(town.post(body));
    expect([error.code, error.status]).toEqual([Code.InvalidFormBodyOrContentType, 400]);
    expect(error.message).toContain(`${path.replaceAll(/\.(\d+)/g, "[$1]")}[${code}]`);
    expect(discord.violations).toHaveLength(1);
    expect(channel.messages.size).toBe(0);
  });

  test("refuses a message that says nothing", async () => {
    expect((await errorOf(town.post({ content: "  " }))).code).toBe(Code.CannotSendAnEmptyMessage);
    expect(discord.violations).toHaveLength(1);
  });

  test("notifies whom a message names, unless it is told not to", async () => {
    await town.post({ content: `@everyone \\<@${ada.id}>` });
    await town.post({ content: `@everyone <@${ada.id}>`, allowed_mentions: { parse: [] } });
    expect([...channel.messages.values()].map(({ pings }) => [pings.everyone, pings.users])).toEqual([
      [true, [ada.id]],
      [false, []],
    ]);
  });

  test.each([
    ["SendMessages", 50013],
    ["ViewChannel", 50001],
  ] as const)("wants the permission %s", async (permission, code) => {
    discord.deny(channel, [permission]);
    expect((await errorOf(town.post({ content: "Hello" }))).code).toBe(code);
    expect(discord.invalidRequests).toBe(1);
  });

  test("knows no channel that was deleted, and nobody with an old token", async () => {
    const old = town.rest();
    discord.deleteChannel(channel);
    expect((await errorOf(old.get(Routes.channel(channel.id)))).code).toBe(Code.UnknownChannel);
    discord.resetToken();
    expect((await errorOf(old.get(Routes.user()))).status).toBe(401);
  });

  test("shuts out a bot that was put out of the server", async () => {
    discord.uninstall(guild);
    expect((await errorOf(town.post({ content: "Hello" }))).code).toBe(Code.MissingAccess);
    expect(await town.rest().get(Routes.userGuilds())).toEqual([]);
  });

  test("hides what others write from an application without the intent", async () => {
    discord.app.messageContent = false;
    ada.write(channel.id, "secret");
    await town.post({ content: "ours" });
    const list = (await town.rest().get(Routes.channelMessages(channel.id))) as APIMessage[];
    expect(list.map(({ content }) => content)).toEqual(["ours", ""]);
  });
});
