import type { TicketView } from "@docket/core/contract/ticket";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Caller } from "../../../api/test/desk.ts";
import { DiscordDesk, answerOf, threadsOf } from "./discord-desk.ts";
import type { Person } from "./person.ts";
import type { Channel, Message } from "./world.ts";

let world: DiscordDesk;
let ana: Person;
let bo: Person;
let boss: Caller;
let client: Caller;

beforeEach(async () => {
  world = await DiscordDesk.start();
  const { desk } = world;
  ana = await world.linked(await desk.person("agent", "Ana Lima"), "Ana");
  bo = await world.linked(await desk.person("agent", "Bo Berg"), "Bo");
  boss = await desk.person("admin", "Ada");
  client = await desk.person("client", "Cleo");
});
afterEach(() => world.stop());

const cardsIn = (channel: Channel): readonly Message[] =>
  threadsOf(channel).flatMap((thread) => thread.messages.get(thread.id) ?? channel.messages.get(thread.id) ?? []);

const textOf = (message: Message | undefined): string => JSON.stringify([message?.embeds, message?.components]);

/** No time passes meanwhile: the outbox sends nothing to the channel. */
const atOnce = (what: () => unknown) => expect.poll(what, { interval: 10 });

describe.each(["forum", "text"] as const)("in a %s channel", (kind) => {
  let channel: Channel;
  let ticket: TicketView;
  let card: Message;

  beforeEach(async () => {
    channel = world.discord[kind](world.guild, "support");
    const { body } = await boss.post<{ id: string }>("/integrations", { platform: "discord" });
    await boss.post("/channels", { integrationId: body.id, channelId: channel.id });
    ticket = await client.open({ title: "The lift is stuck" });
    await world.settled();
    [card] = cardsIn(channel) as [Message];
  });

  test("a press shows on the card at once, and who was slower sees the right card, too", async () => {
    const { embeds, components } = card;
    await ana.press(card, "Claim");
    await atOnce(() => textOf(card)).toContain("Ana Lima");
    expect(textOf(card)).not.toContain('"Claim"');
    Object.assign(card, { embeds, components });
    const late = await bo.press(card, "Claim");
    await atOnce(() => answerOf(late)).toContain("Ana Lima has this ticket");
    await atOnce(() => textOf(card)).toContain("Ana Lima");
    await world.settled();
    expect(textOf(card)).toContain("Ana Lima");
    expect(cardsIn(channel)).toHaveLength(1);
  });

  test("a choice and a form show at once, and the form answers privately", async () => {
    await ana.choose(card, `run:priority:${ticket.id}`, ["urgent"]);
    await atOnce(() => textOf(card)).toContain("Urgent");
    const form = await ana.press(card, "Note…");
    const sent = await ana.submit(form, { text: "Look at the motor" });
    await atOnce(() => textOf(card)).toContain("Look at the motor");
    await atOnce(() => answerOf(sent)).toContain(`#${ticket.number}`);
    expect(sent.replies.every(({ onlyFor }) => onlyFor === ana.id)).toBe(true);
  });

  test("sixty new cards wait behind a press and the client's answer", async () => {
    for (let i = 0; i < 60; i++) await client.open({ title: `Ticket ${i}` });
    await ana.press(card, "Claim");
    await atOnce(() => textOf(card)).toContain("Ana Lima");
    expect(cardsIn(channel)).toHaveLength(1);
    await client.post(`/tickets/${ticket.id}/replies`, { body: "Any news?" });
    await world.settled(2000);
    const [thread] = threadsOf(channel);
    expect([...(thread?.messages.values() ?? [])].map(({ content }) => content).join()).toContain("Any news?");
    expect(cardsIn(channel).length).toBeLessThanOrEqual(4);
  });
});
