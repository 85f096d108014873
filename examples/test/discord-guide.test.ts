import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { FakeDiscord } from "../../bots/test/discord/fake-discord.ts";
import type { Interaction } from "../../bots/test/discord/interactions.ts";
import { bitsOf, permissionNamed } from "../../bots/test/discord/permissions.ts";
import type { Person } from "../../bots/test/discord/person.ts";
import type { Channel, Guild, Message } from "../../bots/test/discord/world.ts";
import { Guide } from "./guide.ts";
import { lettersTo } from "./mailbox.ts";
import { RunningDesk, adminEmail } from "./running-desk.ts";

const artefacts = join(import.meta.dirname, "../../artefacts");
const vera = { name: "Vera Visitor", email: "vera@clients.example" };

let guide: Guide;
let desk: RunningDesk;
let discord: FakeDiscord;
let guild: Guild;

beforeAll(async () => {
  [guide, discord] = await Promise.all([Guide.open("discord"), FakeDiscord.start()]);
  desk = await RunningDesk.start({ DISCORD_API_URL: discord.api });
  guild = discord.guild("Acme");
  discord.uninstall(guild);
  discord.app.messageContent = false;
});
afterAll(async () => {
  await desk.stop();
  await discord.stop();
});
afterEach(() => {
  const wrong = [...discord.violations, ...desk.faults];
  if (wrong.length > 0) throw new Error(wrong.join("\n"));
});

const wait = (what: () => unknown) => expect.poll(what);
const answerOf = ({ replies }: Interaction): string => replies.map(({ content }) => content).join("\n");
const said = async (interaction: Interaction): Promise<string> => {
  await interaction.reply();
  return answerOf(interaction);
};

const postsOf = (forum: Channel): readonly Channel[] =>
  [...guild.channels.values()].filter(({ parent }) => parent === forum);
const cardIn = (post: Channel): Message => post.messages.get(post.id) as Message;
const textOf = ({ content, embeds, components }: Message): string => JSON.stringify([content, embeds, components]);
const wordsIn = ({ messages }: Channel): string => JSON.stringify([...messages.values()].map(textOf));

test("from nothing to the first claimed ticket, and the words in its thread", async () => {
  guide.says("keep the token: it is `DISCORD_TOKEN`");
  const { token } = discord;
  guide.says(
    "choose _Guild Install_ with the scopes `bot` and `applications.commands` and the permissions of the table",
  );
  discord.install(guild, guide.column("permission").map(permissionNamed));

  guide.says("The desk (`.env` on Node, `.deploy.vars` on Workers) gets one more setting; start it again afterwards");
  guide.settings({ DISCORD_TOKEN: token });
  await desk.set({ DISCORD_TOKEN: token });
  // Who forgot the intent reads so, and then switches it on.
  await desk.says("switch on Message Content Intent");
  discord.app.messageContent = true;
  await desk.set({});
  guide.says("A desk on Node says `discord is connected`, and your server has the command `/ticket`.");
  await desk.says("discord is connected");
  await wait(() => discord.app.commands.map(({ name }) => name)).toContain("ticket");

  guide.says("Make a forum channel for tickets");
  const forum = discord.forum(guild, "support");
  const boss = discord.person(guild, "Ada");
  const ana = discord.person(guild, "Ana");
  const bo = discord.person(guild, "Bo");
  guide.says("Make the channel private to staff and Docket: add its role to it.");
  const ofRole = 0;
  const ofMember = 1;
  const sight = bitsOf(["ViewChannel"]);
  const [role = ""] = guild.members.get(discord.app.id)?.roles ?? [];
  forum.overwrites = [
    { id: guild.id, type: ofRole, allow: 0n, deny: sight },
    { id: role, type: ofRole, allow: sight, deny: 0n },
    ...[boss, ana, bo].map(({ id }) => ({ id, type: ofMember, allow: sight, deny: 0n }) as const),
  ];
  guide.says(
    "Write `/ticket link` in the channel (in a forum in any post of it), open the link and sign in as an admin",
  );
  const hello = boss.post(forum.id, "Hello", "Our tickets come here");
  const link = async (person: Person, email: string): Promise<void> => {
    await desk.office.confirm(await said(await person.slash(hello.id, "ticket link")), email);
  };
  await link(boss, adminEmail);
  guide.says("Write `/ticket channel setting:on` in the same place.");
  const set = async (setting: string, value?: string, place = hello): Promise<string> =>
    said(await boss.slash(place.id, "ticket channel", { setting, ...(value === undefined ? {} : { value }) }));
  expect(await set("on")).toContain("shows tickets now");
  expect(forum.tags.map(({ name }) => name)).toEqual(expect.arrayContaining(["New", "Urgent priority"]));

  const billing = discord.text(guild, "billing");
  guide.says("`/ticket channel setting:categories value:billing`");
  expect(await set("on", undefined, billing)).toContain("shows tickets now");
  expect(await set("categories", "billing", billing)).toContain("categories Billing");
  guide.says("`setting:default value:yes`");
  expect(await set("default", "yes", billing)).toContain("what no other channel gets");

  guide.says("Everybody who is to work with tickets writes `/ticket link` once and signs in to the dashboard.");
  expect(await said(await bo.slash(hello.id, "ticket mine"))).toContain("/ticket link");
  await link(ana, "ana@desk.test");
  await link(bo, "bo@desk.test");
  guide.says("Open a ticket in the widget. Its post appears.");
  const visitor = await desk.arrive();
  await visitor.ask(vera, "Do you ship to Norway?", "And how long does it take?");
  const title = /Do you ship to Norway\?/;
  await wait(() => postsOf(forum).some(({ name }) => title.test(name))).toBe(true);
  const post = postsOf(forum).find(({ name }) => title.test(name)) as Channel;
  const card = () => cardIn(post);
  expect(billing.messages.size).toBe(0);

  guide.says("Press _Claim_. When two press it at the same moment, one has the ticket and the other reads who has it.");
  await wait(() => textOf(card())).toContain("Claim");
  const presses = await Promise.all([ana, bo].map((person) => person.press(card(), "Claim")));
  const losers = () => presses.filter((press) => answerOf(press).includes("has this ticket"));
  await wait(() => losers().length).toBe(1);
  const holder = losers()[0]?.asking.member.user.id === ana.id ? "Bo Berg" : "Ana Lima";
  expect(losers()[0]?.replies.every(({ onlyFor }) => onlyFor === losers()[0]?.asking.member.user.id)).toBe(true);
  await wait(() => textOf(card())).toContain(holder);

  guide.says("Press _Reply…_: the form names its ticket, and says that the client will read this.");
  const form = await ana.press(card(), "Reply…");
  const sending = await ana.submit(form, { text: "Yes, in three days." });
  await wait(() => answerOf(sending)).toContain("on its way to the client");
  await visitor.reads("Yes, in three days.");
  await wait(() => lettersTo(desk.url, vera.email)).toContain("Yes, in three days.");
  guide.says(
    "A line that nobody else sees tells you whether it went out. The client reads it in the widget and in their mailbox, " +
      "and what they answer appears in the thread.",
  );
  await visitor.reply("Great, I will order.");
  await wait(() => wordsIn(post)).toContain("Great, I will order.");

  guide.says("`/ticket assign person:…` is enough, and it offers names while you type");
  const [choice] = await ana.complete(post.id, "ticket assign", "person", { person: "bo" });
  expect(choice?.name).toBe("Bo Berg");
  await said(await ana.slash(post.id, "ticket assign", { person: String(choice?.value) }));
  await wait(() => textOf(card())).toContain("Bo Berg");
  guide.says("A message becomes a ticket by its menu, _Apps_, _Create ticket_");
  const lobby = discord.text(guild, "lobby");
  const coffee = bo.write(lobby.id, "The coffee machine leaks");
  const make = await bo.menu(coffee, "Create ticket");
  const problem = { title: "Coffee", description: "It leaks", category: ["problem"], priority: [], email: "" };
  expect(await said(await bo.submit(make, problem))).toMatch(/#\d+/);
  await wait(() =>
    postsOf(forum)
      .map(({ name }) => name)
      .join(),
  ).toContain("Coffee");

  guide.says("What you write in a thread stays among the staff, as a note: that is the mode `discuss`");
  const note = ana.write(post.id, "Is there stock left?");
  await wait(() => [...note.reactions.keys()]).toEqual(["📝"]);
  guide.says(
    "With `/ticket channel setting:mode value:reply` what you write goes to the client, and `//` at the beginning makes a note.",
  );
  expect(await set("mode", "reply", post)).toContain("goes to the client");
  const second = bo.write(post.id, "// they are kind");
  await wait(() => [...second.reactions.keys()]).toEqual(["📝"]);
  const words = bo.write(post.id, "It leaves tomorow.");
  await wait(() => [...words.reactions.keys()]).toEqual(["✅"]);
  await visitor.reads("It leaves tomorow.");
  guide.says("not sent, and then it tells you why in a direct message");
  const guest = discord.person(guild, "Guest");
  forum.overwrites = [...forum.overwrites, { id: guest.id, type: ofMember, allow: sight, deny: 0n }];
  guest.write(post.id, "Let me help");
  await wait(() => JSON.stringify(guest.inbox.map(({ content }) => content))).toContain("Not sent");
  guide.says("When you change or delete a message, the ticket follows, files included");
  bo.edit(words, "It leaves tomorrow.");
  await visitor.reads("It leaves tomorrow.");
  for (const secret of ["Is there stock left?", "they are kind", "Let me help"]) {
    expect(await visitor.panel.getByText(secret).count()).toBe(0);
  }
  await visitor.page.screenshot({ path: join(artefacts, "discord-guide-widget.png") });

  guide.says("A post is archived when its ticket is closed, and comes back when the ticket does.");
  await bo.press(card(), "Resolve");
  await visitor.panel.getByText("Solved", { exact: true }).first().waitFor();
  await said(await boss.slash(post.id, "ticket close"));
  await wait(() => post.thread?.archived).toBe(true);
  const number = /#(\d+)/.exec(post.name)?.[1] ?? "";
  await said(await boss.slash(hello.id, "ticket reopen", { ticket: number }));
  await wait(() => post.thread?.archived).toBe(false);

  guide.says("_Settings_, _API keys_, make a key that may _Run bots_");
  const key = await desk.office.makeChatKey(adminEmail);
  guide.says("run `npm ci --omit=dev` and `npm run bots`. It says `discord is connected`.");
  const ofBots = guide.settings({ DOCKET_URL: desk.url, DOCKET_KEY: key, DISCORD_TOKEN: token });
  const elsewhere = await desk.elsewhere(`${ofBots}DISCORD_API_URL=${discord.api}\n`);
  const bots = await desk.startBots(elsewhere, "discord is connected");
  guide.says("It does no harm to run the bots beside a desk on Node as well: what both hear takes effect once.");
  ana.write(post.id, "// heard by two");
  await visitor.reply("One more question.");
  await wait(() => wordsIn(post)).toContain("One more question.");
  await bots.stop();
});
