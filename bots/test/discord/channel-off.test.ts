// A channel that is switched off does nothing, and says so; what stands there goes on when it comes back.
import type { TicketView } from "@docket/core/contract/ticket";
import { afterEach, beforeEach, expect, test } from "vitest";
import { conversationOf, ticketOf } from "../../../api/test/answers.ts";
import { forgetChannels } from "../../../api/test/chat-desk.ts";
import type { Caller } from "../../../api/test/desk.ts";
import { DiscordDesk, answerOf, threadsOf } from "./discord-desk.ts";
import type { Person } from "./person.ts";
import type { Channel, Message } from "./world.ts";

const isOff = "This channel shows no tickets now";

let world: DiscordDesk;
let ana: Person;
let ada: Person;
let admin: Caller;
let ticket: TicketView;
let channel: Channel;

const place = (): { readonly thread: Channel; readonly card: Message } => {
  const [thread, second] = threadsOf(channel);
  const card = thread && channel.messages.get(thread.id);
  if (!thread || !card || second) throw new Error("there is not one card");
  return { thread, card };
};

const says = (answer: Parameters<typeof answerOf>[0], words: string) =>
  expect.poll(() => answerOf(answer), { interval: 10 }).toContain(words);

const set = async (setting: string, words: string, value?: string): Promise<void> => {
  await says(await ada.slash(channel.id, "ticket channel", { setting, ...(value ? { value } : {}) }), words);
  await world.settled();
};

const signsOn = ({ reactions }: Message) =>
  expect.poll(async () => {
    await world.settled();
    return [...reactions.keys()];
  });

const said = async (): Promise<string> => JSON.stringify(await conversationOf(admin, ticket.id));

beforeEach(async () => {
  world = await DiscordDesk.start();
  ana = await world.linked(await world.desk.person("agent", "Ana Lima"), "Ana");
  admin = await world.desk.person("admin", "Ada");
  ada = await world.linked(admin, "Ada");
  channel = world.discord.text(world.guild, "support");
  await set("on", "shows tickets now");
  await set("mode", "goes to the client", "reply");
  ticket = await (await world.desk.person("client", "Cleo")).open({ title: "The lift is stuck" });
  await world.settled();
});
afterEach(() => world.stop());

test("while it is off every press, form, command and word there is refused in words, and is not taken later", async () => {
  const { thread, card } = place();
  const form = await ana.press(card, "Note…");
  await set("off", "shows no tickets any more");
  await says(await ana.submit(form, { text: "From a form that stood open" }), isOff);
  await says(await ana.press(card, "Claim"), isOff);
  await says(await ana.press(card, "Note…"), isOff);
  await says(await ana.slash(thread.id, "ticket note", { text: "By a command" }), isOff);
  const words = ana.write(thread.id, "Nobody hears this");
  await signsOn(words).toEqual(["⚠️"]);
  await expect.poll(() => ana.inbox.map(({ content }) => content).join()).toContain(isOff);
  expect((await ticketOf(admin, ticket.id)).assignee).toBeNull();

  const told = ana.inbox.length;
  await set("on", "shows tickets now");
  await world.stopBot();
  await world.startBot();
  await world.settled();
  expect(ana.inbox).toHaveLength(told);
  expect(await said()).toBe("[]");
});

test("a card whose channel the desk does not know does nothing, and says so, and neither does its thread", async () => {
  const { thread, card } = place();
  const form = await ana.press(card, "Note…");
  await forgetChannels(world.desk);
  await says(await ana.submit(form, { text: "From a form that stood open" }), isOff);
  await says(await ana.press(card, "Claim"), isOff);
  ana.write(thread.id, "Nobody hears this");
  await world.settled();
  expect((await ticketOf(admin, ticket.id)).assignee).toBeNull();
  expect(await said()).toBe("[]");
});

test.each([
  ["was switched off and on again", () => set("off", "shows no tickets any more")],
  [
    "was disconnected and connected again",
    async () => {
      const { items } = (await admin.get<{ items: { id: string }[] }>("/integrations")).body;
      for (const { id } of items) await admin.delete(`/integrations/${id}`);
    },
  ],
])("once it %s it is as it was, and its cards and threads go on", async (_, leave) => {
  const { thread, card } = place();
  const earlier = ana.write(thread.id, "We are on our way");
  await signsOn(earlier).toEqual(["✅"]);
  await leave();
  await set("on", "goes to the client");
  await admin.post(`/tickets/${ticket.id}/claim`);
  await world.settled();
  const later = ana.write(thread.id, "We are at the door");
  await signsOn(later).toEqual(["✅"]);
  ana.edit(earlier, "We are nearly there");
  await expect.poll(said).toContain("We are nearly there");
  await ana.press(card, "Resolve");
  await expect.poll(async () => (await ticketOf(admin, ticket.id)).status).toBe("resolved");
  expect(place().card.id).toBe(card.id);
});
