import type { TicketView } from "@docket/core/contract/ticket";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { size } from "../../../api/test/proof.ts";
import { conversationOf } from "../../../api/test/answers.ts";
import { passTime } from "../../../api/test/chat-desk.ts";
import type { Caller } from "../../../api/test/desk.ts";
import type { Actor } from "./actor.ts";
import type { SlackDesk } from "./slack-desk.ts";
import { startSlackDesk } from "./slack-desk.ts";
import type { Message } from "./state.ts";
import { isCard } from "./state.ts";

let world: SlackDesk;
let admin: Actor;
let ana: Actor;
let bo: Actor;
let anaHere: Caller;
let client: Caller;

beforeEach(async () => {
  world = await startSlackDesk();
  const { desk } = world;
  anaHere = await desk.person("agent", "Ana Lima");
  ana = await world.linked(anaHere, "Ana");
  bo = await world.linked(await desk.person("agent", "Bo Berg"), "Bo");
  admin = await world.linked(await desk.person("admin", "Ada"), "Ada");
  client = await desk.person("client", "Cleo");
  await say(admin, "channel on");
});
afterEach(() => world.stop());

const look = async ({ id }: Pick<TicketView, "id">): Promise<TicketView> =>
  (await anaHere.get<TicketView>(`/tickets/${id}`)).body;

const uploaded = async (by: Caller, name: string): Promise<string> =>
  (await by.post<{ id: string }>(`/attachments?name=${name}`, new TextEncoder().encode(`in ${name}`))).body.id;

const messagesOf = async (reader: Caller, { id }: Pick<TicketView, "id">) => {
  const { body } = await reader.get<{ items: { kind: string; body: string }[] }>(`/tickets/${id}/messages?limit=100`);
  return body.items.map(({ kind, body: words }) => [kind, words]).toReversed();
};

/** What somebody was told privately last. */
const told = ({ ephemerals }: Actor): string => JSON.stringify(ephemerals.at(-1)?.blocks ?? []);

const say = async (who: Actor, words: string): Promise<string> => {
  expect(await who.command("/ticket", words, world.channel)).toMatchObject({ acked: true });
  await world.settled();
  return told(who);
};

const all = (): readonly Message[] => [...world.channel.messages.values()];
const cards = (): readonly Message[] => all().filter(isCard);
const thread = (card: Message): readonly Message[] =>
  all().filter(({ threadTs, ts }) => threadTs === card.ts && ts !== card.ts);
const textOf = ({ blocks, text }: Message): string => JSON.stringify([text, blocks]);

const onlyCard = (): Message => {
  const [card, another] = cards();
  if (!card || another) throw new Error(`there are ${cards().length} cards`);
  return card;
};

test("a ticket is claimed, answered, talked about, handed over and solved", async () => {
  const ticket = await client.open({ title: "The *lift* is stuck", description: "On floor 3, <!channel>" });
  await world.settled();
  const card = onlyCard();
  expect(textOf(card)).toContain(`#${ticket.number}`);

  // Two press at once: one has it, the other reads who.
  await Promise.all([ana.press(card, "docket:claim"), bo.press(card, "docket:claim")]);
  await world.settled();
  const holder = (await look(ticket)).assignee?.name ?? "";
  const [loser, winner] = holder === "Ana Lima" ? [bo, ana] : [ana, bo];
  expect(told(loser)).toContain(`${holder} has this ticket`);
  expect(winner.ephemerals).toEqual([]);
  expect(textOf(onlyCard())).toContain(holder);

  // A reply by form reaches the client, and stands in the thread.
  await ana.press(onlyCard(), "docket:reply");
  await world.settled();
  await ana.submit({ text: "We are on our way." });
  expect(ana.view).toBeNull();
  await world.settled();
  expect(await messagesOf(client, ticket)).toEqual([["reply", "We are on our way."]]);
  expect(world.desk.mailer.letters.some(({ text }) => text.includes("We are on our way."))).toBe(true);
  expect(thread(card).map(textOf).join()).toContain("We are on our way.");

  // The client's answer lands in the thread.
  await client.post(`/tickets/${ticket.id}/replies`, { body: "Thank you!" });
  await world.settled();
  expect(textOf(thread(card).at(-1) as Message)).toContain("Thank you!");

  // What is written there stays a note, with a sign on it.
  const plain = await ana.write(world.channel, "Is the *motor* hot?", { thread: card.ts });
  await world.settled();
  expect((await messagesOf(anaHere, ticket)).at(-1)).toEqual(["note", "Is the *motor* hot?"]);
  expect(await messagesOf(client, ticket)).toHaveLength(2);
  expect([...plain.reactions.keys()]).toEqual(["memo"]);
  const inThread = thread(card).length;

  // An edit and a deletion are followed.
  await ana.edit(plain, "Is the motor warm?");
  expect((await messagesOf(anaHere, ticket)).at(-1)).toEqual(["note", "Is the motor warm?"]);
  await ana.delete(plain);
  expect((await messagesOf(anaHere, ticket)).at(-1)).toEqual(["note", ""]);
  await world.settled();
  expect(thread(card)).toHaveLength(inThread - 1);

  // In mode `reply` it goes to the client, and a marker makes a note.
  expect(await say(admin, "channel mode reply")).toContain("goes to the client");
  const sent = await bo.write(world.channel, `It moves again &amp; well, <@${ana.user.id}>.`, { thread: card.ts });
  await bo.write(world.channel, "// they were angry", { thread: card.ts });
  await world.settled();
  expect((await messagesOf(client, ticket)).at(-1)).toEqual(["reply", "It moves again & well, @Ana."]);
  expect((await messagesOf(anaHere, ticket)).at(-1)).toEqual(["note", "they were angry"]);
  expect([...sent.reactions.keys()]).toEqual(["white_check_mark"]);

  // It is handed over by a command whose form offers names.
  await ana.command("/ticket", `assign ${ticket.number}`, world.channel);
  await world.settled();
  const view = ana.view as NonNullable<typeof ana.view>;
  const offered = await ana.suggest(view, "person", "bo");
  expect(offered).toMatchObject([{ text: { text: "Bo Berg" } }]);
  await ana.submit({ person: String(offered[0]?.["value"]) });
  await world.settled();
  expect((await look(ticket)).assignee?.name).toBe("Bo Berg");
  await bo.press(onlyCard(), "docket:resolve");
  await world.settled();
  expect((await look(ticket)).status).toBe("resolved");
  expect(textOf(onlyCard())).toContain("Resolved");
});

test("a file alone goes both ways, and is called by its name where words would be", async () => {
  await say(admin, "channel mode reply");
  const ticket = await client.open({ description: "", attachmentIds: [await uploaded(client, "lift.png")] });
  await world.settled();
  const card = onlyCard();
  expect(textOf(card)).toContain("lift.png");
  expect(thread(card).map(({ text }) => text)).toContain("Cleo: lift.png");

  await ana.write(world.channel, "", { thread: card.ts, files: [{ name: "plan.txt", content: "plan" }] });
  await world.settled();
  const replies = await conversationOf(client, ticket.id);
  expect(replies).toMatchObject([{ kind: "reply", body: "", attachments: [{ name: "plan.txt" }] }]);
  expect(textOf(onlyCard())).toContain("plan.txt");
  expect(world.desk.mailer.to(client.email).at(-1)?.text).toContain("sent you a file");

  const attachmentIds = [await uploaded(client, "a.png"), await uploaded(client, "b.png")];
  await client.post(`/tickets/${ticket.id}/replies`, { attachmentIds });
  await world.settled();
  expect(textOf(onlyCard())).toContain("2 files");
  const shown = await say(ana, `show ${ticket.number}`);
  for (const words of ["lift.png", "*Ana Lima*: plan.txt", "*Cleo*: 2 files"]) expect(shown).toContain(words);
});

test("who is not linked, guests and other bots are told so privately and never relayed", async () => {
  const ticket = await client.open();
  await world.settled();
  const card = onlyCard();
  const stranger = world.slack.actor(world.workspace, "Stranger", { isRestricted: true });
  world.channel.members.add(stranger.user.id);
  const robot = world.slack.actor(world.workspace, "Robot", { isBot: true });
  await stranger.press(card, "docket:claim");
  await world.settled();
  expect(told(stranger)).toContain("/ticket link");
  await stranger.press(card, "docket:reply");
  await world.settled();
  expect(JSON.stringify(stranger.view?.source)).toContain("/ticket link");
  const words = await stranger.write(world.channel, "Let me help", { thread: card.ts });
  await robot.write(world.channel, "beep", { thread: card.ts });
  await world.settled();
  expect(told(stranger)).toContain("Not sent");
  expect([...words.reactions.keys()]).toEqual(["warning"]);
  const before = stranger.ephemerals.length;
  const elsewhere = await stranger.write(world.channel, "Lunch?");
  await stranger.write(world.channel, "Anybody?", { thread: elsewhere.ts });
  await world.settled();
  expect(stranger.ephemerals).toHaveLength(before);
  expect(robot.ephemerals).toEqual([]);
  expect(await messagesOf(anaHere, ticket)).toEqual([]);
  expect((await look(ticket)).assignee).toBeNull();
});

describe("an event", () => {
  test("that Slack sends again is taken once, and one that failed is taken when it comes again", async () => {
    const ticket = await client.open();
    await world.settled();
    const card = onlyCard();
    await ana.write(world.channel, "Once", { thread: card.ts });
    for (const request of world.slack.delivery.sent.slice(-1)) {
      expect((await world.slack.delivery.send(request)).status).toBe(200);
      expect((await world.slack.delivery.send(request)).status).toBe(200);
    }
    expect(await messagesOf(anaHere, ticket)).toEqual([["note", "Once"]]);

    const { requestUrl } = world.slack.delivery;
    world.slack.delivery.requestUrl = () => Promise.resolve(new Response("", { status: 503 }));
    await ana.write(world.channel, "Twice", { thread: card.ts });
    world.slack.delivery.requestUrl = requestUrl;
    expect(await messagesOf(anaHere, ticket)).toHaveLength(1);
    await world.slack.delivery.retry();
    expect(await messagesOf(anaHere, ticket)).toEqual([
      ["note", "Once"],
      ["note", "Twice"],
    ]);
  });
});

const many = size(100, 500);

test("many tickets in a minute keep Slack's pace, and every card is right in the end", async () => {
  world.slack.pacing.strict = true;
  const opened: TicketView[] = [];
  for (let i = 0; i < many; i++) opened.push(await client.open({ title: `Ticket ${i}` }));
  for (const ticket of opened.slice(0, many / 5)) await anaHere.post(`/tickets/${ticket.id}/claim`);
  for (let i = 0; i < 20; i++) await passTime(world.desk);
  const shown = cards();
  expect(shown).toHaveLength(many);
  const texts = shown.map(textOf);
  for (const [i, { number }] of opened.entries()) {
    const text = texts.find((one) => one.includes(`#${number} `)) ?? "";
    expect(text.includes("Ana Lima")).toBe(i < many / 5);
  }
}, 240_000);
