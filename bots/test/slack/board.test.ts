import type { PostedCard, SendAttempt } from "@docket/core/chat/card";
import type { ChatFailure } from "@docket/core/chat/chat-failure";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createSlackBoard } from "../../src/slack/board.ts";
import { sampleCard, sampleFile, sampleMessage } from "../board-samples.ts";
import { boardContract } from "../board.contract.ts";
import { SlackWorld } from "./slack-world.ts";
import type { Message } from "./state.ts";

boardContract("slack", () => SlackWorld.start());

describe("the board of Slack", () => {
  let world: SlackWorld;
  let now: number;
  const signal = new AbortController().signal;
  const first = { key: "key", since: null };

  beforeEach(async () => {
    now = Date.UTC(2026, 4, 4);
    world = await SlackWorld.start(() => now);
  });
  const expectNoViolations = (): void => expect(world.violations()).toEqual([]);
  afterEach(async () => {
    await world.stop();
    expectNoViolations();
  });

  const post = (tried: SendAttempt = first, card = sampleCard()) =>
    world.board.postCard(world.channel, card, tried, signal);
  const say = (posted: PostedCard, message = sampleMessage(), tried: SendAttempt = first) =>
    world.board.postMessage(world.channel, posted, message, tried, signal);
  const failureOf = (work: Promise<unknown>): Promise<ChatFailure> =>
    work.then(
      () => Promise.reject(new Error("it worked")),
      (error: ChatFailure) => error,
    );

  test("marks what it sends with the key of the try", async () => {
    const posted = await post();
    const [id = ""] = await say(posted, sampleMessage(), { key: "other", since: null });
    expect(world.room.messages.get(posted.cardId)?.metadata).toEqual({
      event_type: "docket_card",
      event_payload: { key: "key", part: "0" },
    });
    expect(world.room.messages.get(id)?.metadata).toEqual({
      event_type: "docket_message",
      event_payload: { key: "other", part: "0" },
    });
  });

  test("lets Slack make nothing of bare words, also when a message changes", async () => {
    const posted = await post();
    const parts = await say(posted);
    await world.board.updateCard(world.channel, posted, sampleCard({ status: "waiting" }), signal);
    await world.board.updateMessage(world.channel, posted, parts, sampleMessage({ body: "Changed." }), signal);
    expect([...world.room.messages.values()].map(({ parse }) => parse)).toEqual(["none", "none"]);
  });

  test("finds what arrived by its metadata as well, where the app may read it", async () => {
    world.slack.install(world.workspace, [...world.slack.pages.scopes, "metadata.message:read"]);
    const channel = { ...world.channel, token: world.workspace.install?.token ?? "" };
    const since = now;
    const posted = await world.board.postCard(channel, sampleCard(), first, signal);
    const message = world.room.messages.get(posted.cardId);
    if (message) message.blocks = [];
    expect(await world.board.postCard(channel, sampleCard(), { key: "key", since }, signal)).toEqual(posted);
  });

  test("finds what arrived many pages ago, and looks no further back than the try", async () => {
    const posted = await post();
    now += 60_000;
    for (let i = 0; i < 450; i++) {
      now += 1000;
      await world.ada.write(world.room, `chatter ${i}`);
    }
    const calls = world.slack.calls.length;
    expect(await post({ key: "key", since: now - 500_000 })).toEqual(posted);
    expect(world.slack.calls.slice(calls).map(({ method }) => method)).toEqual(Array(3).fill("conversations.history"));
    now += 10 * 60_000;
    expect(await post({ key: "key", since: now })).not.toEqual(posted);
  });

  test("keeps Slack's pace when the caller keeps the board's", async () => {
    world.slack.pacing.strict = true;
    for (let i = 0; i < 5; i++) {
      await post({ key: `${i}`, since: null });
      now += world.board.pace;
    }
    expect(world.cards()).toHaveLength(5);
  });

  test("goes on where it was when a long message was too fast", async () => {
    world.slack.pacing.strict = true;
    const posted = await post();
    now += 1000;
    const since = now;
    const body = "word ".repeat(2000);
    for (let attempt = { key: "long", since: null as number | null }; ; attempt = { key: "long", since }) {
      const parts = await say(posted, sampleMessage({ body }), attempt).catch((error: ChatFailure) => error);
      if (Array.isArray(parts)) break;
      expect(parts).toMatchObject({ kind: "busy", retryAfter: 1000 });
      now += 1000;
    }
    expect(world.thread(posted).flatMap(({ text }) => text.match(/word/g) ?? [])).toHaveLength(2000);
  });

  test("takes back what had arrived of a message that is to be gone", async () => {
    const posted = await post();
    const since = now;
    world.loseAnswer(3);
    const long = sampleMessage({ body: "word ".repeat(2000), files: [sampleFile("a.txt", "secret")] });
    await failureOf(say(posted, long));
    const line = sampleMessage({ body: "This message was deleted." });
    const parts = await say(posted, line, { key: "key", since });
    expect(parts).toHaveLength(3);
    await world.board.deleteMessage(world.channel, posted, parts, signal);
    expect(world.thread(posted)).toEqual([]);
  });

  test("grows a message once, also when an answer gets lost", async () => {
    const posted = await post();
    const parts = await say(posted);
    const longer = sampleMessage({ body: "word ".repeat(1000) });
    const grow = () => world.board.updateMessage(world.channel, posted, parts, longer, signal);
    world.loseAnswer(1);
    expect(await failureOf(grow())).toMatchObject({ kind: "away" });
    const grown = await grow();
    expect(world.thread(posted).map(({ id }) => id)).toEqual(grown);
    expect(world.thread(posted).flatMap(({ text }) => text.match(/word/g) ?? [])).toHaveLength(1000);
  });

  test("leaves nothing in the channel when the thread is gone, and goes on in the thread of a tombstone", async () => {
    const gone = await post();
    world.removeCard(gone);
    expect(await failureOf(say(gone))).toMatchObject({ kind: "gone" });
    expect(world.cards()).toEqual([]);
    const { cardId, threadId } = await post();
    await say({ cardId, threadId });
    await world.ada.delete(world.room.messages.get(cardId) as Message);
    await say({ cardId, threadId }, sampleMessage(), { key: "two", since: null });
    expect(world.thread({ cardId, threadId })).toHaveLength(2);
    const update = world.board.updateCard(world.channel, { cardId, threadId }, sampleCard(), signal);
    expect(await failureOf(update)).toMatchObject({ kind: "gone" });
  });

  test("changes the parts that are left when somebody deleted one", async () => {
    const posted = await post();
    const [one = "", two = ""] = await say(posted, sampleMessage({ body: "word ".repeat(1000) }));
    world.remove(posted, one);
    const longer = sampleMessage({ body: "other ".repeat(800) });
    expect(await world.board.updateMessage(world.channel, posted, [one, two], longer, signal)).toEqual([two]);
  });

  test("names files that come alone, in the message before them and in notifications", async () => {
    const posted = await post();
    await say(posted, sampleMessage({ body: "", files: [sampleFile("a.png", "a"), sampleFile("b.png", "b")] }));
    const [id = ""] = world.thread(posted).map((message) => message.id);
    const message = world.room.messages.get(id);
    expect(message?.text).toBe("Ada Client: a.png, b.png");
    expect(JSON.stringify(message?.blocks)).toContain("📎 a.png, b.png");
  });

  test("says where a file stays that is too large, and keeps waiting for one that cannot be read", async () => {
    const posted = await post();
    const large = { ...sampleFile("film.mp4", "x"), size: 30_000_000, read: () => Promise.reject(new Error("read")) };
    await say(posted, sampleMessage({ files: [large] }));
    expect(world.thread(posted)).toMatchObject([{ text: expect.stringContaining("film.mp4") as string, files: [] }]);
    const lost = { ...sampleFile("a.txt", "x"), read: () => Promise.reject(new Error("storage")) };
    expect(await failureOf(say(posted, sampleMessage({ files: [lost] })))).toMatchObject({ kind: "away" });
    world.slack.faults.next("upload", { kind: "status", status: 502 });
    const files = [sampleFile("a.txt", "x")];
    expect(await failureOf(say(posted, sampleMessage({ files })))).toMatchObject({ kind: "away" });
    expect(world.thread(posted)).toHaveLength(1);
  });

  test.each([
    ["account_inactive", "workspace"],
    ["invalid_auth", "workspace"],
    ["token_expired", "workspace"],
    ["missing_scope", "workspace"],
    ["ekm_access_denied", "workspace"],
    ["channel_not_found", "channel"],
    ["not_in_channel", "channel"],
    ["is_archived", "channel"],
    ["restricted_action_read_only_channel", "channel"],
    ["thread_not_found", "gone"],
    ["internal_error", "away"],
    ["team_added_to_org", "away"],
    ["rate_limited", "busy"],
    ["invalid_blocks", "refused"],
    ["msg_blocks_too_long", "refused"],
    ["an_error_of_tomorrow", "refused"],
  ] as const)("understands %s as %s", async (error, kind) => {
    world.slack.faults.next("chat.postMessage", { kind: "error", error });
    const failed = await failureOf(post());
    expect(failed).toMatchObject({ name: "ChatFailure", kind, retryAfter: kind === "busy" ? 30_000 : null });
    expect(failed.message).toMatch(new RegExp(`^\\p{Lu}.*\\(${error}\\)\\.$`, "u"));
    world.slack.violations.length = 0;
  });

  test("names the scope that is missing", async () => {
    world.slack.install(world.workspace, ["channels:read"]);
    const channel = { ...world.channel, token: world.workspace.install?.token ?? "" };
    const failed = await failureOf(world.board.postCard(channel, sampleCard(), first, signal));
    expect(failed.message).toContain("chat:write");
  });

  test.each([302, 404, 500])("is patient with the status %i, and follows it nowhere", async (status) => {
    world.slack.faults.next("chat.postMessage", { kind: "status", status });
    expect(await failureOf(post())).toMatchObject({
      kind: "away",
      message: expect.stringContaining(`${status}`) as string,
    });
  });

  test("is patient when nobody is there", async () => {
    const board = createSlackBoard({ slackApiUrl: "http://127.0.0.1:9/api/" });
    expect(await failureOf(board.workspaces("xoxb-1", signal))).toMatchObject({ kind: "away" });
  });
});
