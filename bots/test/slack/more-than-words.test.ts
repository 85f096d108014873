import type { IntegrationView } from "@docket/core/contract/integration";
import type { TicketView } from "@docket/core/contract/ticket";
import { hour, minute } from "@docket/core/time";
import { afterEach, beforeEach, expect, test } from "vitest";
import { conversationOf } from "../../../api/test/answers.ts";
import type { Caller } from "../../../api/test/desk.ts";
import type { Actor } from "./actor.ts";
import type { Saying } from "./conversation.ts";
import { SocketDesk } from "./socket-desk.ts";

let world: SocketDesk;
let admin: Caller;
let ana: Actor;
let ticket: TicketView;

beforeEach(async () => {
  world = await SocketDesk.start();
  admin = await world.desk.person("admin", "Ana Lima");
  ana = await world.linked(admin, "Ana");
  const { id: integrationId } = (await admin.post<IntegrationView>("/integrations", { platform: "slack" })).body;
  await admin.post("/channels", { integrationId, channelId: world.channel.id });
  ticket = await (await world.desk.person("client", "Cleo")).open();
  await world.settled();
});
afterEach(() => world.stop());

const patience = { timeout: 10_000, interval: 20 };
const write = (words: string, saying: Saying = {}) =>
  ana.write(world.channel, words, { thread: world.card.ts, ...saying });
const said = async () =>
  (await conversationOf(admin, ticket.id)).map(({ body, attachments }) =>
    [body, ...attachments.map(({ name }) => name)].join("|"),
  );
const kinds = async () => (await conversationOf(admin, ticket.id)).map(({ kind, body }) => `${kind}: ${body}`);
const told = () => ana.ephemerals.map(({ blocks }) => JSON.stringify(blocks));

const drive = {
  name: "Contract",
  content: "",
  mode: "external",
  address: "https://docs.google.com/document/d/1",
} as const;
const canvas = { name: "Plan", content: "<h1>Plan</h1>", mode: "quip" } as const;
const foreign = { name: "offer.txt", content: "an offer", isForeign: true } as const;

/** What cannot be carried, and what its author has to hear of it. */
const unfit = async (): Promise<readonly (readonly [Saying, string, string])[]> => {
  const secret = world.slack.addChannel(world.workspace, "secret", { isPrivate: true, withBot: false });
  const hidden = await ana.write(secret, "Between us");
  const most = { name: "large.bin", content: "x".repeat(10 * 1024 * 1024 + 1) };
  return [
    [{ files: [canvas] }, "Our plan", "Docket cannot take the canvas “Plan”: copy its words"],
    [
      { files: [{ name: "a.txt", content: "a" }, most] },
      "Large",
      "large.bin is too large: files can be up to 10 MB. Share a link instead",
    ],
    [{ forwards: hidden }, "Read this", "Slack does not show Docket the message that you forward: copy its words"],
    [{}, "x".repeat(20_001), "It is too long: messages can have up to 20,000 characters. Send it in parts"],
  ];
};

test("what is kept elsewhere is carried as its title and its address", async () => {
  const message = await write("Please sign", { files: [drive, { name: "a.txt", content: "one" }] });
  await expect.poll(said, patience).toEqual(["Please sign\n\nContract: https://docs.google.com/document/d/1|a.txt"]);
  expect(told()).toEqual([]);
  await ana.changeFiles(message, { without: "Contract" });
  await expect.poll(said, patience).toEqual(["Please sign|a.txt"]);
});

test("a file of which the event says nothing is asked for", async () => {
  await write("See", { files: [foreign, { ...drive, isForeign: true }] });
  await expect.poll(said, patience).toEqual(["See\n\nContract: https://docs.google.com/document/d/1|offer.txt"]);
});

test("a forwarded message is quoted with its author and its files, and one of the author's own words is not needed", async () => {
  const bo = world.slack.actor(world.workspace, "Bo Berg");
  const other = world.slack.addChannel(world.workspace, "sales");
  const files = [{ name: "quote.txt", content: "5 EUR" }];
  const offer = await bo.write(other, "We offer &lt;5&gt;.\nPer month.", { files });
  await write("", { forwards: offer });
  await write("Is it right?", { forwards: offer });
  const quote = "Forwarded from Bo Berg:\n> We offer <5>.\n> Per month.|quote.txt";
  await expect.poll(said, patience).toEqual([quote, `Is it right?\n\n${quote}`]);
  await world.settled();
  expect(told()).toEqual([]);
});

test("a link that Slack unfurled is no message that somebody forwards", async () => {
  const message = await write("See <https://example.com>");
  message.attachments = [{ id: 1, title: "Example", text: "A domain", from_url: "https://example.com" }];
  await ana.edit(message, "See <https://example.com> again");
  await expect.poll(said, patience).toEqual(["See https://example.com again"]);
});

test("of what cannot be carried nothing is sent, and its author alone is told why and what to do", async () => {
  for (const [saying, words, why] of await unfit()) {
    const message = await write(words, saying);
    await expect.poll(() => told().at(-1), patience).toContain(`Not sent. ${why}`);
    expect(told().at(-1)).toContain("Changing it does not send it: write it again.");
    expect([...message.reactions.keys()]).toEqual(["warning"]);
  }
  expect(await said()).toEqual([]);
});

test("the same holds for what was written while the bot was away", async () => {
  await world.stopBot();
  const cases = await unfit();
  for (const [saying, words] of cases) await write(words, saying);
  await write("Please sign", { files: [drive, foreign] });
  world.desk.clock.advance(hour);
  await world.startBot();
  await expect
    .poll(said, patience)
    .toEqual(["Please sign\n\nContract: https://docs.google.com/document/d/1|offer.txt"]);
  expect(told()).toHaveLength(cases.length);
  for (const [i, [, , why]] of cases.entries()) expect(told()[i]).toContain(`Not sent. ${why}`);
});

test("in a thread that is nobody's ticket nobody is told anything", async () => {
  const parent = world.slack.addMessage(world.workspace, world.channel, {
    userId: world.workspace.install?.botUserId ?? "",
    text: "Something else of the bot",
  });
  const { delivered } = ana;
  await ana.write(world.channel, "Our plan", { thread: parent.ts, files: [canvas] });
  expect(ana.delivered).not.toBe(delivered);
  expect(told()).toEqual([]);
});

test("of a change that is not taken its author reads who still has the first words, and how to take them back", async () => {
  const { items } = (await admin.get<{ items: { id: string }[] }>("/channels")).body;
  await admin.patch(`/channels/${items[0]?.id}`, { mode: "reply" });
  world.desk.clock.advance(minute);
  const reply = await write("On my way");
  await expect.poll(said, patience).toEqual(["On my way"]);
  for (const words of ["// oops, a note", "", "x".repeat(20_001)]) {
    const { length } = told();
    world.desk.clock.advance(minute);
    await ana.edit(reply, words);
    await expect.poll(() => told().length, patience).toBe(length + 1);
    expect(told().at(-1)).toContain("Your change was not taken. ");
    expect(told().at(-1)).toContain("The client still reads what you sent first. Delete the message to take it back.");
    expect(told().at(-1)).not.toContain("Not sent");
    expect([...reply.reactions.keys()]).toContain("warning");
  }
  world.desk.clock.advance(minute);
  await ana.edit(reply, "On our way");
  await expect.poll(said, patience).toEqual(["On our way"]);
  await expect.poll(() => [...reply.reactions.keys()], patience).not.toContain("warning");
  const note = await write("// Who is on call?");
  await expect.poll(said, patience).toHaveLength(2);
  world.desk.clock.advance(minute);
  await ana.edit(note, "x".repeat(20_001));
  await expect.poll(() => told().at(-1), patience).toContain("Your colleagues still read what you wrote first.");
  await admin.post(`/tickets/${ticket.id}/resolve`);
  await admin.post(`/tickets/${ticket.id}/close`);
  await ana.edit(reply, "Too late");
  await expect.poll(() => told().at(-1), patience).toContain("cannot be edited. The client still reads");
  await admin.delete(`/tickets/${ticket.id}`);
  world.desk.clock.advance(minute);
  await ana.edit(reply, "Much too late");
  await expect.poll(() => told().at(-1), patience).toContain("Your change was not taken. This ticket was deleted");
  expect(told().at(-1)).not.toContain("still reads");
  await write("Anybody?");
  await expect
    .poll(() => told().at(-1), patience)
    .toContain("Not sent. This ticket was deleted: nobody got what you wrote.");
});

test("the marker makes a note behind a mention or a mark too, and an address none", async () => {
  const { items } = (await admin.get<{ items: { id: string }[] }>("/channels")).body;
  await admin.patch(`/channels/${items[0]?.id}`, { mode: "reply" });
  world.desk.clock.advance(minute);
  const bo = world.slack.addUser(world.workspace, "Bo Berg");
  const note = await write(`<@${bo.id}> // they are difficult`);
  await expect.poll(kinds, patience).toHaveLength(1);
  for (const words of ["*// bold*", "`// code`", "&gt; // quoted", "／／ wide"]) {
    const { length } = await kinds();
    await write(words);
    await expect.poll(kinds, patience).toHaveLength(length + 1);
  }
  await write("<https://desk.test/help>");
  await expect.poll(kinds, patience).toHaveLength(6);
  world.desk.clock.advance(minute);
  await ana.edit(note, `<@${bo.id}> // they are in a hurry`);
  await expect
    .poll(kinds, patience)
    .toEqual([
      "note: @Bo Berg they are in a hurry",
      "note: *bold*",
      "note: `code`",
      "note: > quoted",
      "note: wide",
      "reply: https://desk.test/help",
    ]);
});
