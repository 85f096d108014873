import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { chromium } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { browserLaunch } from "../../.ci/chromium.ts";
import { freePort } from "../../.ci/free-port.ts";
import type { RemoteCaller } from "../../api/test/node/people.ts";
import { firstAdmin } from "../../api/test/node/people.ts";
import { FakeDiscord } from "../../bots/test/discord/fake-discord.ts";
import type { Interaction } from "../../bots/test/discord/interactions.ts";
import type { Person } from "../../bots/test/discord/person.ts";
import type { Channel as Place, Message as Post } from "../../bots/test/discord/world.ts";
import type { Actor } from "../../bots/test/slack/actor.ts";
import { FakeSlack } from "../../bots/test/slack/fake-slack.ts";
import type { Channel, Message, Workspace } from "../../bots/test/slack/state.ts";
import { DeskProcess } from "./desk-process.ts";
import { lettersTo } from "./mailbox.ts";
import { Office } from "./office.ts";
import { Shop } from "./shop.ts";
import { Visitor } from "./visitor.ts";

const artefacts = join(import.meta.dirname, "../../artefacts");

let folder = "";
let desk: DeskProcess;
let browser: Browser;
let shop: Shop;
let office: Office;
let slack: FakeSlack;
let workspace: Workspace;
let channel: Channel;
let discord: FakeDiscord;
let forum: Place;
let admin: RemoteCaller;
const faults: string[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "docket-chats-"));
  [slack, discord, browser] = await Promise.all([
    FakeSlack.start(),
    FakeDiscord.start(),
    browserLaunch().then((launch) => chromium.launch(launch)),
  ]);
  workspace = slack.addWorkspace("Acme");
  channel = slack.addChannel(workspace, "support");
  const guild = discord.guild("Acme");
  forum = discord.forum(guild, "support");
  shop = await Shop.open();
  const url = `http://localhost:${await freePort()}`;
  desk = await DeskProcess.start("node", url, "Docket is at", {
    DOCKET_URL: url,
    DOCKET_SECRET: "a secret for this test that is long enough",
    DATA_DIR: folder,
    LOG_LEVEL: "info",
    RATE_ANONYMOUS_PER_MINUTE: "1000",
    SLACK_BOT_TOKEN: workspace.install?.token ?? "",
    SLACK_SIGNING_SECRET: slack.signingSecret,
    SLACK_API_URL: slack.apiUrl,
    DISCORD_TOKEN: discord.token,
    DISCORD_API_URL: discord.api,
  });
  slack.delivery.requestUrl = `${url}/hooks/slack`;
  const adminToken = /\/join#(\S+)/.exec(desk.output)?.[1] ?? "";
  admin = await firstAdmin({ url, adminToken });
  office = new Office(browser, url, faults);
  await desk.says("discord is connected");
});
afterAll(async () => {
  await browser.close();
  shop.close();
  await desk.stop();
  await Promise.all([slack.stop(), discord.stop()]);
  await rm(folder, { recursive: true, force: true });
});

const inSlack = async (name: string, email: string): Promise<Actor> => {
  const actor = slack.actor(workspace, name);
  channel.members.add(actor.user.id);
  await actor.command("/ticket", "link", channel);
  await expect.poll(() => JSON.stringify(actor.ephemerals)).toContain("/link#");
  await office.confirm(JSON.stringify(actor.ephemerals), email, join(artefacts, "chats-link.png"));
  return actor;
};

/** What the bot answered, all of it. */
const answerOf = ({ replies }: Interaction): string => replies.map(({ content }) => content).join("\n");

const inDiscord = async (name: string, email: string, place: Place): Promise<Person> => {
  const person = discord.person(forum.guild, name);
  const asked = await person.slash(place.id, "ticket link");
  await asked.reply();
  await office.confirm(answerOf(asked), email);
  return person;
};

const cards = (): readonly Message[] =>
  [...channel.messages.values()].filter(({ threadTs, ours }) => threadTs === null && ours);
const slackText = (): string =>
  JSON.stringify([...channel.messages.values()].map(({ text, blocks }) => [text, blocks]));
const cardText = (): string => JSON.stringify(cards().at(-1)?.blocks ?? []);
const posts = (): readonly Place[] => [...forum.guild.channels.values()].filter(({ parent }) => parent === forum);
const post = (): Place => posts().at(-1) as Place;
const postCard = (): Post => post().messages.get(post().id) as Post;
const discordText = (): string =>
  JSON.stringify(
    posts().flatMap(({ messages }) => [...messages.values()].map(({ content, embeds }) => [content, embeds])),
  );
const wait = (what: () => unknown) => expect.poll(what);

test("a ticket from the widget is worked on in Slack and in Discord at the same time, and both agree", async () => {
  // The guides, step by step: who is who, and which channels show tickets.
  const lobby = discord.text(forum.guild, "lobby");
  const boss = await inSlack("Ada", "ada@desk.test");
  await boss.command("/ticket", "channel on", channel);
  await wait(() => JSON.stringify(boss.ephemerals)).toContain("shows tickets now");
  const connected = await admin.post<{ id: string }>("/integrations", { platform: "discord" });
  await admin.post("/channels", { integrationId: connected.body.id, channelId: forum.id });
  await office.hire(admin, "ana@desk.test", "Ana Lima");
  await office.hire(admin, "bo@desk.test", "Bo Berg");
  const ana = await inSlack("Ana", "ana@desk.test");
  const bo = await inDiscord("Bo", "bo@desk.test", lobby);

  // The client asks in the widget.
  const site = await admin.post<{ id: string }>("/sites", { name: "The shop", origins: [shop.url] });
  shop.content = `<script async src="${desk.url}/widget.js" data-site="${site.body.id}"></script>`;
  const visitor = await Visitor.arrive(browser, shop.url, faults);
  const vera = { name: "Vera Visitor", email: "vera@clients.example" };
  await visitor.ask(vera, "Do you ship to Norway?", "And how long does it take?");
  await wait(cardText).toContain("Do you ship to Norway?");
  await wait(discordText).toContain("Do you ship to Norway?");

  // One claims in Slack, one in Discord, at once: one winner, one private line, and both cards say who.
  const [, pressed] = await Promise.all([
    ana.press(cards().at(-1) as Message, "docket:claim"),
    bo.press(postCard(), "Claim"),
  ]);
  const inSlackLost = (): boolean => JSON.stringify(ana.ephemerals).includes("has this ticket");
  const inDiscordLost = (): boolean => answerOf(pressed).includes("has this ticket");
  await wait(() => Number(inSlackLost()) + Number(inDiscordLost())).toBe(1);
  const holder = inSlackLost() ? "Bo Berg" : "Ana Lima";
  await wait(cardText).toContain(holder);
  await wait(() => JSON.stringify(postCard().embeds)).toContain(holder);

  // A reply by Slack's form reaches the open widget, the mailbox and Discord.
  await ana.press(cards().at(-1) as Message, "docket:reply");
  await wait(() => ana.view !== null).toBe(true);
  await ana.submit({ text: "Yes, in three days." });
  await visitor.reads("Yes, in three days.");
  await wait(() => lettersTo(desk.url, vera.email)).toContain("three days");
  await wait(discordText).toContain("Yes, in three days.");
  await visitor.page.screenshot({ path: join(artefacts, "chats-widget.png") });

  // The client's answer lands in both threads; a plain message of one thread stays a note, and stands in the other.
  await visitor.reply("Great, I will order.");
  await wait(slackText).toContain("Great, I will order.");
  await wait(discordText).toContain("Great, I will order.");
  const note = bo.write(post().id, "Check the stock first");
  await wait(slackText).toContain("Check the stock first");
  await wait(() => [...note.reactions.keys()]).toEqual(["📝"]);
  expect(await visitor.panel.getByText("Check the stock first").count()).toBe(0);

  // Resolved in Discord, and everybody sees it.
  await bo.press(postCard(), "Resolve");
  await visitor.panel.getByText("Solved", { exact: true }).first().waitFor();
  await wait(cardText).toContain("Resolved");
  await wait(() => JSON.stringify(postCard().embeds)).toContain("Resolved");
  expect([...slack.violations, ...discord.violations, ...faults]).toEqual([]);
});
