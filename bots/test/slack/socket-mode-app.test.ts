import { afterEach, beforeEach, expect, test } from "vitest";
import { passTime } from "../../../api/test/chat-desk.ts";
import type { Caller } from "../../../api/test/desk.ts";
import { Desk, deskUrl } from "../../../api/test/desk.ts";
import { link, newKey } from "../../../api/test/keys.ts";
import { createDesk } from "../../src/desk/desk.ts";
import { createSlackBoard } from "../../src/slack/board.ts";
import { runSocketMode } from "../../src/slack/socket-mode.ts";
import type { Actor } from "./actor.ts";
import { FakeSlack } from "./fake-slack.ts";
import type { Channel, Message, Workspace } from "./state.ts";

let desk: Desk;
let slack: FakeSlack;
let workspace: Workspace;
let channel: Channel;
let key = "";
let bot: { stop(): Promise<void> } | null = null;
let isAway = false;
const faults: string[] = [];
let ana: Actor;
let anaHere: Caller;
let client: Caller;

/** The bot as a process of its own, without an address that Slack could reach. */
const startBot = async (): Promise<void> => {
  const complain = (message: string): number => faults.push(message);
  bot = await runSocketMode({
    appToken: slack.appToken,
    botToken: workspace.install?.token ?? "",
    slackApiUrl: slack.apiUrl,
    log: { info: () => undefined, warn: complain, error: complain },
    desk: createDesk({
      baseUrl: deskUrl,
      key,
      fetch: async (input, init) => {
        if (isAway) throw new TypeError("fetch failed");
        return desk.fetch(new Request(input, init));
      },
    }),
  });
};

const stopBot = async (): Promise<void> => {
  await bot?.stop();
  bot = null;
};

beforeEach(async () => {
  slack = await FakeSlack.start();
  workspace = slack.addWorkspace("Acme");
  channel = slack.addChannel(workspace, "support");
  const token = workspace.install?.token ?? null;
  desk = await Desk.start({}, { chats: { slack: { board: createSlackBoard({ slackApiUrl: slack.apiUrl }), token } } });
  key = await newKey(desk, ["chat"]);
  anaHere = await desk.person("admin", "Ana Lima");
  client = await desk.person("client", "Cleo");
  ana = slack.actor(workspace, "Ana");
  channel.members.add(ana.user.id);
  await link(desk, anaHere, `slack:${workspace.id}/${ana.user.id}`);
  faults.length = 0;
  await startBot();
});
afterEach(async () => {
  isAway = false;
  await stopBot();
  await slack.stop();
  await desk.stop();
  if (slack.violations.length > 0) throw new Error(slack.violations.join("\n"));
});

const wait = (what: () => unknown) => expect.poll(what, { timeout: 10_000, interval: 20 });
const told = (): string => JSON.stringify(ana.ephemerals.at(-1)?.blocks ?? []);
const card = (): Message =>
  [...channel.messages.values()].find(({ threadTs, ours }) => threadTs === null && ours) as Message;
const words = async (id: string) => {
  const { body } = await anaHere.get<{ items: { body: string }[] }>(`/tickets/${id}/messages?limit=100`);
  return body.items.map((message) => message.body).toReversed();
};

const showTickets = async () => {
  await ana.command("/ticket", "channel on", channel);
  await wait(told).toContain("shows tickets now");
  const ticket = await client.open();
  await passTime(desk);
  return ticket;
};

test("the same listeners work over Socket Mode: a command, a button, a thread", async () => {
  const ticket = await showTickets();
  expect(await ana.press(card(), "docket:claim")).toMatchObject({ acked: true });
  await wait(
    async () => (await anaHere.get<{ assignee: { name: string } | null }>(`/tickets/${ticket.id}`)).body.assignee?.name,
  ).toBe("Ana Lima");
  await ana.write(channel, "A note", { thread: card().ts });
  await wait(() => words(ticket.id)).toEqual(["A note"]);
  expect(faults).toEqual([]);
});

test("a desk that is away: a press is answered in time, and what was written is handed over again", async () => {
  const ticket = await showTickets();
  const thread = card().ts;
  isAway = true;
  expect(await ana.press(card(), "docket:claim")).toMatchObject({ acked: true });
  await wait(told).toContain("does not answer right now");
  const before = ana.ephemerals.length;
  const writing = ana.write(channel, "Do not lose me", { thread });
  await wait(() =>
    ana.ephemerals
      .slice(before)
      .map(({ text }) => text)
      .join(),
  ).toContain("not lost");
  await writing;
  isAway = false;
  await slack.delivery.retry();
  await wait(() => words(ticket.id)).toEqual(["Do not lose me"]);
});

test("what was written while the bot was away is taken when it is back, once", async () => {
  const ticket = await showTickets();
  const thread = card().ts;
  await ana.write(channel, "Before", { thread });
  await wait(() => words(ticket.id)).toEqual(["Before"]);
  await stopBot();
  for (let i = 1; i <= 50; i++) {
    if (i % 2 === 0) await ana.write(channel, `While away ${i}`, { thread });
    else await anaHere.patch(`/tickets/${ticket.id}`, { title: `Title ${i}` });
  }
  await passTime(desk);
  expect(JSON.stringify(card().blocks)).toContain("Title 49");
  const expected = ["Before", ...Array.from({ length: 25 }, (_, i) => `While away ${2 * i + 2}`)];
  await startBot();
  await wait(() => words(ticket.id)).toEqual(expected);
  await stopBot();
  await startBot();
  await ana.write(channel, "After", { thread });
  await wait(() => words(ticket.id)).toEqual([...expected, "After"]);
});
