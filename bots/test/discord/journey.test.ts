import type { TicketView } from "@docket/core/contract/ticket";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { size } from "../../../api/test/proof.ts";
import { conversationOf } from "../../../api/test/answers.ts";
import type { Caller } from "../../../api/test/desk.ts";
import { DiscordDesk, answerOf, messagesIn, threadsOf } from "./discord-desk.ts";
import type { Interaction } from "./interactions.ts";
import type { Person } from "./person.ts";
import type { Channel, Message } from "./world.ts";

let world: DiscordDesk;
let admin: Person;
let ana: Person;
let bo: Person;
let anaHere: Caller;
let client: Caller;

beforeEach(async () => {
  world = await DiscordDesk.start();
  const { desk } = world;
  anaHere = await desk.person("agent", "Ana Lima");
  ana = await world.linked(anaHere, "Ana");
  bo = await world.linked(await desk.person("agent", "Bo Berg"), "Bo");
  admin = await world.linked(await desk.person("admin", "Ada"), "Ada");
  client = await desk.person("client", "Cleo");
});
afterEach(() => world.stop());

const look = async ({ id }: Pick<TicketView, "id">): Promise<TicketView> =>
  (await anaHere.get<TicketView>(`/tickets/${id}`)).body;

const wait = (what: () => unknown) => expect.poll(what, { interval: 20 });

const said = async (interaction: Interaction): Promise<string> => {
  await wait(() => answerOf(interaction)).not.toBe("");
  return answerOf(interaction);
};

const uploaded = async (by: Caller, name: string): Promise<string> =>
  (await by.post<{ id: string }>(`/attachments?name=${name}`, new TextEncoder().encode(`in ${name}`))).body.id;

const messagesOf = async (reader: Caller, { id }: Pick<TicketView, "id">) => {
  const { body } = await reader.get<{ items: { kind: string; body: string }[] }>(`/tickets/${id}/messages?limit=100`);
  return body.items.map(({ kind, body: words }) => [kind, words]).toReversed();
};

/** A channel that shows every ticket. */
const showIn = async (kind: "forum" | "text"): Promise<Channel> => {
  const channel = world.discord[kind](world.guild, "support");
  // In a forum people can only write in posts.
  const place = kind === "text" ? channel : null;
  if (place) {
    expect(await said(await admin.slash(place.id, "ticket channel", { setting: "on" }))).toContain("shows tickets now");
  } else {
    const caller = await world.desk.person("admin", "Setter");
    const connected = await caller.post<{ id: string }>("/integrations", { platform: "discord" });
    const added = await caller.post("/channels", { integrationId: connected.body.id, channelId: channel.id });
    expect([connected.status, added.status]).toEqual([200, 201]);
  }
  return channel;
};

interface Shown {
  readonly card: Message;
  readonly thread: Channel;
}

/** The card of the newest ticket of a channel, and its thread. */
const shownIn = (channel: Channel): Shown => {
  const thread = threadsOf(channel).at(-1);
  if (!thread) throw new Error("there is no thread");
  const card = thread.messages.get(thread.id) ?? channel.messages.get(thread.id);
  if (!card) throw new Error("there is no card");
  return { card, thread };
};

const textOf = (message: Message): string => JSON.stringify([message.content, message.embeds, message.components]);

describe.each(["forum", "text"] as const)("in a %s channel", (kind) => {
  test("a ticket is claimed, answered, talked about, handed over and solved", async () => {
    const channel = await showIn(kind);
    const ticket = await client.open({ title: "The *lift* is stuck", description: "On floor 3, @everyone" });
    await world.settled();
    const { card, thread } = shownIn(channel);
    expect(textOf(card)).toContain(`#${ticket.number}`);

    // Two press at once: one has it, the other reads who.
    const presses = await Promise.all([ana.press(card, "Claim"), bo.press(card, "Claim")]);
    await wait(() => presses.filter((press) => answerOf(press) !== "").length).toBe(1);
    const loser = presses.find((press) => answerOf(press) !== "");
    const holder = (await look(ticket)).assignee?.name;
    expect(loser && answerOf(loser)).toContain(`${holder} has this ticket`);
    expect(loser?.replies.every(({ onlyFor }) => onlyFor === loser.asking.member.user.id)).toBe(true);
    await world.settled();
    expect(textOf(card)).toContain(holder);

    // A reply by form reaches the client, and stands in the thread.
    const form = await ana.press(card, "Reply…");
    expect(await said(await ana.submit(form, { text: "We are on our way." }))).toContain("on its way to the client");
    await world.settled();
    expect(await messagesOf(client, ticket)).toEqual([["reply", "We are on our way."]]);
    expect(world.desk.mailer.letters.some(({ text }) => text.includes("We are on our way."))).toBe(true);
    expect(
      messagesIn(thread)
        .map(({ content }) => content)
        .join(),
    ).toContain("We are on our way.");

    // The client's answer lands in the thread.
    await client.post(`/tickets/${ticket.id}/replies`, { body: "Thank you!" });
    await world.settled();
    expect(messagesIn(thread).at(-1)?.content).toContain("Thank you!");

    // What is written there stays a note, with a sign on it.
    const plain = ana.write(thread.id, "Is the *motor* hot?");
    await wait(async () => (await messagesOf(anaHere, ticket)).at(-1)).toEqual(["note", "Is the *motor* hot?"]);
    await world.settled();
    expect([...plain.reactions.keys()]).toEqual(["📝"]);
    expect(await messagesOf(client, ticket)).toHaveLength(2);
    const inThread = messagesIn(thread).length;

    // An edit and a deletion are followed.
    ana.edit(plain, "Is the motor warm?");
    await wait(async () => (await messagesOf(anaHere, ticket)).at(-1)).toEqual(["note", "Is the motor warm?"]);
    ana.delete(plain);
    await wait(async () => (await messagesOf(anaHere, ticket)).at(-1)).toEqual(["note", ""]);
    await world.settled();
    expect(messagesIn(thread)).toHaveLength(inThread - 1);

    // In mode `reply` it goes to the client, and a marker makes a note.
    const mode = { setting: "mode", value: "reply" };
    expect(await said(await admin.slash(thread.id, "ticket channel", mode))).toContain("goes to the client");
    const sent = bo.write(thread.id, "It moves again.");
    await wait(async () => (await messagesOf(client, ticket)).at(-1)).toEqual(["reply", "It moves again."]);
    bo.write(thread.id, "// they were angry");
    await wait(async () => (await messagesOf(anaHere, ticket)).at(-1)).toEqual(["note", "they were angry"]);
    await world.settled();
    expect([...sent.reactions.keys()]).toEqual(["✅"]);

    // It is handed over by a command that offers names, in the thread without its number.
    const offered = await ana.complete(thread.id, "ticket assign", "person", { person: "bo" });
    expect(offered.map(({ name }) => name)).toEqual(["Bo Berg"]);
    const assign = await ana.slash(thread.id, "ticket assign", { person: String(offered[0]?.value) });
    expect(await said(assign)).toContain("Bo Berg has it now");
    await bo.press(card, "Resolve");
    await wait(async () => (await look(ticket)).status).toBe("resolved");
    await world.settled();
    expect(textOf(card)).toContain("Resolved");
    expect(textOf(card)).toContain("Bo Berg");
  });
});

test("a message becomes one ticket, linked both ways", async () => {
  const channel = world.discord.text(world.guild, "general");
  const message = bo.write(channel.id, "The door does not open\nSince Monday");
  const ask = (who: Person) => who.menu(message, "Create ticket");
  // Both have the form open before one of them sends it.
  const forms = [await ask(ana), await ask(bo)] as const;
  const make = async (who: Person, form: Interaction) => {
    const values = { title: "Door", description: "Does not open", category: ["problem"], priority: [], email: "" };
    return said(await who.submit(form, values));
  };
  const first = await make(ana, forms[0]);
  const number = /#(\d+)/.exec(first)?.[1] ?? "";
  expect(await make(bo, forms[1])).toContain(`#${number}`);
  const late = await ask(bo);
  expect([late.modal, await said(late)]).toEqual([null, `This is already ticket #${number} Door`]);
  expect(JSON.stringify(late.original?.components)).toContain(`/tickets/${number}`);
  expect(late.replies.map(({ onlyFor }) => onlyFor)).toEqual([bo.id]);
  const { body } = await anaHere.get<{ items: TicketView[] }>("/tickets");
  expect(body.items.map((ticket) => String(ticket.number))).toEqual([number]);
  expect((await look(body.items[0] as TicketView)).origin).toEqual({
    platform: "discord",
    url: `https://discord.com/channels/${world.guild.id}/${channel.id}/${message.id}`,
  });
  const replies = [...channel.messages.values()].filter(({ reference }) => reference?.messageId === message.id);
  expect(replies.map(({ content }) => content)).toEqual([expect.stringContaining(`#${number}`)]);
});

test("a file alone goes both ways, and is called by its name where words would be", async () => {
  const channel = await showIn("text");
  const ticket = await client.open({ description: "", attachmentIds: [await uploaded(client, "lift.png")] });
  await world.settled();
  const { card, thread } = shownIn(channel);
  expect(textOf(card)).toContain("lift.png");
  ana.write(thread.id, "", { files: [{ name: "plan.txt", content: "plan" }] });
  await wait(async () => conversationOf(anaHere, ticket.id)).toMatchObject([
    { body: "", attachments: [{ name: "plan.txt" }] },
  ]);
  await world.settled();
  expect(textOf(card)).toContain("plan.txt");
  const attachmentIds = [await uploaded(client, "a.png"), await uploaded(client, "b.png")];
  await client.post(`/tickets/${ticket.id}/replies`, { attachmentIds });
  await world.settled();
  expect(textOf(card)).toContain("2 files");
  const shown = await said(await ana.slash(channel.id, "ticket show", { ticket: String(ticket.number) }));
  for (const words of ["lift.png", "**Ana Lima**", "plan.txt", "**Cleo**: 2 files"]) expect(shown).toContain(words);
});

test("who is not linked, and other bots, are told so privately and never relayed", async () => {
  const channel = await showIn("text");
  const ticket = await client.open();
  await world.settled();
  const { card, thread } = shownIn(channel);
  const stranger = world.discord.person(world.guild, "Stranger");
  const robot = world.discord.person(world.guild, "Robot", { bot: true });
  const pressed = await stranger.press(card, "Claim");
  await wait(() => answerOf(pressed)).toContain("/ticket link");
  expect(answerOf(await stranger.press(card, "Reply…"))).toContain("/ticket link");
  expect(await said(await stranger.slash(channel.id, "ticket mine"))).toContain("/ticket link");
  robot.write(thread.id, "beep");
  const words = stranger.write(thread.id, "Let me help");
  await wait(() => [...words.reactions.keys()]).toEqual(["⚠️"]);
  stranger.write(channel.id, "Something else");
  const elsewhere = world.discord.text(world.guild, "general");
  stranger.write(elsewhere.id, "Nothing to do with it");
  await world.settled();
  expect(await messagesOf(anaHere, ticket)).toEqual([]);
  expect((await look(ticket)).assignee).toBeNull();
});

test("what was written while the bot was away is taken when it is back, once", async () => {
  const channel = await showIn("text");
  const ticket = await client.open();
  await world.settled();
  const { card, thread } = shownIn(channel);
  ana.write(thread.id, "Before");
  await wait(async () => messagesOf(anaHere, ticket)).toEqual([["note", "Before"]]);
  await world.stopBot();
  for (let i = 1; i <= 50; i++) {
    if (i % 2 === 0) ana.write(thread.id, `While away ${i}`);
    else await anaHere.patch(`/tickets/${ticket.id}`, { priority: i % 4 === 1 ? "high" : "low" });
  }
  await world.settled();
  expect(textOf(card)).toContain((await look(ticket)).priority === "high" ? "High" : "Low");
  await world.startBot();
  const expected = [["note", "Before"], ...Array.from({ length: 25 }, (_, i) => ["note", `While away ${2 * i + 2}`])];
  await wait(async () => messagesOf(anaHere, ticket)).toEqual(expected);
  await world.stopBot();
  await world.startBot();
  ana.write(thread.id, "After");
  await wait(async () => (await messagesOf(anaHere, ticket)).at(-1)).toEqual(["note", "After"]);
  expect(await messagesOf(anaHere, ticket)).toEqual([...expected, ["note", "After"]]);
});

test("two bots at once, as while one takes over from another, do everything once", async () => {
  const channel = await showIn("forum");
  const ticket = await client.open();
  await world.settled();
  const { card, thread } = shownIn(channel);
  await world.startBot();
  await ana.press(card, "Claim");
  await wait(async () => (await look(ticket)).assignee?.name).toBe("Ana Lima");
  const form = await ana.press(card, "Reply…");
  expect(await said(await ana.submit(form, { text: "We are on our way." }))).toContain("on its way to the client");
  bo.write(thread.id, "Heard twice");
  await wait(async () => (await messagesOf(anaHere, ticket)).at(-1)).toEqual(["note", "Heard twice"]);
  const another = { title: "Another", description: "Words", category: "problem" };
  expect(await said(await ana.slash(channel.id, "ticket create", another))).toMatch(/#\d+/);
  await world.stopBot();
  await world.settled();
  expect(await messagesOf(anaHere, ticket)).toEqual([
    ["reply", "We are on our way."],
    ["note", "Heard twice"],
  ]);
  expect(threadsOf(channel)).toHaveLength(2);
  // Discord lets one of them answer, and refuses the other.
  const { violations } = world.discord.state;
  expect(violations.splice(0).filter((one) => !one.includes("40060"))).toEqual([]);
});

test("a channel of a forum is set up by the command in one of its posts", async () => {
  const forum = world.discord.forum(world.guild, "support");
  const first = admin.post(forum.id, "Hello", "Our tickets come here");
  const told = await said(await admin.slash(first.id, "ticket channel", { setting: "on" }));
  expect(told).toContain("shows tickets now");
  const ticket = await client.open();
  await world.settled();
  expect(threadsOf(forum).at(-1)?.name).toContain(`#${ticket.number}`);
});

const many = size(100, 500);

test("many tickets in a minute keep Discord's pace, and every card is right in the end", async () => {
  const channel = await showIn("forum");
  const opened: TicketView[] = [];
  for (let i = 0; i < many; i++) opened.push(await client.open({ title: `Ticket ${i}` }));
  for (const ticket of opened.slice(0, many / 5)) await anaHere.post(`/tickets/${ticket.id}/claim`);
  for (let i = 0; i < 20; i++) await world.settled();
  const cards = new Map(threadsOf(channel).map((thread) => [thread.name, thread.messages.get(thread.id)]));
  expect(cards.size).toBe(many);
  for (const [i, { number, title }] of opened.entries()) {
    const card = cards.get(`#${number} ${title}`);
    expect(card && textOf(card).includes("Ana Lima")).toBe(i < many / 5);
  }
  expect(world.discord.invalidRequests).toBe(0);
}, 240_000);
