import type { ChatFailure } from "@docket/core/chat/chat-failure";
import { UnknownChannel } from "@docket/core/chat/chat-failure";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createDiscordBoard } from "../../src/discord/board.ts";
import { sampleCard, sampleMessage } from "../board-samples.ts";
import { DiscordTrial, failure } from "./discord-trial.ts";

const trial = new DiscordTrial();
const signal = new AbortController().signal;

afterEach(() => trial.finish());

describe("limits", () => {
  test("that end soon are waited for, so that a long message gets through", async () => {
    await trial.open("forum");
    const posted = await trial.post();
    trial.world.discord.limits.strict = { limit: 2, window: 120 };
    const parts = await trial.say(posted, sampleMessage({ body: "words ".repeat(2500) }));
    expect(parts.length).toBeGreaterThan(7);
    expect(trial.world.thread(posted).map(({ id }) => id)).toEqual(parts);
    expect(trial.world.discord.invalidRequests).toBe(0);
  });

  test("count for all that is sent at once", async () => {
    await trial.open("forum");
    const posted = await trial.post();
    trial.world.discord.limits.strict = { limit: 2, window: 120 };
    await Promise.all(Array.from({ length: 5 }, () => trial.say(posted)));
    expect(trial.world.thread(posted)).toHaveLength(5);
    expect(trial.world.discord.invalidRequests).toBe(0);
  });

  test("that somebody else has used up are told of with their time", async () => {
    await trial.open("forum", () => 1_777_887_000_000);
    const posted = await trial.post();
    trial.world.discord.limits.strict = { limit: 1, window: 5000 };
    const other = createDiscordBoard({ apiUrl: trial.world.discord.api });
    await other.postMessage(trial.world.channel, posted, sampleMessage(), trial.attempt(), signal);
    expect(await failure(trial.say(posted))).toMatchObject({ kind: "busy", retryAfter: 5000 });
  });

  test("keep nobody waiting for a call that never ends", async () => {
    await trial.open("forum");
    const posted = await trial.post();
    const cutOff = Promise.withResolvers<void>();
    const fetch = vi.fn<typeof globalThis.fetch>().mockImplementation((...request) => globalThis.fetch(...request));
    fetch.mockImplementationOnce(() => {
      cutOff.resolve();
      return new Promise(() => {});
    });
    const board = createDiscordBoard({ apiUrl: trial.world.discord.api, fetch });
    const say = (until: AbortSignal) =>
      board.postMessage(trial.world.channel, posted, sampleMessage(), trial.attempt(), until);
    void say(signal);
    await cutOff.promise;
    expect((await failure(say(AbortSignal.timeout(20)))).kind).toBe("away");
    await say(signal);
    expect(trial.world.thread(posted)).toHaveLength(1);
  });

  test.each([
    ["a time in the body that the header rounds", { retryAfter: 1234 }, 1234],
    ["no time at all", { status: 429, code: 30_046 }, 1000],
    ["an answer of something before Discord", 429, 1000],
  ])("with %s", async (_, how, retryAfter) => {
    await trial.open("forum");
    const posted = await trial.post();
    trial.world.discord.failures.plan({ method: "PATCH", path: /messages/ }, how);
    expect(await failure(trial.update(posted, sampleCard({ assignee: "Grace" })))).toMatchObject({
      kind: "busy",
      retryAfter,
    });
  });
});

describe("why something failed", () => {
  beforeEach(() => trial.open("forum"));

  test.each([
    [50_013, 403, "channel"],
    [50_001, 403, "channel"],
    [10_003, 404, "gone"],
    [10_004, 404, "workspace"],
    [10_008, 404, "gone"],
    [50_035, 400, "refused"],
    [50_006, 400, "refused"],
    [40_005, 413, "refused"],
    [200_000, 400, "refused"],
    [240_000, 400, "refused"],
    [160_006, 400, "channel"],
    [40_067, 400, "channel"],
    [40_333, 403, "away"],
    [130_000, 503, "away"],
    [50_083, 400, "away"],
    [60_003, 403, "workspace"],
    [0, 401, "workspace"],
    [99_999, 400, "refused"],
    [99_999, 403, "channel"],
    [99_999, 404, "gone"],
  ] as const)("%i with status %i", async (code, status, kind) => {
    const posted = await trial.post();
    trial.world.discord.failures.plan({ method: "POST", path: /messages/ }, { status, code });
    const failed = await failure(trial.say(posted));
    expect(failed.kind).toBe(kind);
    expect(failed.message).toMatch(/^[A-Z].*[a-z\d)]\.$/);
  });

  test.each(["hang", "drop", 502] as const)("%s", async (how) => {
    const posted = await trial.post();
    trial.world.discord.failures.plan({ method: "POST" }, how);
    const soon = AbortSignal.timeout(500);
    const late = trial.world.board.postMessage(trial.world.channel, posted, sampleMessage(), trial.attempt(), soon);
    expect((await failure(late)).kind).toBe("away");
  });

  test("permissions that the bot lacks are named", async () => {
    const posted = await trial.post();
    trial.world.discord.deny(trial.world.place, ["SendMessagesInThreads", "AttachFiles"]);
    const reason = "The bot lacks permissions in the channel: Send Messages in Threads, Attach Files.";
    expect(await failure(trial.say(posted))).toMatchObject({ kind: "channel", message: reason });
    expect(await failure(trial.openChannel())).toMatchObject({ kind: "channel", message: reason });
  });

  test("a bot that was put out of the server", async () => {
    const posted = await trial.post();
    trial.world.discord.uninstall(trial.world.guild);
    expect(await failure(trial.say(posted))).toMatchObject({
      kind: "workspace",
      message: "The bot is not in the server: invite it again.",
    });
    expect((await failure(trial.openChannel())).kind).toBe("workspace");
    expect(await trial.world.board.workspaces(trial.world.channel.token, signal)).toEqual([]);
  });

  test("a channel of another kind, or of another server", async () => {
    const { token } = trial.world.channel;
    const ask = (workspaceId: string, channelId: string): Promise<ChatFailure> =>
      failure(trial.world.board.openChannel({ token, workspaceId, channelId }, signal));
    const voice = trial.world.discord.voice(trial.world.guild, "Lobby");
    expect((await ask(trial.world.guild.id, voice.id)).message).toBe(
      "The channel is neither a text channel nor a forum.",
    );
    const other = trial.world.discord.guild("Other");
    expect((await ask(other.id, trial.world.place.id)).message).toBe("The channel is in another server.");
  });

  test("a channel that there is not is told from one that cannot be used", async () => {
    const { token } = trial.world.channel;
    const { guild, discord, place } = trial.world;
    const ask = (channelId: string): Promise<ChatFailure> =>
      failure(trial.world.board.openChannel({ token, workspaceId: guild.id, channelId }, signal));
    for (const id of ["123456789012345678", "support"]) expect(await ask(id)).toBeInstanceOf(UnknownChannel);
    discord.deny(place, ["AttachFiles"]);
    expect(await ask(place.id)).not.toBeInstanceOf(UnknownChannel);
  });

  test("faults are named by their place, without what people wrote", async () => {
    const fault = { code: "BASE_TYPE_MAX_LENGTH", message: "It still burns." };
    const errors = { message: { embeds: { 0: { title: { _errors: [fault] } } } } };
    trial.world.discord.failures.plan({ method: "POST" }, { status: 400, code: 50_035, errors });
    expect((await failure(trial.post())).message).toBe(
      "Discord does not understand the form of the message (50035, message.embeds.0.title BASE_TYPE_MAX_LENGTH).",
    );
  });
});
