import { ChatFailure } from "@docket/core/chat/chat-failure";
import { hour, minute } from "@docket/core/time";
import { afterEach, beforeEach, expect, test } from "vitest";
import { addChannel, passTime, startChatDesk } from "../../test/chat-desk.ts";
import type { Caller, Desk } from "../../test/desk.ts";
import type { FakeBoard } from "../../test/fake-board.ts";
import { newKey, program } from "../../test/keys.ts";
import { sweep } from "../outbox/sweep.ts";

let desk: Desk;
let slack: FakeBoard;
let bot: Caller;
beforeEach(async () => {
  ({ desk, slack } = await startChatDesk());
  await desk.person("admin", "Dora");
  await desk.person("agent", "Ana");
  bot = program(desk, await newKey(desk, ["chat"]));
  await addChannel(desk, "C1");
  await addChannel(desk, "C1", { platform: "discord" });
});
afterEach(() => desk.stop());

/** What admins were sent since this was asked last: to whom, and about what. */
let seen = 0;
beforeEach(() => {
  seen = 0;
});
const alerts = (): readonly string[] => {
  const letters = desk.mailer.letters.filter(({ messageId }) => messageId.startsWith("alert."));
  const fresh = letters.slice(seen).map(({ to, subject }) => `${to.split("@")[0]}: ${subject}`);
  seen = letters.length;
  return fresh;
};

/** Time goes by, in which bots say this every minute. */
const pass = async (time: number, trouble: string | null | undefined): Promise<void> => {
  for (let i = 0; i < time / minute; i++) {
    if (trouble !== undefined)
      for (const platform of ["slack", "discord"])
        await bot.put("/chat/bot", { platform, trouble: platform === "discord" ? trouble : null });
    await sweep(desk.services);
    await passTime(desk, 0);
    desk.clock.advance(minute);
  }
};

test("admins, and nobody else, are told once of a bot that is not heard of for long", async () => {
  await pass(5 * minute, null);
  await pass(9 * minute, undefined);
  expect(alerts()).toEqual([]);
  await pass(5 * minute, undefined);
  const told = alerts();
  expect(told).toHaveLength(1);
  expect(told[0]).toContain("dora: Docket has not heard of its bot in");
  expect(told[0]).toContain("and 1 more");
  await pass(3 * hour, undefined);
  expect(alerts()).toEqual([]);
});

test("what does not pass is told at once, and of each kind once in an hour, however often it comes back", async () => {
  await pass(minute, "intents");
  expect(alerts()).toEqual([expect.stringContaining("dora: Docket does not hear what is done in Discord")]);
  const letter = desk.mailer.letters.find(({ messageId }) => messageId.startsWith("alert."));
  expect(letter?.text).toContain("switch on Message Content Intent");
  expect(letter?.text).toContain("/settings/integrations");
  for (let i = 0; i < 5; i++) {
    await pass(minute, null);
    await pass(2 * minute, "token");
  }
  expect(alerts()).toEqual([]);
  await pass(hour, "token");
  expect(alerts()).toHaveLength(1);
});

test("what passes by itself is told when it lasts", async () => {
  await pass(5 * minute, "away");
  await pass(minute, null);
  await pass(9 * minute, "away");
  expect(alerts()).toEqual([]);
  await pass(3 * minute, "away");
  expect(alerts()).toHaveLength(1);
});

test("a workspace that takes no cards any more is told of while its bot is well", async () => {
  slack.trouble = () => new ChatFailure("workspace", "The token was revoked.");
  const client = await desk.person("client", "Cleo");
  await client.open();
  await pass(3 * minute, null);
  expect(alerts()).toEqual([expect.stringContaining("dora: Docket cannot show tickets in Slack")]);
});
