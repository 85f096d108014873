import type { TicketView } from "@docket/core/contract/ticket";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Caller } from "../../../api/test/desk.ts";
import { DiscordDesk, answerOf, threadsOf } from "./discord-desk.ts";
import type { Interaction } from "./interactions.ts";
import type { Person } from "./person.ts";
import type { Channel, Message } from "./world.ts";

let world: DiscordDesk;
let ana: Person;
let anaHere: Caller;
let channel: Channel;

beforeEach(async () => {
  world = await DiscordDesk.start();
  anaHere = await world.desk.person("agent", "Ana Lima");
  ana = await world.linked(anaHere, "Ana");
  channel = world.discord.text(world.guild, "general");
});
afterEach(() => world.stop());

interface Label {
  readonly description?: string;
  readonly component: { readonly custom_id: string; readonly value?: string };
}

const descriptionOf = ({ modal }: Interaction): Label | undefined =>
  ((modal?.components ?? []) as readonly Label[]).find(({ component }) => component.custom_id === "description");

/** Opens the form, once the bot has told Discord its commands. */
const open = (message: Message): Promise<Interaction> =>
  vi.waitFor(() => ana.menu(message, "Create ticket"), { timeout: 10_000 });

const make = async (message: Message, form: Record<string, string | readonly string[]> = {}): Promise<string> => {
  const sent = await ana.submit(await open(message), { category: ["problem"], ...form });
  await expect.poll(() => answerOf(sent), { interval: 20 }).not.toBe("");
  return answerOf(sent);
};

const ticket = async (): Promise<TicketView> => {
  const { items } = (await anaHere.get<{ items: TicketView[] }>("/tickets")).body;
  return (await anaHere.get<TicketView>(`/tickets/${items[0]?.id}`)).body;
};
const holds = async () => {
  const { id, description } = await ticket();
  const { items } = (await anaHere.get<{ items: { name: string }[] }>(`/tickets/${id}/attachments`)).body;
  return [description, ...items.map(({ name }) => name)];
};

test("a ticket gets the files of a message, and a message without words needs none", async () => {
  const message = ana.write(channel.id, "", { files: [{ name: "door.png", content: "png" }] });
  const large = {
    id: "1",
    filename: "large.bin",
    contentType: "image/png",
    bytes: new Uint8Array(10 * 1024 * 1024 + 1),
  };
  message.attachments = [...message.attachments, large];
  const told = await make(message, { title: "The door" });
  expect(await holds()).toEqual(["", "door.png"]);
  expect(told).toContain("opened. large.bin is too large");
});

test("a ticket gets the whole text of a message of which the form shows the beginning", async () => {
  const quote = ana.write(world.discord.text(world.guild, "talk").id, "x".repeat(1999));
  quote.content = `${"word ".repeat(900)}The end.`;
  const message = ana.say(channel.id, { forwards: quote });
  const whole = `Forwarded:\n> ${quote.content}`;
  const label = descriptionOf(await open(message));
  expect(whole.startsWith(`${label?.component.value} `)).toBe(true);
  expect(label?.description).toBe("This is the beginning: the whole message comes along.");
  await make(message, { title: "The lift" });
  expect(await holds()).toEqual([whole]);
});

test("what cannot be carried is told, and the ticket is opened without it", async () => {
  const message = ana.say(channel.id, { stickers: [{ id: "749054660769218631", name: "Wave" }] });
  message.content = "Hello";
  expect(await make(message)).toContain("opened. Docket cannot take a sticker");
  expect(await holds()).toEqual(["Hello"]);
});

test("what Docket shows is no text to copy: a card names its ticket, and what a client wrote becomes another one whole", async () => {
  const [cleo, boss] = [await world.desk.person("client", "Cleo"), await world.desk.person("admin", "Ada")];
  const { body: integration } = await boss.post<{ id: string }>("/integrations", { platform: "discord" });
  await boss.post("/channels", { integrationId: integration.id, channelId: channel.id });
  // What fits there is shown by the card alone.
  const description = `The **lift** is stuck. ${"word ".repeat(300)}The end.`;
  const { id, number } = await cleo.open({ title: "Two things", description });
  await world.settled();
  const file = await cleo.post<{ id: string }>("/attachments?name=door.txt", new TextEncoder().encode("The door"));
  const said = `And the door. ${"word ".repeat(900)}The end.`;
  await cleo.post(`/tickets/${id}/replies`, { body: said, attachmentIds: [file.body.id] });
  await boss.post(`/tickets/${id}/notes`, { body: "Call **Dora**" });
  await world.settled();
  const [thread] = threadsOf(channel);
  const saying = (words: string): Message => {
    const found = [...(thread?.messages.values() ?? [])].find(({ content }) => content.includes(words));
    if (!found) throw new Error(`nobody says ${words}`);
    return found;
  };
  const valueOf = (form: Interaction, name: string) =>
    ((form.modal?.components ?? []) as readonly Label[]).find(({ component }) => component.custom_id === name)
      ?.component.value;
  const [card] = [...channel.messages.values()];
  const told = await open(card as Message);
  expect(told.modal).toBeNull();
  expect(answerOf(told)).toContain(`This belongs to ticket #${number} Two things`);
  const note = await open(saying("Dora"));
  expect([valueOf(note, "description"), valueOf(note, "email")]).toEqual(["Call **Dora**", undefined]);
  const opening = await open(saying("is stuck"));
  expect([valueOf(opening, "description"), valueOf(opening, "email")]).toEqual([description, cleo.email]);
  expect(await make(saying("And the door"), { title: "The door" })).toContain("opened.");
  await world.settled();
  const { items } = (await anaHere.get<{ items: TicketView[] }>("/tickets")).body;
  const door = items.find(({ title }) => title === "The door");
  const made = (await anaHere.get<TicketView>(`/tickets/${door?.id}`)).body;
  const files = (await anaHere.get<{ items: { name: string }[] }>(`/tickets/${door?.id}/attachments`)).body.items;
  expect([made.description, made.requester.email, ...files.map(({ name }) => name)]).toEqual([
    said,
    cleo.email,
    "door.txt",
  ]);
});
