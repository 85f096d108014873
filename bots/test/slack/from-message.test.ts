import type { TicketView } from "@docket/core/contract/ticket";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Caller } from "../../../api/test/desk.ts";
import type { Actor } from "./actor.ts";
import type { SlackDesk } from "./slack-desk.ts";
import { startSlackDesk } from "./slack-desk.ts";
import type { Json, Message, View } from "./state.ts";

let world: SlackDesk;
let ana: Actor;
let anaHere: Caller;

beforeEach(async () => {
  world = await startSlackDesk();
  anaHere = await world.desk.person("agent", "Ana Lima");
  ana = await world.linked(anaHere, "Ana");
});
afterEach(() => world.stop());

const modal = (): View => {
  if (!ana.view) throw new Error("nothing is open");
  return ana.view;
};
const shown = (): string => JSON.stringify(modal().source);

const fieldOf = (name: string): Json => {
  const blocks = modal().source["blocks"] as readonly Json[];
  const block = blocks.find((one) => one["block_id"] === name);
  const { element, hint } = (block ?? {}) as Record<string, Json | undefined>;
  return { ...element, hint: hint?.["text"] };
};

/** Opens the form for a message, fills in what it lacks, and sends it. */
const make = async (message: Message, form: Record<string, string> = {}): Promise<void> => {
  // A form that stays open after a refusal is not the one that is waited for.
  if (ana.view !== null) await ana.close();
  await ana.messageShortcut("docket_create_from_message", message);
  await expect.poll(() => ana.view).not.toBeNull();
  await ana.suggest(modal(), "category", "");
  expect(await ana.submit({ category: "problem", ...form })).toMatchObject({ acked: true });
  await world.settled();
};

const tickets = async (): Promise<readonly TicketView[]> => {
  const { items } = (await anaHere.get<{ items: TicketView[] }>("/tickets")).body;
  return Promise.all(items.map(async ({ id }) => (await anaHere.get<TicketView>(`/tickets/${id}`)).body));
};
const filesOf = async ({ id }: TicketView): Promise<readonly string[]> =>
  (await anaHere.get<{ items: { name: string }[] }>(`/tickets/${id}/attachments`)).body.items.map(({ name }) => name);

const long = `The lift is stuck. ${"word ".repeat(900)}The end.`;

test("a ticket gets the whole text of a message and its files, also where the form shows the beginning", async () => {
  const files = [
    { name: "door.png", content: "png" },
    { name: "Manual", content: "", mode: "external", address: "https://docs.example.com/1" } as const,
  ];
  const message = await ana.write(world.channel, long, { files });
  await make(message, { title: "The lift" });
  const [ticket] = await tickets();
  expect(ticket?.description).toBe(`${long}\n\nManual: https://docs.example.com/1`);
  expect(await filesOf(ticket as TicketView)).toEqual(["door.png"]);
  expect(shown()).toContain(`#${ticket?.number}: opened.`);
  const told = [...world.channel.messages.values()].filter(({ threadTs }) => threadTs === message.ts);
  expect(told.map(({ text }) => text)).toEqual([`This is ticket *#${ticket?.number}* now.`]);
});

test("a message that has become a ticket says so in place of the form, with the way there", async () => {
  const message = await ana.write(world.channel, "The door does not open");
  await make(message, { title: "The door" });
  const [ticket] = await tickets();
  await ana.close();
  await ana.messageShortcut("docket_create_from_message", message);
  await expect.poll(() => ana.view).not.toBeNull();
  expect(shown()).toContain(`This is already ticket #${ticket?.number} The door`);
  expect(shown()).toContain(`/tickets/${ticket?.number}"`);
  expect(shown()).not.toContain('"type":"input"');
  await (await world.desk.person("admin", "Eve")).delete(`/tickets/${ticket?.id}`);
  await ana.close();
  await ana.messageShortcut("docket_create_from_message", message);
  await expect.poll(() => ana.view).not.toBeNull();
  expect(shown()).toContain('"type":"input"');
});

test("the form says that it shows the beginning, and what is edited there counts", async () => {
  const message = await ana.write(world.channel, long);
  await ana.messageShortcut("docket_create_from_message", message);
  await expect.poll(() => ana.view).not.toBeNull();
  const { initial_value: beginning, hint } = fieldOf("description");
  expect(long.startsWith(`${String(beginning)} `)).toBe(true);
  expect(hint).toBe("This is the beginning: the whole message comes along.");
  await ana.suggest(modal(), "category", "");
  await ana.submit({ category: "problem", description: String(beginning).replace("lift", "door") });
  await world.settled();
  expect((await tickets())[0]?.description).toBe(long.replace("lift", "door"));
});

test("a message that was changed while the form was open comes along as it is then", async () => {
  const message = await ana.write(world.channel, long);
  await ana.messageShortcut("docket_create_from_message", message);
  await expect.poll(() => ana.view).not.toBeNull();
  await ana.edit(message, `${long} And the stairs.`);
  await ana.suggest(modal(), "category", "");
  await ana.submit({ category: "problem", description: "The lift" });
  await world.settled();
  expect((await tickets())[0]?.description).toBe(`The lift\n\n${long} And the stairs.`);
});

test("files alone make a ticket, and what cannot be carried is told without keeping it", async () => {
  const files = [
    { name: "a.txt", content: "a" },
    { name: "Plan", content: "<h1>Plan</h1>", mode: "quip" } as const,
    { name: "large.bin", content: "x".repeat(10 * 1024 * 1024 + 1) },
  ];
  await make(await ana.write(world.channel, "", { files }), { title: "Plans" });
  const [ticket] = await tickets();
  expect([ticket?.description, ...(await filesOf(ticket as TicketView))]).toEqual(["", "a.txt"]);
  expect(shown()).toContain("opened. Docket cannot take the canvas “Plan”");
  expect(shown()).toContain("large.bin is too large");
});

test("where the bot cannot read a message nothing is left behind in silence", async () => {
  const elsewhere = world.slack.addChannel(world.workspace, "elsewhere", { withBot: false });
  const files = [{ name: "a.txt", content: "a" }];
  await make(await ana.write(elsewhere, long, { files }), { title: "The lift" });
  expect(await tickets()).toEqual([]);
  expect(shown()).toContain("Docket cannot read this message");
  expect(fieldOf("title")).toMatchObject({ initial_value: "The lift" });
  await make(await ana.write(elsewhere, "Short", { files }));
  expect((await tickets()).map(({ description }) => description)).toEqual(["Short"]);
  expect(shown()).toContain("it is not in that channel: add its files to the ticket yourself.");
});

test("what Docket shows is no text to copy: a card names its ticket, and what a client wrote becomes another one whole", async () => {
  const cleo = await world.desk.person("client", "Cleo");
  const ada = await world.linked(await world.desk.person("admin", "Ada"), "Ada");
  await ada.command("/ticket", "channel on", world.channel);
  await world.settled();
  const description = `The *lift* is stuck. ${"word ".repeat(900)}The end.`;
  const ticket = await cleo.open({ title: "Two things", description });
  await world.settled();
  const file = await cleo.post<{ id: string }>("/attachments?name=door.txt", new TextEncoder().encode("The door"));
  await cleo.post(`/tickets/${ticket.id}/replies`, { body: "And the door.", attachmentIds: [file.body.id] });
  await world.desk.person("agent", "Bo").then((bo) => bo.post(`/tickets/${ticket.id}/notes`, { body: "Call *Dora*" }));
  await world.settled();
  const posted = [...world.channel.messages.values()];
  const saying = (words: string): Message => {
    const found = posted.find(({ text, threadTs }) => threadTs !== null && text.includes(words));
    if (!found) throw new Error(`nobody says ${words}`);
    return found;
  };
  const ask = async (message: Message) => {
    await ana.close();
    await ana.messageShortcut("docket_create_from_message", message);
    await expect.poll(() => ana.view).not.toBeNull();
  };
  const card = posted.find(({ threadTs, ours }) => threadTs === null && ours) as Message;
  await ana.messageShortcut("docket_create_from_message", card);
  await expect.poll(() => ana.view).not.toBeNull();
  expect(shown()).toContain(`This belongs to ticket #${ticket.number} Two things`);
  expect(shown()).not.toContain('"type":"input"');

  await ask(saying("Call"));
  expect(fieldOf("description")).toMatchObject({ initial_value: "Call *Dora*" });
  expect(fieldOf("email")["initial_value"]).toBeUndefined();
  await ask(posted.find(({ files }) => files.length > 0) as Message);
  expect(fieldOf("title")).toMatchObject({ initial_value: "And the door." });
  await ask(saying("And the door"));
  expect(fieldOf("email")).toMatchObject({ initial_value: cleo.email });
  await ana.suggest(modal(), "category", "");
  await ana.submit({ category: "problem", title: "The door" });
  await world.settled();
  const door = (await tickets()).find(({ title }) => title === "The door") as TicketView;
  expect([door.description, door.requester.email]).toEqual(["And the door.", cleo.email]);
  expect(await filesOf(door)).toEqual(["door.txt"]);

  await ask(saying("is stuck"));
  await ana.suggest(modal(), "category", "");
  await ana.submit({ category: "problem", title: "The lift" });
  await world.settled();
  expect((await tickets()).find(({ title }) => title === "The lift")?.description).toBe(description);
  await ask(saying("is stuck"));
  expect(shown()).toContain("This is already ticket");
});
