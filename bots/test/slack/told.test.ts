import type { MessageWritten } from "@docket/core/contract/message";
import type { IntegrationView } from "@docket/core/contract/integration";
import type { TicketView } from "@docket/core/contract/ticket";
import { minute } from "@docket/core/time";
import { afterEach, beforeEach, expect, test } from "vitest";
import { passTime } from "../../../api/test/chat-desk.ts";
import type { Caller } from "../../../api/test/desk.ts";
import { newKey, program } from "../../../api/test/keys.ts";
import type { Actor } from "./actor.ts";
import type { Notified } from "./notified.ts";
import { notifiedIn } from "./notified.ts";
import type { SlackDesk } from "./slack-desk.ts";
import { startSlackDesk } from "./slack-desk.ts";

let world: SlackDesk;
let ana: Actor;
let ada: Actor;
let anaHere: Caller;
let boHere: Caller;
let client: Caller;

beforeEach(async () => {
  world = await startSlackDesk();
  const { desk } = world;
  anaHere = await desk.person("agent", "Ana Lima");
  ana = await world.linked(anaHere, "Ana");
  boHere = await desk.person("agent", "Bo Berg");
  await world.linked(boHere, "Bo");
  client = await desk.person("client", "Cleo");
});
afterEach(() => world.stop());

const showAll = async (): Promise<void> => {
  ada = await world.linked(await world.desk.person("admin", "Ada"), "Ada");
  await ada.command("/ticket", "channel on", world.channel);
  await world.settled();
};

const open = async (fields: Record<string, unknown> = {}): Promise<TicketView> => {
  const ticket = await client.open(fields);
  await world.settled();
  return ticket;
};

const told = async (): Promise<readonly Notified[]> => {
  await world.settled();
  return notifiedIn(world.workspace);
};

const assign = (by: Pick<Caller, "put">, { id }: TicketView, to: Caller) =>
  by.put(`/tickets/${id}/assignee`, { assigneeId: to.id });

const answer = ({ id }: TicketView, body = "Any news?") => client.post(`/tickets/${id}/replies`, { body });

const mention = (text: string) => ({
  userId: ana.user.id,
  how: "mention",
  text: expect.stringContaining(text) as string,
});

test("whoever has a ticket is mentioned when somebody gives it to them, and when the client answers, reopens or cancels it", async () => {
  await showAll();
  const ticket = await open({ title: "The lift <!here> @channel", description: `Ask <@${ana.user.id}> @everyone` });
  await assign(boHere, ticket, anaHere);
  expect(await told()).toEqual([mention("Bo Berg assigned #")]);
  await answer(ticket, `<@${ana.user.id}> <!channel> @here`);
  expect(await told()).toEqual([mention("Bo Berg assigned #"), mention("Cleo")]);
  await anaHere.post(`/tickets/${ticket.id}/resolve`);
  await client.post(`/tickets/${ticket.id}/reopen`);
  expect(await told()).toEqual([
    mention("Bo Berg assigned #"),
    mention("Cleo"),
    mention(`Cleo opened #${ticket.number} The lift`),
  ]);
  // Right after something else that the client did, too.
  await client.post(`/tickets/${ticket.id}/cancel`);
  expect((await told()).slice(3)).toEqual([mention(`Cleo cancelled #${ticket.number} The lift`)]);
});

test("nobody is told of what they do themselves, of notes, of what others reply, or of what is not theirs", async () => {
  await showAll();
  const ticket = await open();
  await answer(ticket);
  await anaHere.post(`/tickets/${ticket.id}/claim`);
  await boHere.post(`/tickets/${ticket.id}/notes`, { body: `<@${ana.user.id}> look` });
  await boHere.post(`/tickets/${ticket.id}/replies`, { body: "We look into it" });
  await boHere.patch(`/tickets/${ticket.id}`, { priority: "urgent" });
  expect(await told()).toEqual([]);
});

test("nobody is told while away, nor who does not want it, nor who has no account there", async () => {
  await showAll();
  const tickets = [await open(), await open(), await open()] as const;
  await anaHere.patch("/me", { away: true });
  await assign(boHere, tickets[0], anaHere);
  await world.settled();
  await anaHere.patch("/me", { away: false });
  await ana.command("/ticket", "notify off", world.channel);
  await world.settled();
  expect(JSON.stringify(ana.ephemerals.at(-1)?.blocks)).toContain("not told of your tickets");
  await assign(boHere, tickets[1], anaHere);
  const outsider = await world.desk.person("agent", "Olga");
  await assign(boHere, tickets[2], outsider);
  expect(await told()).toEqual([]);
});

test("who wants a direct message gets one, and so does who has a ticket without a card", async () => {
  const direct = ({ number, title }: TicketView, words: string) => ({
    userId: ana.user.id,
    how: "direct",
    text: expect.stringContaining(`#${number} ${title}: ${words}`) as string,
  });
  const byBo = "Bo Berg assigned this ticket to you.";
  const before = await open();
  await assign(boHere, before, anaHere);
  expect(await told()).toEqual([]);
  await showAll();
  const first = await open();
  await ana.command("/ticket", "notify dm", world.channel);
  await world.settled();
  await assign(boHere, first, anaHere);
  expect(await told()).toEqual([direct(first, byBo)]);
  await ana.command("/ticket", "notify mention", world.channel);
  await ada.command("/ticket", "channel categories question", world.channel);
  await world.settled();
  const unseen = await open();
  // No person does it: nobody is named.
  await assign(program(world.desk, await newKey(world.desk, ["tickets:read", "tickets:write"])), unseen, anaHere);
  expect(await told()).toEqual([direct(first, byBo), direct(unseen, "this ticket is yours now.")]);
});

test("a direct message has the client's name and first words, and leads to the thread", async () => {
  await showAll();
  await anaHere.patch("/me", { chatNotice: "dm" });
  const ticket = await open({ title: "The lift" });
  await assign(anaHere, ticket, anaHere);
  await told();
  const long = "word ".repeat(200);
  await answer(ticket, `<!channel> & <@${ana.user.id}>\n${long}`);
  const [first] = await told();
  const begun = `#${ticket.number} The lift: Cleo has answered: “<!channel> & <@${ana.user.id}> word word`;
  expect(first).toMatchObject({ how: "direct", text: expect.stringContaining(begun) as string });
  expect(first?.text.length).toBeLessThan(500);
  const card = [...world.channel.messages.values()].find(({ ours, threadTs }) => ours && threadTs === null);
  const sent = [...world.workspace.channels.values()].flatMap(({ isIm, messages }) =>
    isIm ? [...messages.values()] : [],
  );
  const address = `https://${world.workspace.domain}.slack.com/archives/${world.channel.id}/p${card?.ts.replace(".", "")}`;
  expect(JSON.stringify(sent[0]?.blocks)).toContain(`"url":"${address}","text":"Open thread"`);
});

test("what its author took back before it was told is told to nobody", async () => {
  await showAll();
  await anaHere.patch("/me", { chatNotice: "dm" });
  const ticket = await boHere.open({ title: "The lift" });
  await assign(anaHere, ticket, anaHere);
  await told();
  world.slack.faults.next(["chat.postMessage"], { kind: "limit", retryAfter: 60 }, { times: 9 });
  const { body } = await boHere.post<MessageWritten>(`/tickets/${ticket.id}/replies`, { body: "It is hunter2" });
  const taken = await boHere.delete(`/tickets/${ticket.id}/messages/${body.message.id}`);
  expect(taken.status).toBe(200);
  world.slack.faults.clear();
  await passTime(world.desk, 3 * minute);
  const text = expect.stringContaining("The lift: Bo Berg has answered.") as string;
  expect(await told()).toEqual([{ userId: ana.user.id, how: "direct", text }]);
});

test("what got lost on the way is not told twice, and what Slack refuses does no harm", async () => {
  await showAll();
  const ticket = await open();
  world.slack.faults.next(["chat.postMessage"], { kind: "drop" });
  await assign(boHere, ticket, anaHere);
  expect(await told()).toEqual([mention("Bo Berg assigned #")]);
  await anaHere.patch("/me", { chatNotice: "dm" });
  world.slack.faults.next(["chat.postMessage"], { kind: "drop" }, { skip: 1 });
  await answer(ticket);
  expect((await told()).filter(({ how }) => how === "direct")).toHaveLength(1);
  expect((await (await world.desk.person("admin")).get<{ items: unknown[] }>("/outbox/parked")).body.items).toEqual([]);
});

test("where the app may send no direct messages, the thread tells people, nobody is blamed, and admins read what to do", async () => {
  await showAll();
  const admin = await world.desk.person("admin", "Ina");
  const directs = async () =>
    (await admin.get<{ items: IntegrationView[] }>("/integrations")).body.items.map((one) => one.directs)[0];
  const ticket = await open({ title: "The lift" });
  await anaHere.patch("/me", { chatNotice: "dm" });
  world.slack.pages.messagesTab = false;
  await assign(boHere, ticket, anaHere);
  expect(await told()).toEqual([mention(`Bo Berg assigned #${ticket.number} The lift to you.`)]);
  const shut = { state: "broken", reason: expect.stringContaining("switch on the Messages Tab") as string };
  expect(await directs()).toMatchObject(shut);
  // Who is not there cannot be mentioned.
  world.channel.members.delete(ana.user.id);
  await answer(ticket);
  await world.settled();
  const lines = () => [...world.channel.messages.values()].map(({ text }) => text);
  expect(lines()).toContainEqual(
    expect.stringContaining("could not be told: Docket may send no direct messages here."),
  );
  expect(JSON.stringify(lines())).not.toContain("reaches them");
  world.slack.pages.messagesTab = true;
  await boHere.post(`/tickets/${ticket.id}/notes`, { body: "Hm" });
  await answer(ticket, "Hello?");
  expect((await told()).map(({ how }) => how)).toContain("direct");
  expect(await directs()).toEqual({ state: "active", reason: null, since: null });
});

test("a mention goes before sixty new cards", async () => {
  await showAll();
  const ticket = await open();
  for (let i = 0; i < 60; i++) await client.open({ title: `Ticket ${i}` });
  await assign(boHere, ticket, anaHere);
  const { desk } = world;
  await passTime(desk, 2000);
  expect(notifiedIn(world.workspace)).toEqual([mention("Bo Berg assigned #")]);
  expect(
    [...world.channel.messages.values()].filter(({ threadTs, ours }) => ours && threadTs === null).length,
  ).toBeLessThan(5);
});

test("who is not in the channel gets a direct message, and the client's words call nobody there", async () => {
  await showAll();
  const ticket = await open();
  world.channel.members.delete(ana.user.id);
  const direct = (words: string) => ({
    userId: ana.user.id,
    how: "direct",
    text: expect.stringContaining(`#${ticket.number} ${ticket.title}: ${words}`) as string,
  });
  await assign(boHere, ticket, anaHere);
  expect(await told()).toEqual([direct("Bo Berg assigned this ticket to you.")]);
  await answer(ticket);
  expect(await told()).toEqual([
    direct("Bo Berg assigned this ticket to you."),
    direct("Cleo has answered: “Any news?”"),
  ]);
  const thread = [...world.channel.messages.values()].filter(({ threadTs }) => threadTs !== null);
  expect(thread.map(({ text }) => text)).toEqual(["Cleo: Any news?"]);
});

test("a client's words come within two seconds and mention by themselves, once for those that come in a row", async () => {
  await showAll();
  const ticket = await open({ title: "The kettle <!here> does not boil" });
  await boHere.put(`/tickets/${ticket.id}/assignee`, { assigneeId: anaHere.id });
  await world.settled();
  const { desk } = world;
  const before = world.channel.messages.size;
  await answer(ticket, "One");
  await passTime(desk, 2000);
  const added = () => [...world.channel.messages.values()].slice(before);
  expect(added().map(({ text }) => text)).toEqual([
    expect.stringMatching(
      new RegExp(`^Cleo answered #${ticket.number} The kettle &lt;!here&gt; does not boil\\. One$`),
    ),
  ]);
  for (const words of ["Two", "Three", "Four"]) await answer(ticket, words);
  expect((await told()).slice(1)).toEqual([mention("One")]);
  expect(
    added()
      .map(({ text }) => text)
      .slice(1),
  ).toEqual(["Cleo: Two", "Cleo: Three", "Cleo: Four"]);
  desk.clock.advance(minute * 2);
  world.slack.faults.next(["chat.postMessage"], { kind: "drop" });
  await answer(ticket, "Five");
  expect((await told()).slice(1)).toEqual([mention("One"), mention("Five")]);
  await boHere.post(`/tickets/${ticket.id}/replies`, { body: "We look" });
  await answer(ticket, "Six");
  expect((await told()).slice(1)).toEqual([mention("One"), mention("Five"), mention("Six")]);
  await anaHere.patch("/me", { chatNotice: "dm" });
  await boHere.post(`/tickets/${ticket.id}/notes`, { body: "Hm" });
  for (const words of ["Seven", "Eight", "Nine"]) await answer(ticket, words);
  expect((await told()).filter(({ how }) => how === "direct")).toHaveLength(1);
});
