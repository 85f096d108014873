import { ChatFailure } from "@docket/core/chat/chat-failure";
import type { ChatPlatform } from "@docket/core/chat/platform";
import { modeLine } from "@docket/core/chat/relay";
import { hour, minute, second } from "@docket/core/time";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { conversationOf } from "../../test/answers.ts";
import { addChannel, passTime, startChatDesk } from "../../test/chat-desk.ts";
import type { Caller, Desk } from "../../test/desk.ts";
import type { FakeBoard } from "../../test/fake-board.ts";
import { link, newKey, program } from "../../test/keys.ts";

let desk: Desk;
let boards: Record<ChatPlatform, FakeBoard>;
let admin: Caller;
let ada: Caller;
let client: Caller;
beforeEach(async () => {
  ({ desk, ...boards } = await startChatDesk());
  client = await desk.person("client", "Cleo");
  ada = await desk.person("agent", "Ada");
  admin = await desk.person("admin", "Dora");
});
afterEach(() => desk.stop());

/** The id of a message that was written now. */
const idOf: Record<ChatPlatform, () => string> = {
  slack: () => (desk.clock.now() / second).toFixed(6),
  discord: () => String(BigInt(desk.clock.now() - 1_420_070_400_000) << 22n),
};
const chatUser: Record<ChatPlatform, string> = { slack: "slack:T1/UADA", discord: "discord:1001" };

describe.each(["slack", "discord"] as const)("what was written in %s", (platform) => {
  let channel: string;
  let bring: (messageId: string, body: string) => Promise<unknown>;
  let said: () => Promise<string[]>;

  beforeEach(async () => {
    channel = await addChannel(desk, "C1", { platform });
    const { id, number } = await client.open();
    await passTime(desk);
    await link(desk, ada, chatUser[platform]);
    const bot = program(desk, await newKey(desk, ["chat"]), chatUser[platform]);
    const workspaceId = platform === "slack" ? "T1" : "G1";
    const thread = { platform, workspaceId, channelId: "C1", threadId: boards[platform].cardOf(number).id };
    bring = (messageId, body) => bot.post("/chat/messages", { ...thread, messageId, body });
    said = async () => (await conversationOf(ada, id)).map(({ kind, body }) => `${kind}: ${body}`);
  });

  test("before the channel answered clients stays a note, however late it is brought", async () => {
    const before = idOf[platform]();
    desk.clock.advance(hour);
    await admin.patch(`/channels/${channel}`, { mode: "reply" });
    const after = idOf[platform]();
    desk.clock.advance(minute);
    await bring(before, "They are difficult");
    await bring(after, "Have you tried water?");
    expect(await said()).toEqual(["note: They are difficult", "reply: Have you tried water?"]);
    await passTime(desk);
    expect(desk.mailer.to(client.email).some(({ text }) => text.includes("They are difficult"))).toBe(false);
  });

  test("while the channel answered clients is a note once it does not any more", async () => {
    await admin.patch(`/channels/${channel}`, { mode: "reply" });
    desk.clock.advance(minute);
    const before = idOf[platform]();
    desk.clock.advance(minute);
    await admin.patch(`/channels/${channel}`, { mode: "discuss" });
    await bring(before, "Have you tried water?");
    expect(await said()).toEqual(["note: Have you tried water?"]);
  });

  test("counts from the change of the mode, not of other rules", async () => {
    await admin.patch(`/channels/${channel}`, { mode: "reply" });
    desk.clock.advance(minute);
    const written = idOf[platform]();
    desk.clock.advance(minute);
    await admin.patch(`/channels/${channel}`, { fallback: true });
    await bring(written, "Have you tried water?");
    expect(await said()).toEqual(["reply: Have you tried water?"]);
  });

  describe("the channel", () => {
    const lines = () => boards[platform].announced.map(({ channelId, text }) => `${channelId}: ${text}`);
    const goesOut = `C1: ${modeLine("reply")}`;
    const stays = `C1: ${modeLine("discuss")}`;

    test("is told of every other mode, and of nothing else", async () => {
      await admin.patch(`/channels/${channel}`, { fallback: true, mode: "discuss" });
      await passTime(desk);
      expect(lines()).toEqual([]);
      await admin.patch(`/channels/${channel}`, { mode: "reply" });
      await passTime(desk);
      expect(lines()).toEqual([goesOut]);
      await admin.patch(`/channels/${channel}`, { mode: "discuss" });
      await passTime(desk);
      expect(lines()).toEqual([goesOut, stays]);
    });

    test("reads nothing that is over before it can be said", async () => {
      boards[platform].trouble = (call) => (call === "announce" ? new ChatFailure("away", "No answer.") : null);
      await admin.patch(`/channels/${channel}`, { mode: "reply" });
      await passTime(desk);
      await admin.patch(`/channels/${channel}`, { mode: "discuss" });
      boards[platform].trouble = () => null;
      await passTime(desk, hour);
      expect(lines()).toEqual([stays]);
    });

    test("is told when it comes back with another mode", async () => {
      await admin.delete(`/channels/${channel}`);
      const { items } = (await admin.get<{ items: { id: string }[] }>("/integrations")).body;
      await admin.post("/channels", { integrationId: items[0]?.id, channelId: "C1", mode: "reply" });
      await passTime(desk);
      expect(lines()).toEqual([goesOut]);
    });

    test("reads it once, though an answer got lost", async () => {
      let isLost = true;
      boards[platform].trouble = (call) => {
        const now = isLost && call === "announce";
        if (now) isLost = false;
        return now ? "lost" : null;
      };
      await admin.patch(`/channels/${channel}`, { mode: "reply" });
      await passTime(desk);
      expect(boards[platform].count("announce")).toBe(2);
      expect(lines()).toEqual([goesOut]);
    });
  });
});
