import type { APIMessage, APIThreadChannel } from "discord-api-types/v10";
import { RESTJSONErrorCodes as Code, Routes } from "discord-api-types/v10";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { errorOf, FakeTown } from "./fake-town.ts";
import type { FakeDiscord } from "./fake-discord.ts";
import type { Channel, Guild } from "./world.ts";

let town: FakeTown;
let discord: FakeDiscord;
let guild: Guild;
let channel: Channel;
let now: number;

beforeEach(async () => {
  now = Date.UTC(2026, 4, 4, 9, 30);
  town = await FakeTown.open(() => now);
  ({ discord, guild, channel } = town);
});

afterEach(() => town.close());

describe("threads", () => {
  const thread = async (name = "A thread"): Promise<APIThreadChannel> => {
    const { id } = await town.post({ content: "Hello" });
    return town.rest().post(Routes.threads(channel.id, id), { body: { name } }) as Promise<APIThreadChannel>;
  };

  test("start once from a message and have its id", async () => {
    const { id } = await thread();
    expect(channel.messages.has(id)).toBe(true);
    const again = town.rest().post(Routes.threads(channel.id, id), { body: { name: "Again" } });
    expect((await errorOf(again)).code).toBe(Code.ThreadAlreadyCreatedForMessage);
  });

  test("take messages when they are archived, and no other change", async () => {
    const { id } = await thread();
    const message = await town.post({ content: "In it" }, id);
    const archive = (): Promise<unknown> => town.rest().patch(Routes.channel(id), { body: { archived: true } });
    await archive();
    const change = town.rest().patch(Routes.channelMessage(id, message.id), { body: { content: "Changed" } });
    expect((await errorOf(change)).code).toBe(Code.InvalidActionOnArchivedThread);
    await town.post({ content: "Awake" }, id);
    expect(guild.channels.get(id)?.thread?.archived).toBe(false);
    await archive();
    discord.person(guild, "Moderator").allow("ManageThreads");
    await town.rest().patch(Routes.channel(id), { body: { archived: false, locked: true } });
    discord.state.guilds.get(guild.id)?.roles.forEach((role) => {
      role.permissions &= ~(1n << 34n);
    });
    expect((await errorOf(town.post({ content: "Locked" }, id))).code).toBe(Code.ThreadLocked);
  });

  test("get another name twice in ten minutes", async () => {
    const { id } = await thread();
    const rename = (name: string): Promise<unknown> => town.rest().patch(Routes.channel(id), { body: { name } });
    await rename("Two");
    await rename("Three");
    await expect(rename("Four")).rejects.toMatchObject({ retryAfter: 600_050 });
    now += 600_000;
    await rename("Four");
    expect(guild.channels.get(id)?.name).toBe("Four");
  });

  test("are posts in a forum, with tags", async () => {
    const forum = discord.forum(guild, "tickets");
    const names = Array.from({ length: 20 }, (_, i) => ({ name: `tag ${i}` }));
    const edit = (tags: object[]): Promise<unknown> =>
      town.rest().patch(Routes.channel(forum.id), { body: { available_tags: tags } });
    await edit(names);
    expect((await errorOf(edit([...names, { name: "more" }]))).code).toBe(Code.InvalidFormBodyOrContentType);
    expect((await errorOf(edit([{ name: "x".repeat(21) }]))).code).toBe(Code.InvalidFormBodyOrContentType);
    expect((await errorOf(edit([{ name: "a" }, { name: "a" }]))).code).toBe(Code.TagNamesMustBeUnique);
    const tags = forum.tags.map(({ id }) => id);
    const open = (applied: string[]): Promise<APIThreadChannel> =>
      town.rest().post(Routes.threads(forum.id), {
        body: { name: "Post", message: { content: "First" }, applied_tags: applied },
      }) as Promise<APIThreadChannel>;
    expect((await errorOf(open(tags.slice(0, 6)))).code).toBe(Code.InvalidFormBodyOrContentType);
    const { id } = await open(tags.slice(0, 5));
    const first = (await town.rest().get(Routes.channelMessage(id, id))) as APIMessage;
    expect(first.content).toBe("First");
    const { threads } = (await town.rest().get(Routes.guildActiveThreads(guild.id))) as { threads: APIThreadChannel[] };
    expect(threads.map((one) => [one.id, one.applied_tags])).toEqual([[id, tags.slice(0, 5)]]);
    await town.rest().patch(Routes.channel(id), { body: { archived: true } });
    const archived = await town.rest().get(Routes.channelThreads(forum.id, "public"));
    expect(archived).toMatchObject({ threads: [{ id, thread_metadata: { archived: true } }], has_more: false });
  });
});

describe("limits and failures", () => {
  test("five calls of a route and channel in five seconds, when it is strict", async () => {
    discord.limits.strict = { limit: 5, window: 5000 };
    for (const text of ["1", "2", "3", "4", "5"]) await town.post({ content: text });
    await expect(town.post({ content: "6" })).rejects.toMatchObject({ retryAfter: 5050 });
    await town.post({ content: "elsewhere" }, discord.text(guild, "other").id);
    now += 5000;
    await town.post({ content: "6" });
    expect(channel.messages.size).toBe(6);
  });

  test("fifty calls a second in all", async () => {
    const one = town.rest();
    const calls = Array.from({ length: 51 }, async () => one.get(Routes.user()).catch((error: unknown) => error));
    const failed = (await Promise.all(calls)).filter((result) => result instanceof Error);
    expect(failed).toHaveLength(1);
    expect(failed[0]).toMatchObject({ global: true });
  });

  test("errors of its own, and answers that get lost", async () => {
    discord.failures.plan({ method: "POST" }, 503);
    await expect(town.post({ content: "a" })).rejects.toMatchObject({ status: 503 });
    discord.failures.plan({ method: "POST" }, "drop");
    await expect(town.post({ content: "b" })).rejects.toThrow("fetch failed");
    expect(channel.messages.size).toBe(0);
    discord.failures.plan({ method: "POST" }, "take and drop");
    await expect(town.post({ content: "c" })).rejects.toThrow("fetch failed");
    expect(channel.messages.size).toBe(1);
  });
});
