import { afterEach, beforeEach, expect, test } from "vitest";
import type { Caller } from "../../../api/test/desk.ts";
import type { Actor } from "./actor.ts";
import { SocketDesk } from "./socket-desk.ts";

let world: SocketDesk;
let ana: Actor;
let anaHere: Caller;
let client: Caller;

beforeEach(async () => {
  world = await SocketDesk.start();
  anaHere = await world.desk.person("admin", "Ana Lima");
  client = await world.desk.person("client", "Cleo");
  ana = await world.linked(anaHere, "Ana");
});
afterEach(() => world.stop());

const wait = (what: () => unknown) => expect.poll(what, { interval: 20 });
const told = (): string => JSON.stringify(ana.ephemerals.at(-1)?.blocks ?? []);
const words = async (id: string) => {
  const { body } = await anaHere.get<{ items: { body: string }[] }>(`/tickets/${id}/messages?limit=100`);
  return body.items.map((message) => message.body).toReversed();
};
const nobody = (): never => {
  throw new TypeError("fetch failed");
};

const showTickets = async () => {
  await ana.command("/ticket", "channel on", world.channel);
  await wait(told).toContain("shows tickets now");
  const ticket = await client.open();
  await world.settled();
  return ticket;
};

test("the same listeners work over Socket Mode: a command, a button, a thread", async () => {
  const ticket = await showTickets();
  expect(await ana.press(world.card, "docket:claim")).toMatchObject({ acked: true });
  await wait(
    async () => (await anaHere.get<{ assignee: { name: string } | null }>(`/tickets/${ticket.id}`)).body.assignee?.name,
  ).toBe("Ana Lima");
  await ana.write(world.channel, "A note", { thread: world.card.ts });
  await wait(() => words(ticket.id)).toEqual(["A note"]);
  expect(world.faults).toEqual([]);
});

test("a desk that is away: a press is answered in time, and what was written is handed over again", async () => {
  const ticket = await showTickets();
  const thread = world.card.ts;
  world.before = nobody;
  expect(await ana.press(world.card, "docket:claim")).toMatchObject({ acked: true });
  await wait(told).toContain("did not answer in time");
  const before = ana.ephemerals.length;
  const writing = ana.write(world.channel, "Do not lose me", { thread });
  await wait(() =>
    ana.ephemerals
      .slice(before)
      .map(({ text }) => text)
      .join(),
  ).toContain("not lost");
  await writing;
  const [message] = [...world.channel.messages.values()].slice(-1);
  const signs = () => [...(message?.reactions.keys() ?? [])];
  await wait(signs).toEqual(["hourglass_flowing_sand"]);
  world.before = () => undefined;
  await world.slack.delivery.retry();
  await wait(() => words(ticket.id)).toEqual(["Do not lose me"]);
  await wait(signs).not.toContain("hourglass_flowing_sand");
});

test("a file that the desk has already is not brought to it once more", async () => {
  const ticket = await showTickets();
  const asked: string[] = [];
  let isAway = true;
  world.before = ({ method, url }) => {
    if (method === "POST") asked.push(new URL(url).pathname.replace("/api/v1", ""));
    if (isAway && url.includes("/chat/messages")) nobody();
  };
  const files = [{ name: "plan.txt", content: "plan" }];
  const message = await ana.write(world.channel, "See", { thread: world.card.ts, files });
  await wait(() => message.reactions.size).toBe(1);
  isAway = false;
  await world.slack.delivery.retry();
  await wait(() => words(ticket.id)).toEqual(["See"]);
  expect(asked).toEqual(["/attachments", "/chat/messages", "/chat/messages"]);
});

test("what waited for the desk is not said to wait any more when it is found later", async () => {
  const ticket = await showTickets();
  world.before = nobody;
  const message = await ana.write(world.channel, "Do not lose me", { thread: world.card.ts });
  const signs = () => [...message.reactions.keys()];
  await wait(signs).toEqual(["hourglass_flowing_sand"]);
  await world.stopBot();
  world.before = () => undefined;
  await world.startBot();
  await wait(() => words(ticket.id)).toEqual(["Do not lose me"]);
  await world.stopBot();
  expect(signs()).not.toContain("hourglass_flowing_sand");
});

test("what was written while the bot was away is taken when it is back, once", async () => {
  const ticket = await showTickets();
  const thread = world.card.ts;
  await ana.write(world.channel, "Before", { thread });
  await wait(() => words(ticket.id)).toEqual(["Before"]);
  await world.stopBot();
  for (let i = 1; i <= 50; i++) {
    if (i % 2 === 0) await ana.write(world.channel, `While away ${i}`, { thread });
    else await anaHere.patch(`/tickets/${ticket.id}`, { title: `Title ${i}` });
  }
  await world.settled();
  expect(JSON.stringify(world.card.blocks)).toContain("Title 49");
  const expected = ["Before", ...Array.from({ length: 25 }, (_, i) => `While away ${2 * i + 2}`)];
  await world.startBot();
  await wait(() => words(ticket.id)).toEqual(expected);
  await world.stopBot();
  await world.startBot();
  await ana.write(world.channel, "After", { thread });
  await wait(() => words(ticket.id)).toEqual([...expected, "After"]);
});
