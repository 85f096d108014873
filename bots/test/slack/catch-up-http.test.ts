import type { IntegrationView } from "@docket/core/contract/integration";
import type { TicketView } from "@docket/core/contract/ticket";
import { hour, minute } from "@docket/core/time";
import { afterEach, beforeEach, expect, test } from "vitest";
import { conversationOf, historyOf } from "../../../api/test/answers.ts";
import type { Caller } from "../../../api/test/desk.ts";
import { hooked } from "../../../api/test/hooked.ts";
import { createSlackHooks } from "../../src/slack-hooks.ts";
import type { Actor } from "./actor.ts";
import { Lifecycle } from "./lifecycle.ts";
import type { RequestUrl } from "./delivery.ts";
import type { SlackDesk } from "./slack-desk.ts";
import { startSlackDesk } from "./slack-desk.ts";
import type { Message } from "./state.ts";

let world: SlackDesk;
let admin: Caller;
let ana: Actor;
let ticket: TicketView;

beforeEach(async () => {
  world = await startSlackDesk();
  admin = await world.desk.person("admin", "Ana Lima");
  ana = await world.linked(admin, "Ana");
  const { id: integrationId } = (await admin.post<IntegrationView>("/integrations", { platform: "slack" })).body;
  await admin.post("/channels", { integrationId, channelId: world.channel.id });
  ticket = await (await world.desk.person("client", "Cleo")).open();
  await world.settled();
  await world.keepFollowing();
});
afterEach(() => world.stop());

const card = (): Message =>
  [...world.channel.messages.values()].find(({ threadTs, ours }) => threadTs === null && ours) as Message;
const write = (words: string) => ana.write(world.channel, words, { thread: card().ts });
const words = async () => (await conversationOf(admin, ticket.id)).map(({ body }) => body);
const writes = async (): Promise<number> => (await historyOf(admin, ticket.id)).length;

/** The desk runs for so long, with nothing that happens. */
const run = async (minutes: number): Promise<void> => {
  for (let i = 0; i < minutes; i++) {
    world.desk.clock.advance(minute);
    await world.keepFollowing();
  }
};

/** The desk is away while people do this, for longer than Slack tries. */
const whileAway = async (work: () => Promise<void>): Promise<void> => {
  const { delivery } = world.slack;
  const here = delivery.requestUrl as RequestUrl;
  delivery.requestUrl = () => Promise.resolve(new Response("", { status: 503 }));
  await work();
  for (let i = 0; i < 3; i++) await delivery.retry();
  world.desk.clock.advance(hour);
  delivery.requestUrl = here;
};

/** How often Slack was asked for what people wrote. */
const lookedUp = (): number =>
  world.slack.calls.filter(({ method }) => ["conversations.history", "conversations.replies"].includes(method)).length;

test("what people did while the desk was away is followed when it is back, and writes nothing twice", async () => {
  const [changed, deleted] = [await write("To change"), await write("To delete")];
  await world.settled();
  await run(2);
  const before = await writes();
  await whileAway(async () => {
    await write("While away");
    await ana.edit(changed, "Changed");
    await ana.delete(deleted);
  });
  expect(await words()).toEqual(["To change", "To delete"]);
  await write("Back again");
  await world.keepFollowing();
  expect(await words()).toEqual(["Changed", "", "Back again", "While away"]);
  expect(await writes()).toBe(before + 4);
  await run(10);
  expect(await writes()).toBe(before + 4);
});

test("a desk that was not away asks Slack once in ten minutes, for a channel and for each lively thread", async () => {
  await write("One");
  await world.settled();
  await run(10);
  const before = lookedUp();
  await run(30);
  expect(lookedUp() - before).toBe(3 * 2);
  expect(await words()).toEqual(["One"]);
});

test("what was written in a channel out of which the bot was is taken as soon as it is back, however long that was", async () => {
  const lifecycle = new Lifecycle(world.slack, world.workspace);
  for (const hours of [1, 30]) {
    await lifecycle.putOut(world.channel);
    await world.settled();
    await write(`Out for ${hours}`);
    for (let i = 0; i < hours; i++) {
      world.desk.clock.advance(hour);
      await world.keepFollowing();
    }
    await lifecycle.invite(world.channel);
    await world.settled();
    await world.keepFollowing();
    expect((await words()).at(-1)).toBe(`Out for ${hours}`);
    await run(2);
  }
});

test("a catch-up that was cut off goes on a while later, and one that is under way is left alone", async () => {
  await whileAway(async () => void (await write("While away")));
  world.slack.faults.next("conversations.replies", { kind: "error", error: "internal_error" });
  await world.keepFollowing();
  expect(await words()).toEqual([]);
  expect(world.desk.logs.join("\n")).toContain("catch-up failed");
  await write("Meanwhile");
  await run(2);
  expect(await words()).toEqual(["Meanwhile"]);
  await run(5);
  expect(await words()).toEqual(["Meanwhile", "While away"]);
});

test("two that wake at once do not both ask", async () => {
  await whileAway(async () => void (await write("While away")));
  const before = lookedUp();
  await Promise.all([world.keepFollowing(), world.keepFollowing()]);
  expect(await words()).toEqual(["While away"]);
  expect(lookedUp() - before).toBe(2);
});

test("a workspace whose token was revoked is looked at when it works again", async () => {
  await whileAway(async () => void (await write("While away")));
  const { install } = world.workspace;
  if (!install) throw new Error("the app is installed");
  install.state = "token_revoked";
  await run(12);
  expect(await words()).toEqual([]);
  const [integration] = (await admin.get<{ items: IntegrationView[] }>("/integrations")).body.items;
  const reason = "Slack does not accept the bot's token any more: install the app again (token_revoked).";
  expect(integration).toMatchObject({ state: "broken", reason });
  const told = world.desk.logs.filter((line) => line.includes("catch-up failed"));
  expect(JSON.parse(told[0] ?? "{}")).toMatchObject({ workspaceId: world.workspace.id, reason });
  expect(told.join("\n")).not.toContain("stack");
  install.state = "active";
  await run(6);
  expect(await words()).toEqual(["While away"]);
});

test.each([
  ["at all", () => true],
  ["any more", (request: Request) => request.method !== "GET"],
])("a desk that does not answer its bot %s is told in a sentence, and looks again", async (_, isAway) => {
  await whileAway(async () => void (await write("While away")));
  const { desk, slack } = world;
  const { apiUrl: slackApiUrl, signingSecret } = slack;
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  await hooked(desk, createSlackHooks({ slackApiUrl, signingSecret, log }), isAway).keepFollowing();
  const told = desk.logs.filter((line) => line.includes("catch-up failed"));
  expect(told.map((line) => JSON.parse(line) as object)).toMatchObject([{ reason: "The desk did not answer." }]);
  expect(told[0]).not.toContain("stack");
  await run(12);
  expect(await words()).toEqual(["While away"]);
});

test("what Slack sends while the desk has lost the bot's token is taken when it has one again", async () => {
  const { slack } = world.desk.services.chats;
  const token = slack?.token;
  await run(1);
  Object.assign(slack ?? {}, { token: null });
  await write("Without a token");
  await run(20);
  const [integration] = (await admin.get<{ items: IntegrationView[] }>("/integrations")).body.items;
  expect(integration?.state).toBe("broken");
  Object.assign(slack ?? {}, { token });
  await run(6);
  expect(await words()).toEqual(["Without a token"]);
});

test("a catch-up that takes longer than its turn is not begun once more beside itself", async () => {
  await whileAway(async () => void (await write("While away")));
  const before = lookedUp();
  world.slack.faults.next("conversations.history", { kind: "limit", retryAfter: 1 });
  const looking = world.keepFollowing();
  await world.keepFollowing();
  world.desk.clock.advance(6 * minute);
  await world.keepFollowing();
  await looking;
  expect(await words()).toEqual(["While away"]);
  expect(lookedUp() - before).toBe(2);
});

test("who wrote something whose file cannot be had is told so when Slack has tried for the last time", async () => {
  const thread = card().ts;
  const files = [{ name: "a.txt", content: "one" }];
  const { install } = world.workspace;
  if (!install) throw new Error("the app is installed");
  install.scopes = new Set([...install.scopes].filter((scope) => scope !== "files:read"));
  const message = await ana.write(world.channel, "See this", { thread, files });
  for (let i = 0; i < 3; i++) await world.slack.delivery.retry();
  expect(await words()).toEqual([]);
  expect([...message.reactions.keys()]).toEqual(["warning"]);
  expect(ana.ephemerals.map(({ text }) => text)).toEqual([expect.stringContaining("Not sent")]);
});
