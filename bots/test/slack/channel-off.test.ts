// A channel that is switched off does nothing, and says so; what stands there goes on when it comes back.
import type { TicketView } from "@docket/core/contract/ticket";
import { minute } from "@docket/core/time";
import { afterEach, beforeEach, expect, test } from "vitest";
import { conversationOf, ticketOf } from "../../../api/test/answers.ts";
import { forgetChannels } from "../../../api/test/chat-desk.ts";
import type { Caller } from "../../../api/test/desk.ts";
import type { Actor } from "./actor.ts";
import type { SlackDesk } from "./slack-desk.ts";
import { startSlackDesk } from "./slack-desk.ts";
import type { Message } from "./state.ts";
import { isCard } from "./state.ts";

const isOff = "This channel shows no tickets now";

let world: SlackDesk;
let ana: Actor;
let ada: Actor;
let admin: Caller;
let ticket: TicketView;

const cards = (): readonly Message[] => [...world.channel.messages.values()].filter(isCard);

const card = (): Message => {
  const [first, second] = cards();
  if (!first || second) throw new Error("there is not one card");
  return first;
};

const toldSince = async (work: () => Promise<unknown>): Promise<string> => {
  const before = ana.ephemerals.length;
  await work();
  await world.settled();
  return JSON.stringify(ana.ephemerals.slice(before));
};

const channel = async (words: string): Promise<string> => {
  const before = ada.ephemerals.length;
  await ada.command("/ticket", `channel ${words}`, world.channel);
  await world.settled();
  return JSON.stringify(ada.ephemerals.slice(before));
};

const write = (words: string): Promise<Message> => ana.write(world.channel, words, { thread: card().ts });

const said = async (): Promise<readonly string[]> =>
  (await conversationOf(admin, ticket.id)).map((line) => JSON.stringify(line));

beforeEach(async () => {
  world = await startSlackDesk();
  ana = await world.linked(await world.desk.person("agent", "Ana Lima"), "Ana");
  admin = await world.desk.person("admin", "Ada");
  ada = await world.linked(admin, "Ada");
  await channel("on");
  await channel("mode reply");
  ticket = await (await world.desk.person("client", "Cleo")).open({ title: "The lift is stuck" });
  await world.settled();
});
afterEach(() => world.stop());

test("while it is off every press, form, command and word there is refused in words, and is not taken later", async () => {
  const earlier = await write("We are on our way");
  await world.settled();
  await ana.press(card(), "docket:note");
  await expect.poll(() => ana.view).toBeTruthy();
  await channel("off");
  await ana.submit({ text: "From a form that stood open" });
  expect(Object.values(ana.view?.errors ?? {}).join()).toContain(isOff);
  await ana.close();
  expect(await toldSince(() => ana.press(card(), "docket:resolve"))).toContain(isOff);
  let words: Message | undefined;
  expect(
    await toldSince(async () => {
      words = await write("Nobody hears this");
    }),
  ).toContain(isOff);
  expect([...(words?.reactions.keys() ?? [])]).toEqual(["warning"]);
  expect(await toldSince(() => ana.edit(earlier, "We are nearly there"))).toContain(isOff);
  expect((await ticketOf(admin, ticket.id)).status).not.toBe("resolved");
  expect(await said()).toEqual([expect.stringContaining("We are on our way")]);

  await channel("on");
  world.desk.clock.advance(15 * minute);
  expect(
    await toldSince(async () => {
      await world.keepFollowing();
    }),
  ).toBe("[]");
  expect(await said()).toEqual([expect.stringContaining("We are")]);
});

test("a card whose channel the desk does not know does nothing, and says so, and neither does its thread", async () => {
  await ana.press(card(), "docket:note");
  await expect.poll(() => ana.view).toBeTruthy();
  await forgetChannels(world.desk);
  await ana.submit({ text: "From a form that stood open" });
  expect(Object.values(ana.view?.errors ?? {}).join()).toContain(isOff);
  await ana.close();
  expect(await toldSince(() => ana.press(card(), "docket:resolve"))).toContain(isOff);
  await write("Nobody hears this");
  await world.settled();
  expect((await ticketOf(admin, ticket.id)).status).not.toBe("resolved");
  expect(await said()).toEqual([]);
});

test.each([
  ["was switched off and on again", () => channel("off")],
  [
    "was disconnected and connected again",
    async () => {
      const { items } = (await admin.get<{ items: { id: string }[] }>("/integrations")).body;
      for (const { id } of items) await admin.delete(`/integrations/${id}`);
    },
  ],
])("once it %s it is as it was, and its cards and threads go on", async (_, leave) => {
  const earlier = await write("We are on our way");
  await world.settled();
  await leave();
  await admin.post(`/tickets/${ticket.id}/replies`, { body: "Said on the desk meanwhile" });
  await world.settled();
  expect(await channel("on")).toContain("goes to the client");
  await admin.post(`/tickets/${ticket.id}/claim`);
  await world.settled();
  const inThread = [...world.channel.messages.values()].filter(({ threadTs }) => threadTs === card().ts);
  expect(inThread.filter(({ text }) => text.includes("Said on the desk meanwhile"))).toHaveLength(1);
  const later = await write("We are at the door");
  await ana.edit(earlier, "We are nearly there");
  await world.settled();
  expect([...later.reactions.keys()]).toEqual(["white_check_mark"]);
  const all = (await said()).join("\n");
  expect(all).toContain("We are nearly there");
  expect(all).toContain("We are at the door");
  await ana.press(card(), "docket:resolve");
  await expect.poll(async () => (await ticketOf(admin, ticket.id)).status).toBe("resolved");
});
