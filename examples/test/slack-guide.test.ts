import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { Actor } from "../../bots/test/slack/actor.ts";
import { FakeSlack } from "../../bots/test/slack/fake-slack.ts";
import { manifestText } from "../../bots/test/slack/manifest.ts";
import type { Channel, Message, Workspace } from "../../bots/test/slack/state.ts";
import { Guide } from "./guide.ts";
import { lettersTo } from "./mailbox.ts";
import { RunningDesk, adminEmail } from "./running-desk.ts";
import type { Visitor } from "./visitor.ts";
import { isCard } from "../../bots/test/slack/state.ts";

const artefacts = join(import.meta.dirname, "../../artefacts");
const vera = { name: "Vera Visitor", email: "vera@clients.example" };

let guide: Guide;
let desk: RunningDesk;
let slack: FakeSlack;
let acme: Workspace;
let support: Channel;
let boss: Actor;
let ana: Actor;
let visitor: Visitor;

beforeAll(async () => {
  [guide, slack] = await Promise.all([Guide.open("slack"), FakeSlack.start()]);
  desk = await RunningDesk.start({ SLACK_API_URL: slack.apiUrl });
  acme = slack.addWorkspace("Acme", null);
});
afterAll(async () => {
  await desk.stop();
  await slack.stop();
});
afterEach(() => {
  const wrong = [...slack.violations, ...desk.faults];
  if (wrong.length > 0) throw new Error(wrong.join("\n"));
});

const wait = (what: () => unknown) => expect.poll(what);
const told = (actor: Actor): string => JSON.stringify(actor.ephemerals.at(-1)?.blocks ?? []);

/** What the bot says to somebody about a command. */
const say = async (actor: Actor, words: string, channel: Channel): Promise<string> => {
  const before = actor.ephemerals.length;
  expect(await actor.command("/ticket", words, channel)).toMatchObject({ acked: true });
  await wait(() => actor.ephemerals.length).toBeGreaterThan(before);
  return told(actor);
};

const cardsOf = ({ messages }: Channel): readonly Message[] => [...messages.values()].filter(isCard);
/** The card of this channel that says this. */
const card = (channel: Channel, words: string): Message => {
  const found = cardsOf(channel).find(({ blocks }) => JSON.stringify(blocks).includes(words));
  if (!found) throw new Error(`no card says ${words}`);
  return found;
};
const textOf = ({ blocks }: Message): string => JSON.stringify(blocks);
const shown = (channel: Channel): string => cardsOf(channel).map(textOf).join("\n");
const thread = ({ messages }: Channel, { ts }: Message): string =>
  JSON.stringify(
    [...messages.values()].filter(({ threadTs }) => threadTs === ts).map(({ text, blocks }) => [text, blocks]),
  );

const member = (workspace: Workspace, channel: Channel, name: string): Actor => {
  const actor = slack.actor(workspace, name);
  channel.members.add(actor.user.id);
  return actor;
};

/** `/invite @Docket` */
const inviteBot = ({ install }: Workspace, channel: Channel): void => {
  if (install === null) throw new Error("There is nobody to invite.");
  channel.members.add(install.botUserId);
};

test("from nothing to the first claimed ticket, and the words in its thread", async () => {
  guide.says("replace `desk.example.com` with the address of your desk");
  // Slack reaches addresses on the internet only; its stand-in takes this machine's.
  const manifest = manifestText
    .replaceAll("https://desk.example.com", desk.url)
    .replaceAll("desk.example.com", "localhost");
  guide.says("choose _Create New App_, _From a manifest_, your workspace, and paste the file");
  slack.createApp(manifest, acme);
  guide.says("_Install to Workspace_");
  const { token } = slack.install(acme);
  support = slack.addChannel(acme, "support", { withBot: false });

  guide.says("| `SLACK_BOT_TOKEN`");
  guide.says("| `SLACK_SIGNING_SECRET`");
  guide.says("On Node they go into `.env`");
  guide.says("Then start the desk again");
  await desk.set({ SLACK_BOT_TOKEN: token, SLACK_SIGNING_SECRET: slack.signingSecret });
  guide.says("open _Event Subscriptions_, press _Retry_ beside the address, and wait for _Verified_");
  expect(await slack.verifyRequestUrl()).toBe(true);

  guide.says("`/invite @Docket`");
  inviteBot(acme, support);
  boss = member(acme, support, "Ada");
  guide.says("Write `/ticket link` there, open the link and sign in as an admin");
  await desk.office.confirm(await say(boss, "link", support), adminEmail, join(artefacts, "slack-guide-link.png"));
  guide.says("Write `/ticket channel on`");
  expect(await say(boss, "channel on", support)).toContain("shows tickets now");

  const vips = slack.addChannel(acme, "vips", { members: [boss.user.id] });
  expect(await say(boss, "channel on", vips)).toContain("shows tickets now");
  for (const [words, answer] of [
    ["channel categories billing", "categories Billing"],
    ["channel priorities urgent", "priorities Urgent"],
    ["channel tags vip", "tags vip"],
    ["channel default yes", "what no other channel gets"],
  ] as const) {
    guide.says(`\`/ticket ${words}\``);
    expect(await say(boss, words, vips)).toContain(answer);
  }

  guide.says("writes `/ticket link` once and signs in to the dashboard");
  ana = member(acme, support, "Ana");
  const bo = member(acme, support, "Bo");
  expect(await say(bo, "mine", support)).toContain("/ticket link");
  await desk.office.confirm(await say(ana, "link", support), "ana@desk.test");
  await desk.office.confirm(await say(bo, "link", support), "bo@desk.test");
  guide.says("Open a ticket in the widget. Its card appears in the channel.");
  visitor = await desk.arrive();
  await visitor.ask(vera, "Do you ship to Norway?", "And how long does it take?");
  await wait(() => shown(support)).toContain("Do you ship to Norway?");
  expect(shown(vips)).toBe("");

  guide.says("Press _Claim_. When two press it at the same moment, one has the ticket and the other reads who has it.");
  const ticket = () => card(support, "Do you ship to Norway?");
  await Promise.all([ana, bo].map((actor) => actor.press(ticket(), "docket:claim")));
  const lost = (actor: Actor): boolean => told(actor).includes("has this ticket");
  await wait(() => Number(lost(ana)) + Number(lost(bo))).toBe(1);
  const [holder, other] = lost(ana) ? ["Bo Berg", "Ana Lima"] : ["Ana Lima", "Bo Berg"];
  await wait(() => textOf(ticket())).toContain(holder);
  expect(textOf(ticket())).not.toContain(other);

  guide.says("Press _Reply…_: the form names its ticket, and says that the client will read this.");
  await ana.press(ticket(), "docket:reply");
  await wait(() => ana.view !== null).toBe(true);
  await ana.submit({ text: "Yes, in three days." });
  await visitor.reads("Yes, in three days.");
  await wait(() => lettersTo(desk.url, vera.email)).toContain("Yes, in three days.");
  guide.says(
    "A line that nobody else sees tells you whether it went out. The client reads it in the widget and in their mailbox, " +
      "and what they answer appears in the card's thread.",
  );
  await visitor.reply("Great, I will order.");
  await wait(() => thread(support, ticket())).toContain("Great, I will order.");

  guide.says("What you write in a thread stays among the staff, as a note: that is the mode `discuss`");
  const note = await ana.write(support, "Is there stock left?", { thread: ticket().ts });
  await wait(() => [...note.reactions.keys()]).toEqual(["memo"]);
  guide.says(
    "With `/ticket channel mode reply` what you write goes to the client, and `//` at the beginning makes a note",
  );
  expect(await say(boss, "channel mode reply", support)).toContain("goes to the client");
  const second = await bo.write(support, "// they are kind", { thread: ticket().ts });
  await wait(() => [...second.reactions.keys()]).toEqual(["memo"]);
  const words = await bo.write(support, "It leaves tomorow.", { thread: ticket().ts });
  await wait(() => [...words.reactions.keys()]).toEqual(["white_check_mark"]);
  await visitor.reads("It leaves tomorow.");
  guide.says("When you change or delete a message, the ticket follows, files included");
  await bo.edit(words, "It leaves tomorrow.");
  await visitor.reads("It leaves tomorrow.");
  for (const secret of ["Is there stock left?", "they are kind"]) {
    expect(await visitor.panel.getByText(secret).count()).toBe(0);
  }
  await visitor.page.screenshot({ path: join(artefacts, "slack-guide-widget.png") });

  guide.says("`/ticket help` lists everything");
  expect(await say(ana, "help", support)).toContain("Which tickets this channel shows");
  guide.says("_Create ticket_ is in the menu of every message");
  const lunch = await bo.write(support, "The coffee machine leaks");
  await ana.messageShortcut("docket_create_from_message", lunch);
  await wait(() => ana.view !== null).toBe(true);
  const form = ana.view as NonNullable<typeof ana.view>;
  const [category] = await ana.suggest(form, "category", "question");
  await ana.submit({ title: "The coffee machine leaks", category: String(category?.["value"]) });
  await wait(() => JSON.stringify(ana.view?.source)).toContain("opened");
  await ana.close();
  await wait(() => shown(support)).toContain("The coffee machine leaks");
  guide.says("The _Home_ tab of the app shows what you have");
  await ana.openHome();
  await wait(() => JSON.stringify(ana.home?.source ?? {})).toContain("The coffee machine leaks");
});

test("without an address that Slack can reach", async () => {
  guide.says("switch on _Socket Mode_ and make an app-level token");
  const appToken = slack.useSockets();
  guide.says("Give the desk these settings, take `SLACK_SIGNING_SECRET` out");
  const tokens = { SLACK_APP_TOKEN: appToken, SLACK_BOT_TOKEN: acme.install?.token ?? "" };
  guide.settings(tokens);
  await desk.set({ ...tokens, SLACK_SIGNING_SECRET: null });
  guide.says("It says `slack is connected`");
  await desk.says("slack is connected");

  const ticket = () => card(support, "Do you ship to Norway?");
  await ana.press(ticket(), "docket:note");
  await wait(() => ana.view !== null).toBe(true);
  await ana.submit({ text: "Written over a socket" });
  await wait(() => thread(support, ticket())).toContain("Written over a socket");

  guide.says("While that is away buttons do not work, but cards stay right");
  await desk.set({ SLACK_APP_TOKEN: null });
  expect(await ana.press(ticket(), "docket:resolve")).toMatchObject({ acked: false });
  await ana.write(support, "We sent it today.", { thread: ticket().ts });
  await visitor.reply("Has it left?");
  await wait(() => thread(support, ticket())).toContain("Has it left?");
  guide.says("what people did in threads is followed when it is back");
  await desk.set(tokens);
  await visitor.reads("We sent it today.");
});

test("more than one workspace", async () => {
  const globex = slack.addWorkspace("Globex", null);
  const sales = slack.addChannel(globex, "sales", { withBot: false });
  guide.says("Set `SLACK_CLIENT_ID` and `SLACK_CLIENT_SECRET`");
  guide.says("in place of `SLACK_BOT_TOKEN`, and start the desk again");
  slack.delivery.requestUrl = slack.pages.requestUrl;
  await desk.set({
    SLACK_CLIENT_ID: slack.clientId,
    SLACK_CLIENT_SECRET: slack.clientSecret,
    SLACK_BOT_TOKEN: null,
    SLACK_SIGNING_SECRET: slack.signingSecret,
  });
  guide.says("activate _public distribution_");
  slack.pages.distribute();

  guide.says("choose _Connect a chat_, _Install the app instead…_, and allow it in Slack");
  const page = await desk.office.enter("/settings/integrations", adminEmail);
  for (const [name, picture] of [
    ["Acme", "slack-guide-connect.png"],
    ["Globex", "slack-guide-installed.png"],
  ] as const) {
    await page.getByRole("button", { name: "Connect a chat" }).first().click();
    await page.getByRole("button", { name: "Install the app instead…" }).click();
    await page.getByRole("link", { name: "Go on at Slack" }).click();
    await page.getByLabel("Workspace").selectOption({ label: name });
    await page.getByRole("button", { name: "Allow" }).click();
    await page.getByText("The app is installed.").waitFor();
    await page.getByText(name, { exact: true }).first().waitFor();
    await page.screenshot({ path: join(artefacts, picture) });
  }

  // Both workspaces show the same ticket; what happens in one shows in the other.
  inviteBot(globex, sales);
  const gaby = member(globex, sales, "Gaby");
  await desk.office.confirm(await say(gaby, "link", sales), adminEmail);
  expect(await say(gaby, "channel on", sales)).toContain("shows tickets now");
  await visitor.reply("And to Sweden?");
  await wait(() => shown(sales)).toContain("Do you ship to Norway?");
  await gaby.press(card(sales, "Do you ship to Norway?"), "docket:resolve");
  await wait(() => textOf(card(support, "Do you ship to Norway?"))).toContain("Resolved");
  await visitor.panel.getByText("Solved", { exact: true }).first().waitFor();
});
