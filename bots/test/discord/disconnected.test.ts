// Off is off: what stands on a server from the time when the desk was connected does nothing any more.
import type { IntegrationView } from "@docket/core/contract/integration";
import type { TicketView } from "@docket/core/contract/ticket";
import { afterEach, beforeEach, expect, test } from "vitest";
import { conversationOf, historyOf, ticketOf } from "../../../api/test/answers.ts";
import type { Caller } from "../../../api/test/desk.ts";
import { DiscordDesk, answerOf, threadsOf } from "./discord-desk.ts";
import type { Person } from "./person.ts";
import type { Channel, Guild, Message } from "./world.ts";

let world: DiscordDesk;
let ana: Person;
let ada: Person;
let admin: Caller;
let ticket: TicketView;
let id: string;
let channel: Channel;
let thread: Channel;
let card: Message;

const connect = async (guild: Guild, name: string): Promise<readonly [string, Channel]> => {
  const made = world.discord.text(guild, name);
  const body = { platform: "discord", workspaceId: guild.id };
  const integrationId = (await admin.post<IntegrationView>("/integrations", body)).body.id;
  await admin.post("/channels", { integrationId, channelId: made.id });
  return [integrationId, made];
};

const cardIn = (where: Channel): readonly [Channel, Message] => {
  const [first] = threadsOf(where);
  const message = first && where.messages.get(first.id);
  if (!first || !message) throw new Error("there is no card");
  return [first, message];
};

beforeEach(async () => {
  world = await DiscordDesk.start();
  const { desk } = world;
  ana = await world.linked(await desk.person("agent", "Ana Lima"), "Ana");
  admin = await desk.person("admin", "Ada");
  ada = await world.linked(admin, "Ada");
  [id, channel] = await connect(world.guild, "support");
  ticket = await (await desk.person("client", "Cleo")).open({ title: "The lift is stuck" });
  await world.settled();
  [thread, card] = cardIn(channel);
});
afterEach(() => world.stop());

const says = (answer: Parameters<typeof answerOf>[0], words: string) =>
  expect.poll(() => answerOf(answer), { interval: 10 }).toContain(words);

test("no command, button, form or thread does anything after Disconnect, until an admin connects again", async () => {
  const form = await ana.press(card, "Note…");
  expect((await admin.delete(`/integrations/${id}`)).status).toBe(204);
  await says(await ana.submit(form, { text: "From a form that stood open" }), "disconnected from here");
  await says(await ana.press(card, "Claim"), "disconnected from here");
  await says(await ana.press(card, "Note…"), "disconnected from here");
  await says(await ana.slash(channel.id, "ticket claim", { ticket: String(ticket.number) }), "disconnected from here");
  await says(await ana.slash(channel.id, "ticket link"), "again with /ticket channel setting:on, or in the dashboard");
  ana.write(thread.id, "From the thread");
  await world.settled();
  expect((await historyOf(admin, ticket.id)).length).toBe(1);
  expect(await conversationOf(admin, ticket.id)).toEqual([]);

  await says(await ada.slash(channel.id, "ticket channel", { setting: "on" }), "shows tickets now");
  await ana.slash(channel.id, "ticket claim", { ticket: String(ticket.number) });
  await expect.poll(async () => (await ticketOf(admin, ticket.id)).assignee?.name).toBe("Ana Lima");
});
