import type { TicketView } from "@docket/core/contract/ticket";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Caller } from "../../../api/test/desk.ts";
import { DiscordDesk, threadsOf } from "./discord-desk.ts";
import { calledIn, everybodyCalled } from "./notified.ts";
import type { Person } from "./person.ts";
import type { Channel } from "./world.ts";

let world: DiscordDesk;
let ana: Person;
let anaHere: Caller;
let boHere: Caller;
let client: Caller;
let channel: Channel;

beforeEach(async () => {
  world = await DiscordDesk.start();
  const { desk } = world;
  anaHere = await desk.person("agent", "Ana Lima");
  ana = await world.linked(anaHere, "Ana");
  boHere = await desk.person("agent", "Bo Berg");
  client = await desk.person("client", "Cleo");
  channel = world.discord.text(world.guild, "support");
  const boss = await desk.person("admin", "Ada");
  const { body } = await boss.post<{ id: string }>("/integrations", { platform: "discord" });
  await boss.post("/channels", { integrationId: body.id, channelId: channel.id });
});
afterEach(() => world.stop());

const open = async (fields: Record<string, unknown> = {}): Promise<TicketView> => {
  const ticket = await client.open(fields);
  await world.settled();
  return ticket;
};

const assign = (ticket: TicketView) => boHere.put(`/tickets/${ticket.id}/assignee`, { assigneeId: anaHere.id });

/** What stands in the thread. */
const said = (): readonly string[] =>
  threadsOf(channel).flatMap(({ messages }) => [...messages.values()].flatMap(({ content }) => content || []));

const called = async (): Promise<readonly string[]> => {
  await world.settled();
  return calledIn(world.guild, ana).map(({ content }) => content);
};

test("whoever has a ticket is mentioned and follows its thread, and nobody else is called whatever people write", async () => {
  const ticket = await open({ title: "@everyone", description: `<@${ana.id}> @here` });
  await assign(ticket);
  expect(await called()).toEqual([expect.stringContaining(`<@${ana.id}>, Bo Berg assigned #${ticket.number} `)]);
  const [thread] = threadsOf(channel);
  expect([...(thread?.thread?.followers ?? [])]).toEqual([ana.id]);
  await client.post(`/tickets/${ticket.id}/replies`, { body: `<@${ana.id}> @everyone` });
  expect(await called()).toEqual([
    expect.stringContaining(`Bo Berg assigned #${ticket.number} `),
    expect.stringContaining(`<@${ana.id}>, Cleo answered #${ticket.number} `),
  ]);
  expect(everybodyCalled(world.guild)).toEqual([ana.id, ana.id]);
});

test("who wants a direct message gets one, and of one that does not arrive the thread says so", async () => {
  await anaHere.patch("/me", { chatNotice: "dm" });
  const ticket = await open();
  await assign(ticket);
  expect(await called()).toEqual([]);
  expect(ana.inbox.map(({ content }) => content)).toEqual([
    expect.stringContaining(`#${ticket.number} ${ticket.title}: Bo Berg assigned this ticket to you.`),
  ]);
  await client.post(`/tickets/${ticket.id}/replies`, { body: "**Look** @everyone\n[here](https://evil.example)" });
  await world.settled();
  const content = ana.inbox.at(-1)?.content ?? "";
  expect(content).toContain("Cleo has answered: “\\*\\*Look");
  const [home] = threadsOf(channel);
  expect(content).toContain(`[Open thread](<https://discord.com/channels/${world.guild.id}/`);
  expect(content).toContain(home?.id ?? "none");
  ana.refuseDirectMessages();
  await boHere.post(`/tickets/${ticket.id}/notes`, { body: "I look into it" });
  await client.post(`/tickets/${ticket.id}/replies`, { body: "Any news?" });
  await world.settled();
  expect(ana.inbox).toHaveLength(2);
  const untold = "Ana Lima could not be told: no direct message reaches them here.";
  for (const words of ["Any news?", untold]) expect(said()).toContainEqual(expect.stringContaining(words));
  const parked = await (await world.desk.person("admin", "Eve")).get<{ items: unknown[] }>("/outbox/parked");
  expect(parked.body.items).toEqual([]);
});

test("who left the server is not mentioned, and the card goes on", async () => {
  const ticket = await open();
  world.guild.members.delete(ana.id);
  await assign(ticket);
  await client.post(`/tickets/${ticket.id}/replies`, { body: "Any news?" });
  await world.settled();
  expect(everybodyCalled(world.guild)).toEqual([]);
  expect(said().join()).toContain("Any news?");
  expect(said().filter((words) => words.includes("Ana Lima could not be told"))).toHaveLength(2);
  const parked = await (await world.desk.person("admin", "Eve")).get<{ items: unknown[] }>("/outbox/parked");
  expect(parked.body.items).toEqual([]);
});

test("who may not see the channel gets a direct message", async () => {
  const ticket = await open();
  world.discord.deny(channel, ["ViewChannel"], ana.id);
  await assign(ticket);
  await client.post(`/tickets/${ticket.id}/replies`, { body: "Any news?" });
  await world.settled();
  expect(everybodyCalled(world.guild)).toEqual([]);
  expect(ana.inbox.map(({ content }) => content)).toEqual([
    expect.stringContaining("Bo Berg assigned this ticket to you."),
    expect.stringContaining("Cleo has answered: “Any news?”"),
  ]);
  expect(said()).toEqual([expect.stringContaining("Any news?")]);
});

test("words that mention somebody come once and do it once when their answer gets lost, and still do when they are brought up to date", async () => {
  const ticket = await open({ title: "The kettle @everyone" });
  await assign(ticket);
  await world.settled();
  world.discord.failures.plan({ method: "POST", path: /\/messages$/ }, "take and drop");
  await client.post(`/tickets/${ticket.id}/replies`, { body: "Any news?" });
  await world.settled();
  await client.post(`/tickets/${ticket.id}/replies`, { body: "Hello?" });
  expect((await called()).slice(1)).toEqual([expect.stringContaining("Any news?")]);
  expect(said().slice(1)).toEqual([
    expect.stringMatching(new RegExp(`<@${ana.id}>, Cleo answered #${ticket.number} The kettle [^]*Any news\\?`)),
    expect.stringContaining("Hello?"),
  ]);
  expect(said().join()).not.toContain(" @everyone");
  expect(everybodyCalled(world.guild)).toEqual([ana.id, ana.id]);
});
