import type { TicketView } from "@docket/core/contract/ticket";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Caller } from "../../../api/test/desk.ts";
import { DiscordDesk, answerOf, threadsOf } from "./discord-desk.ts";
import type { Interaction } from "./interactions.ts";
import type { Person } from "./person.ts";
import type { Channel, Message } from "./world.ts";

let world: DiscordDesk;
let ana: Person;
let bo: Person;
let anaHere: Caller;
let boHere: Caller;
let boss: Caller;
let client: Caller;

beforeEach(async () => {
  world = await DiscordDesk.start();
  const { desk } = world;
  anaHere = await desk.person("agent", "Ana Lima");
  ana = await world.linked(anaHere, "Ana");
  boHere = await desk.person("agent", "Bo Berg");
  bo = await world.linked(boHere, "Bo");
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

  test("a form names its ticket, and says what it does and who reads it", async () => {
    const name = `· #${ticket.number} The lift is stuck`;
    const forms = [
      ["Reply…", ["Send reply", "Reply to the client", "The client will read this"]],
      ["Note…", ["Add note", "Only your colleagues read this; the client does not"]],
      ["Assign…", ["Assign"]],
    ] as const;
    for (const [button, words] of forms) {
      const { modal } = await ana.press(card, button);
      for (const word of [name, ...words]) expect(JSON.stringify(modal)).toContain(word);
    }
  });

  test("a form to reply says that no email goes to a client who is switched off", async () => {
    await boss.patch(`/people/${client.id}`, { active: false });
    const form = JSON.stringify((await ana.press(card, "Reply…")).modal);
    expect(form).toContain(
      "No email goes out: the client may not sign in, and reads this once an admin lets them in again",
    );
    expect(form).not.toContain("The client will read this");
  });

  test("the form to assign it begins with who asks and ends with who is away, and says where the others are", async () => {
    await boHere.patch("/me", { away: true });
    const listed = async () => {
      const modal = JSON.stringify((await ana.press(card, "Assign…")).modal);
      expect(modal).not.toContain("a mention");
      return [modal, [...modal.matchAll(/"label":"([^"]+)","value":"per_/g)].map(([, name]) => name)] as const;
    };
    const [few, names] = await listed();
    expect(names).toEqual(["Ana Lima", "Ada", "Bo Berg (away)"]);
    expect(few).not.toContain("There are more");
    for (let i = 0; i < 25; i++) await world.desk.person("agent", `Aa ${i}`);
    const [many, [first, ...rest]] = await listed();
    expect(first).toBe("Ana Lima");
    expect(rest).toHaveLength(24);
    expect(rest).not.toContain("Bo Berg (away)");
    expect(many).toContain("There are more than fit here: /ticket assign finds the others");
  });

  test("what became of the ticket while its form was open is said with its number", async () => {
    const told = async (sent: Interaction, words: string) => {
      await atOnce(() => answerOf(sent)).toContain(`#${ticket.number}: ${words}`);
      expect(sent.replies.every(({ onlyFor }) => onlyFor === ana.id)).toBe(true);
    };
    const reply = await ana.press(card, "Reply…");
    const note = await ana.press(card, "Note…");
    await boHere.post(`/tickets/${ticket.id}/claim`);
    await told(
      await ana.submit(reply, { text: "We are on our way" }),
      "on its way to the client. Bo Berg has this ticket.",
    );
    const assign = await ana.press({ ...card }, "Assign…");
    await told(await ana.submit(assign, { person: [anaHere.id] }), "Ana Lima has it now. Bo Berg had it.");
    await boss.delete(`/tickets/${ticket.id}`);
    await told(await ana.submit(note, { text: "They called" }), "There is no such ticket.");
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
