import type { TicketView } from "@docket/core/contract/ticket";
import { afterEach, beforeEach, expect, test } from "vitest";
import { drainNow, passTime } from "../../../api/test/chat-desk.ts";
import type { Caller } from "../../../api/test/desk.ts";
import type { Actor } from "./actor.ts";
import { showMessage } from "./shown.ts";
import type { SlackDesk } from "./slack-desk.ts";
import { startSlackDesk } from "./slack-desk.ts";
import type { Message, View } from "./state.ts";

let world: SlackDesk;
let ana: Actor;
let bo: Actor;
let boHere: Caller;
let boss: Caller;
let client: Caller;
let ticket: TicketView;

beforeEach(async () => {
  world = await startSlackDesk();
  const { desk } = world;
  ana = await world.linked(await desk.person("agent", "Ana Lima"), "Ana");
  boHere = await desk.person("agent", "Bo Berg");
  bo = await world.linked(boHere, "Bo");
  client = await desk.person("client", "Cleo");
  boss = await desk.person("admin", "Ada");
  await (await world.linked(boss, "Ada")).command("/ticket", "channel on", world.channel);
  await world.settled();
  ticket = await client.open({ title: "The lift is stuck" });
  await world.settled();
});
afterEach(() => world.stop());

const cards = (): readonly Message[] =>
  [...world.channel.messages.values()].filter(({ threadTs, ours }) => threadTs === null && ours);

const card = (): Message => {
  const [first, ...more] = cards();
  if (!first || more.length > 0) throw new Error(`there are ${more.length + 1} cards`);
  return first;
};

/** The card that was there first. */
const oldest = (): Message => {
  const [first] = cards();
  if (!first) throw new Error("there is no card");
  return first;
};

const textOf = (message: Message): string => showMessage(message).text;
const buttons = (message: Message): string => JSON.stringify(message.blocks);
/** What the desk sent to the channel by itself. */
const sent = (method: string): number => world.slack.calls.filter((call) => call.method === method).length;
const told = ({ ephemerals }: Actor): string => JSON.stringify(ephemerals.at(-1)?.blocks ?? []);

/** No time passes meanwhile: the outbox sends nothing to the channel. */
const atOnce = (what: () => unknown) => expect.poll(what, { interval: 10 });

test("a press shows on the card at once, and who was slower sees the right card, too", async () => {
  const old = { ...card() };
  await ana.press(card(), "docket:claim");
  await atOnce(() => textOf(card())).toContain("Ana Lima");
  expect(buttons(card())).not.toContain('"docket:claim"');
  Object.assign(card(), { blocks: old.blocks, text: old.text });
  await bo.press(card(), "docket:claim");
  await atOnce(() => told(bo)).toContain("Ana Lima has this ticket");
  await atOnce(() => textOf(card())).toContain("Ana Lima");
  expect(sent("chat.update")).toBe(0);
  await world.settled();
  expect(textOf(card())).toContain("Ana Lima");
  expect(sent("chat.postMessage")).toBe(1);
});

test("a choice and a form show at once, and the form tells its sender alone what it came to", async () => {
  await ana.choose(card(), "docket:priority", `${ticket.id}:urgent`);
  await atOnce(() => textOf(card())).toContain("Urgent");
  await ana.press(card(), "docket:note");
  await atOnce(() => ana.view?.source["callback_id"]).toBe("docket_form");
  await ana.submit({ text: "Look at the motor" });
  await atOnce(() => textOf(card())).toContain("Look at the motor");
  expect(ana.view).toBeNull();
  await atOnce(() => told(ana)).toContain(`#${ticket.number}: noted. The client does not see it.`);
  expect([ana.ephemerals.length, bo.ephemerals.length]).toEqual([1, 0]);
  expect(sent("chat.update")).toBe(0);
});

/** The form that a button of the card opened, as Slack got it first. */
const opened = async (offer: string): Promise<string> => {
  const before = sent("views.open");
  await ana.press(card(), `docket:${offer}`);
  await atOnce(() => sent("views.open")).toBe(before + 1);
  return JSON.stringify(world.slack.calls.findLast(({ method }) => method === "views.open")?.args["view"]);
};

test("a form of a card names its ticket from the beginning, and says what it does and who reads it", async () => {
  const name = `#${ticket.number} The lift is stuck`;
  const forms = [
    ["reply", ["Send reply", "Reply to the client", "The client will read this"]],
    ["note", ["Add note", "Only your colleagues read this; the client does not"]],
    ["assign", ["Assign"]],
  ] as const;
  for (const [offer, words] of forms) {
    const form = await opened(offer);
    for (const word of [name, `· #${ticket.number}`, ...words]) expect(form).toContain(word);
    await ana.close();
  }
  await world.settled();
  expect(sent("views.update")).toBe(0);
});

test("a form to reply says that no email goes to a client who is switched off", async () => {
  await boss.patch(`/people/${client.id}`, { active: false });
  await opened("reply");
  const hint = "No email goes out: the client may not sign in, and reads this once an admin lets them in again";
  await atOnce(() => JSON.stringify(ana.view)).toContain(hint);
  expect(JSON.stringify(ana.view)).not.toContain("The client will read this");
});

test("what became of the ticket while its form was open is said with its number", async () => {
  await opened("reply");
  await boHere.post(`/tickets/${ticket.id}/claim`);
  await ana.submit({ text: "We are on our way" });
  await atOnce(() => told(ana)).toContain(`#${ticket.number}: on its way to the client. Bo Berg has this ticket.`);
  await opened("assign");
  const view = ana.view as View;
  const [anaLima] = await ana.suggest(view, "person", "ana");
  await ana.submit({ person: String(anaLima?.["value"]) });
  await atOnce(() => told(ana)).toContain(`#${ticket.number}: Ana Lima has it now. Bo Berg had it.`);
  await opened("note");
  await boss.delete(`/tickets/${ticket.id}`);
  await ana.submit({ text: "They called" });
  expect(ana.view?.errors).toEqual({ text: `#${ticket.number}: There is no such ticket.` });
});

test("what changes while the press is answered is not undone by it", async () => {
  let reads = 0;
  world.slack.beforeResponse = async () => {
    if (reads++ > 0) return;
    // The desk shows something newer before the answer to the press gets there.
    await boHere.patch(`/tickets/${ticket.id}`, { title: "The lift is free" });
    world.desk.clock.advance(1000);
    await drainNow(world.desk);
    expect(textOf(card())).toContain("The lift is free");
  };
  await ana.press(card(), "docket:claim");
  await atOnce(() => reads).toBe(2);
  await atOnce(() => textOf(card())).toContain("The lift is free");
  await world.settled();
  expect(textOf(card())).toContain("The lift is free");
});

test("a press on a card whose arrival is not known yet does not double it", async () => {
  world.slack.faults.next(["chat.postMessage"], { kind: "drop" });
  const second = await client.open({ title: "The door is stuck" });
  // Where it is shown is known now; the card itself waits half a second for what else may change.
  await world.desk.settled();
  world.desk.clock.advance(1000);
  await drainNow(world.desk);
  const arrived = cards().find((one) => textOf(one).includes(`#${second.number}`));
  if (!arrived) throw new Error("the card did not arrive");
  await ana.press(arrived, "docket:claim");
  await atOnce(() => textOf(arrived)).toContain("Ana Lima");
  await world.settled();
  expect(cards().filter((one) => textOf(one).includes(`#${second.number}`))).toHaveLength(1);
});

test("sixty new cards wait behind a press", async () => {
  for (let i = 0; i < 60; i++) await client.open({ title: `Ticket ${i}` });
  const before = sent("chat.postMessage");
  await ana.press(card(), "docket:claim");
  await atOnce(() => textOf(oldest())).toContain("Ana Lima");
  expect(sent("chat.postMessage")).toBe(before);
  await client.post(`/tickets/${ticket.id}/replies`, { body: "Any news?" });
  await passTime(world.desk, 2000);
  const inThread = [...world.channel.messages.values()].filter(({ threadTs }) => threadTs === oldest().ts);
  expect(inThread.map(textOf).join()).toContain("Any news?");
  expect(cards().length).toBeLessThanOrEqual(4);
});
