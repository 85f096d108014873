import type { IntegrationView } from "@docket/core/contract/integration";
import type { TicketView } from "@docket/core/contract/ticket";
import { hour, minute } from "@docket/core/time";
import { afterEach, beforeEach, expect, test } from "vitest";
import { conversationOf, historyOf } from "../../../api/test/answers.ts";
import type { Caller } from "../../../api/test/desk.ts";
import type { Actor } from "./actor.ts";
import type { Channel } from "./state.ts";
import { SocketDesk } from "./socket-desk.ts";

let world: SocketDesk;
let admin: Caller;
let ana: Actor;
let ticket: TicketView;
let other: Channel;

beforeEach(async () => {
  world = await SocketDesk.start();
  admin = await world.desk.person("admin", "Ana Lima");
  ana = await world.linked(admin, "Ana");
  const { id: integrationId } = (await admin.post<IntegrationView>("/integrations", { platform: "slack" })).body;
  await admin.post("/channels", { integrationId, channelId: world.channel.id });
  other = world.slack.addChannel(world.workspace, "billing");
  await admin.post("/channels", { integrationId, channelId: other.id });
  ticket = await (await world.desk.person("client", "Cleo")).open();
  await world.settled();
});
afterEach(() => world.stop());

const patience = { interval: 20 };
const write = (words: string, ...names: readonly string[]) => {
  const files = names.map((name) => ({ name, content: `in ${name}` }));
  return ana.write(world.channel, words, { thread: world.card.ts, files });
};
const said = async () =>
  (await conversationOf(admin, ticket.id)).map(({ body, attachments, deletedAt }) =>
    [body, ...attachments.map(({ name }) => name), ...(deletedAt === null ? [] : ["deleted"])].join("|"),
  );
/** What stands in the thread of the same ticket in the other channel. */
const copied = async () => {
  await world.settled();
  return [...other.messages.values()].filter(({ threadTs }) => threadTs !== null);
};
const filesCopied = async () => (await copied()).flatMap(({ files }) => files.map(({ name }) => name));
const events = async () => (await historyOf(admin, ticket.id)).map(({ type }) => type);

test("a file that is taken out of a message is gone from the desk, and nobody can have it any more", async () => {
  const message = await write("The plan", "plan.txt", "secret.txt");
  await expect.poll(said, patience).toEqual(["The plan|plan.txt|secret.txt"]);
  const [{ attachments } = { attachments: [] }] = await conversationOf(admin, ticket.id);
  const [plan, secret] = attachments.map(({ id }) => id);
  await ana.changeFiles(message, { without: "secret.txt" });
  await expect.poll(said, patience).toEqual(["The plan|plan.txt"]);
  expect((await admin.get(`/attachments/${secret}`)).status).toBe(404);
  expect((await admin.get(`/attachments/${plan}`)).status).toBe(200);
  expect(await events()).toContain("ticket.message_edited");
});

test("a file that is put into a message comes to the desk, and stays when the words change", async () => {
  const message = await write("The plan", "old.txt");
  await expect.poll(said, patience).toEqual(["The plan|old.txt"]);
  await ana.changeFiles(message, { without: "old.txt", with: { name: "new.txt", content: "new" } });
  await expect.poll(said, patience).toEqual(["The plan|new.txt"]);
  await ana.edit(message, "The new plan");
  await expect.poll(said, patience).toEqual(["The new plan|new.txt"]);
});

test("a message that was only a file is deleted with its last one, and one that has words stays", async () => {
  const [bare, worded] = [await write("", "a.txt"), await write("Look", "b.txt")];
  await expect.poll(said, patience).toHaveLength(2);
  await ana.changeFiles(bare, { without: "a.txt" });
  await ana.changeFiles(worded, { without: "b.txt" });
  await expect.poll(async () => (await said()).toSorted(), patience).toEqual(["Look", "|deleted"]);
  // What is empty by now is not handed over anew.
  await world.stopBot();
  await write("After");
  await world.startBot();
  await expect.poll(said, patience).toContain("After");
  expect([...bare.reactions.keys()]).not.toContain("warning");
  expect(JSON.stringify(ana.ephemerals)).not.toContain("Not sent");
});

test("the thread in another channel shows the files that a message has", async () => {
  const message = await write("The plan", "plan.txt", "secret.txt");
  await expect.poll(filesCopied, patience).toEqual(["plan.txt", "secret.txt"]);
  world.desk.clock.advance(minute);
  await ana.changeFiles(message, { without: "secret.txt" });
  await expect.poll(filesCopied, patience).toEqual(["plan.txt"]);
  const readable = [...world.workspace.files.values()].filter((file) => file.userId !== ana.user.id && !file.deleted);
  expect(readable.map(({ name }) => name)).toEqual(["plan.txt"]);
  world.desk.clock.advance(minute);
  await ana.changeFiles(message, { without: "plan.txt", with: { name: "new.txt", content: "new" } });
  await expect.poll(filesCopied, patience).toEqual(["new.txt"]);
  await ana.delete(message);
  await expect.poll(copied, patience).toEqual([]);
});

test("words that were changed on the desk stay so when a file is taken out in the chat", async () => {
  const message = await write("One", "a.txt", "b.txt");
  await expect.poll(said, patience).toEqual(["One|a.txt|b.txt"]);
  const [{ id } = { id: "" }] = await conversationOf(admin, ticket.id);
  world.desk.clock.advance(minute);
  await admin.patch(`/tickets/${ticket.id}/messages/${id}`, { body: "Two" });
  await ana.changeFiles(message, { without: "a.txt" });
  await expect.poll(said, patience).toEqual(["Two|b.txt"]);
});

test("a file that was taken out while the bot was away is gone when it is back", async () => {
  const message = await write("The plan", "plan.txt", "secret.txt");
  await expect.poll(said, patience).toEqual(["The plan|plan.txt|secret.txt"]);
  await world.settled();
  await world.stopBot();
  world.desk.clock.advance(hour);
  await ana.changeFiles(message, { without: "secret.txt" });
  await world.startBot();
  await expect.poll(said, patience).toEqual(["The plan|plan.txt"]);
});
