import type { TicketView } from "@docket/core/contract/ticket";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Caller } from "../../../api/test/desk.ts";
import { DiscordDesk, answerOf } from "./discord-desk.ts";
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
const open = (message: Message): Promise<Interaction> => vi.waitFor(() => ana.menu(message, "Create ticket"));

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
