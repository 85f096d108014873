// One process runs both bots: what the Slack library loads first must not get in the way of this one.
import "@slack/socket-mode";
import type { TicketView } from "@docket/core/contract/ticket";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Caller } from "../../../api/test/desk.ts";
import { DiscordDesk, answerOf, threadsOf } from "./discord-desk.ts";
import type { Interaction } from "./interactions.ts";
import type { Person } from "./person.ts";
import type { Channel, Message } from "./world.ts";

let world: DiscordDesk;
let ana: Person;
let anaHere: Caller;
let boHere: Caller;
let boss: Caller;
let client: Caller;
let channel: Channel;

beforeEach(async () => {
  world = await DiscordDesk.start();
  const { desk } = world;
  anaHere = await desk.person("agent", "Ana Lima");
  boHere = await desk.person("agent", "Bo Berg");
  boss = await desk.person("admin", "Ada");
  client = await desk.person("client", "Cleo");
  ana = await world.linked(anaHere, "Ana");
  channel = world.discord.text(world.guild, "support");
});
afterEach(() => world.stop());

const said = async (interaction: Interaction): Promise<string> => {
  await wait(() => answerOf(interaction)).not.toBe("");
  return answerOf(interaction);
};

const wait = (what: () => unknown) => expect.poll(what, { interval: 20 });

const look = async ({ id }: TicketView): Promise<TicketView> => (await boss.get<TicketView>(`/tickets/${id}`)).body;

const showAll = async (): Promise<void> => {
  const admin = await world.linked(boss, "Ada");
  expect(await said(await admin.slash(channel.id, "ticket channel", { setting: "on" }))).toContain("shows tickets now");
};

const shownOf = async (title = "The lift"): Promise<readonly [Message, Channel, TicketView]> => {
  const ticket = await client.open({ title });
  await world.settled();
  const thread = threadsOf(channel).at(-1);
  const card = thread && channel.messages.get(thread.id);
  if (!card) throw new Error("there is no card");
  return [{ ...card }, thread, ticket];
};

interface Part {
  readonly custom_id: string;
  readonly value?: string;
  readonly options?: readonly { readonly label: string; readonly value: string }[];
}

/** What a form begins with, and what can be chosen in it. */
const partOf = ({ modal }: Interaction, name: string): Part => {
  const parts = (modal?.components ?? []).map((one) => ("component" in one ? one.component : one)) as readonly Part[];
  const found = parts.find((part) => part.custom_id === name);
  if (!found) throw new Error(`there is no ${name}`);
  return found;
};

test("a button of a private list tells what it did", async () => {
  const ticket = await client.open();
  const list = await ana.slash(channel.id, "ticket queue");
  const pressed = await ana.press(await list.reply(), `Claim #${ticket.number}`);
  await wait(() => answerOf(pressed)).toContain("you have it now");
  expect(pressed.replies.map(({ onlyFor }) => onlyFor)).toEqual([ana.id]);
  expect((await look(ticket)).assignee?.name).toBe("Ana Lima");
});

describe("a form", () => {
  test("is not opened for no ticket, nor for one that is not there", async () => {
    expect(await said(await ana.slash(channel.id, "ticket reply"))).toContain("Which ticket?");
    expect(await said(await ana.slash(channel.id, "ticket note", { ticket: "9999" }))).toContain(
      "There is no such ticket",
    );
    const talk = ana.post(world.discord.forum(world.guild, "talk").id, "Lunch", "Who comes along?");
    expect(await said(await ana.slash(talk.id, "ticket reply"))).toContain("does not belong to a ticket");
  });

  test("that is sent too late comes back with what was written", async () => {
    const { id, number } = await client.open();
    const form = await ana.slash(channel.id, "ticket reply", { ticket: String(number) });
    await boss.post(`/tickets/${id}/cancel`);
    const late = await ana.submit(form, { text: "We are on our way" });
    expect(await said(late)).toContain("cannot be replied to");
    const drafts = late.original?.attachments.map(({ bytes }) => new TextDecoder().decode(bytes));
    expect(drafts).toEqual(["We are on our way"]);
  });

  test("cuts no character in two", async () => {
    const long = await world.desk.person("agent", `${"x".repeat(98)}😀`);
    await long.patch("/me", { away: true });
    await showAll();
    const [card] = await shownOf();
    const { options = [] } = partOf(await ana.press(card, "Assign…"), "person");
    expect(options.map(({ label }) => label)).toContain(`${"x".repeat(98)}…`);
    const message = ana.write(channel.id, `${"a".repeat(149)}😀 is stuck`);
    expect(partOf(await ana.menu(message, "Create ticket"), "title").value).toBe(`${"a".repeat(149)}…`);
  });

  test("begins empty for a message without words", async () => {
    const message = ana.write(channel.id, "", { files: [{ name: "door.png", content: "png" }] });
    expect(partOf(await ana.menu(message, "Create ticket"), "description").value).toBeUndefined();
  });
});

describe("a button on an old card", () => {
  /** For somebody who has not seen the card change. */
  const press = (card: Message, button: string): Promise<Interaction> => ana.press({ ...card }, button);

  test("of a ticket that is closed or deleted tells why nothing happened", async () => {
    await showAll();
    const [card, , { id }] = await shownOf();
    await boHere.post(`/tickets/${id}/claim`);
    await boHere.post(`/tickets/${id}/resolve`);
    await boss.post(`/tickets/${id}/close`);
    const taken = await press(card, "Claim");
    await wait(() => answerOf(taken)).toContain("Bo Berg has this ticket");
    const assigned = await press(card, "Assign…");
    const values = { person: [String(partOf(assigned, "person").options?.[0]?.value)] };
    const late = await ana.submit(assigned, values);
    await wait(() => answerOf(late)).toContain("closed");
    expect((await boss.delete(`/tickets/${id}`)).status).toBe(204);
    const gone = await press(card, "Claim");
    await wait(() => answerOf(gone)).toContain("There is no such ticket");
    expect(await said(await press(card, "Reply…"))).toContain("There is no such ticket");
  });

  test("by somebody who does not work here any more does nothing", async () => {
    await showAll();
    const [card, , ticket] = await shownOf();
    expect((await boss.patch(`/people/${anaHere.id}`, { active: false })).status).toBe(200);
    const pressed = await press(card, "Claim");
    await wait(() => answerOf(pressed)).toContain("it was switched off");
    expect(await said(await press(card, "Reply…"))).toContain("it was switched off");
    expect((await look(ticket)).assignee).toBeNull();
  });
});

test("while the desk does not answer, forms, menus and commands do", async () => {
  await showAll();
  const [card] = await shownOf();
  const { desk } = world;
  await world.stopBot();
  await world.startBot({
    patience: 1000,
    fetch: async (input, init) => {
      // The bot asks for itself when it begins.
      const request = new Request(input, init);
      if (!request.headers.has("docket-on-behalf-of")) return desk.fetch(request);
      const { promise, reject } = Promise.withResolvers<never>();
      init?.signal?.addEventListener("abort", () => reject(init.signal?.reason as Error));
      return promise;
    },
  });
  const [form, offered, command] = await Promise.all([
    ana.press(card, "Assign…"),
    ana.complete(channel.id, "ticket assign", "person", { person: "bo" }),
    ana.slash(channel.id, "ticket mine"),
  ]);
  expect(answerOf(form)).toContain("did not answer in time");
  expect(offered).toEqual([]);
  expect(await said(command)).toContain("did not answer in time");
});
