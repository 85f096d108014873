import type { IntegrationPage } from "@docket/core/contract/integration";
import { day, minute, second, toIso } from "@docket/core/time";
import { afterEach, beforeEach, expect, test } from "vitest";
import { refusal } from "../../test/answers.ts";
import { addChannel, startChatDesk } from "../../test/chat-desk.ts";
import type { Caller } from "../../test/desk.ts";
import { Desk } from "../../test/desk.ts";
import { newKey, program } from "../../test/keys.ts";

let desk: Desk;
let admin: Caller;
let bot: Caller;
let start: number;
beforeEach(async () => {
  ({ desk } = await startChatDesk());
  admin = await desk.person("admin", "Dora");
  bot = program(desk, await newKey(desk, ["chat"]));
  await addChannel(desk, "C1");
  await addChannel(desk, "C1", { platform: "discord" });
  start = desk.clock.now();
});
afterEach(() => desk.stop());

const say = (more: object, by = bot) => by.put("/chat/bot", { platform: "discord", trouble: null, ...more });

const listening = async (platform = "discord") => {
  const { body } = await admin.get<IntegrationPage>("/integrations");
  return body.items.find((one) => one.platform === platform)?.listening;
};
const works = { state: "active", reason: null, since: null };

test("a bot that is not heard of for more than two minutes is marked, until it is heard of again", async () => {
  await say({});
  desk.clock.advance(2 * minute);
  expect(await listening()).toEqual(works);
  desk.clock.advance(10 * minute);
  const reason = "The bot has not been heard of for 12 minutes.";
  expect(await listening()).toEqual({ state: "broken", reason, since: toIso(start) });
  await bot.put("/chat/followed", { platform: "discord" });
  expect(await listening()).toEqual(works);
  desk.clock.advance(3 * day);
  expect((await listening())?.reason).toBe("The bot has not been heard of for 3 days.");
});

test("a workspace that was connected just now is given two minutes", async () => {
  expect(await listening("slack")).toEqual(works);
  desk.clock.advance(3 * minute);
  expect((await listening("slack"))?.reason).toContain("not been heard of for 3 minutes");
});

test("what keeps a bot from hearing is told in words, since it began and for as long as the bot says so", async () => {
  await say({ trouble: "intents" });
  for (let i = 0; i < 10; i++) {
    desk.clock.advance(30 * second);
    await say({ trouble: "intents" });
  }
  const marked = await listening();
  expect(marked).toMatchObject({ state: "broken", since: toIso(start) });
  expect(marked?.reason).toContain("Message Content Intent");
  expect((await listening("slack"))?.reason ?? "").not.toContain("Intent");
  await say({ trouble: "token" });
  expect(await listening()).toMatchObject({ since: toIso(desk.clock.now()) });
  await say({});
  expect(await listening()).toEqual(works);
});

test("nobody but bots may say, and nothing but what is known", async () => {
  for (const role of ["client", "agent", "admin"] as const)
    expect(refusal(await say({}, await desk.person(role, role)))).toBe("403 permission.denied");
  expect(refusal(await say({ trouble: "Call this number" }))).toBe("422 request.invalid");
});

test("of Slack nobody says so where Slack sends to the desk itself, and no bot is missed there", async () => {
  const own = await Desk.start({ SLACK_BOT_TOKEN: "xoxb-of-the-test", SLACK_SIGNING_SECRET: "a secret of the test" });
  const there = program(own, await newKey(own, ["chat"]));
  expect(refusal(await say({ platform: "slack" }, there))).toBe("422 request.invalid");
  await own.stop();
});
