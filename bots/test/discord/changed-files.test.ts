import type { IntegrationView } from "@docket/core/contract/integration";
import type { TicketView } from "@docket/core/contract/ticket";
import { hour } from "@docket/core/time";
import { afterEach, beforeEach, expect, test } from "vitest";
import { conversationOf, historyOf } from "../../../api/test/answers.ts";
import type { Caller } from "../../../api/test/desk.ts";
import { DiscordDesk, messagesIn, threadsOf } from "./discord-desk.ts";
import type { Person } from "./person.ts";
import type { Channel } from "./world.ts";

let world: DiscordDesk;
let admin: Caller;
let ana: Person;
let ticket: TicketView;
let thread: Channel;
/** The thread of the same ticket in another channel. */
let copy: Channel;

beforeEach(async () => {
  world = await DiscordDesk.start();
  admin = await world.desk.person("admin", "Ana Lima");
  ana = await world.linked(admin, "Ana");
  const forum = world.discord.forum(world.guild, "support");
  const { id: integrationId } = (await admin.post<IntegrationView>("/integrations", { platform: "discord" })).body;
  await admin.post("/channels", { integrationId, channelId: forum.id });
  const other = world.discord.text(world.guild, "billing");
  await admin.post("/channels", { integrationId, channelId: other.id });
  ticket = await (await world.desk.person("client", "Cleo")).open();
  await world.settled();
  thread = threadsOf(forum).at(-1) as Channel;
  copy = threadsOf(other).at(-1) as Channel;
});
afterEach(() => world.stop());

const patience = { interval: 20 };
const write = (words: string, ...names: readonly string[]) =>
  ana.write(thread.id, words, { files: names.map((name) => ({ name, content: `in ${name}` })) });
const said = async () =>
  (await conversationOf(admin, ticket.id)).map(({ body, attachments, deletedAt }) =>
    [body, ...attachments.map(({ name }) => name), ...(deletedAt === null ? [] : ["deleted"])].join("|"),
  );
const copied = async (): Promise<readonly string[]> => {
  await world.settled();
  return messagesIn(copy).flatMap(({ attachments }) => attachments.map(({ filename }) => filename));
};
const events = async () => (await historyOf(admin, ticket.id)).map(({ type }) => type);

test("a file that is taken out of a message is gone from the desk, and nobody can have it any more", async () => {
  const message = write("The plan", "plan.txt", "secret.txt");
  await expect.poll(said, patience).toEqual(["The plan|plan.txt|secret.txt"]);
  const [{ attachments } = { attachments: [] }] = await conversationOf(admin, ticket.id);
  const [plan, secret] = attachments.map(({ id }) => id);
  ana.changeFiles(message, { without: "secret.txt" });
  await expect.poll(said, patience).toEqual(["The plan|plan.txt"]);
  expect((await admin.get(`/attachments/${secret}`)).status).toBe(404);
  expect((await admin.get(`/attachments/${plan}`)).status).toBe(200);
  expect(await events()).toContain("ticket.message_edited");
});

test("a file that is put into a message comes to the desk, and stays when the words change", async () => {
  const message = write("The plan", "old.txt");
  await expect.poll(said, patience).toEqual(["The plan|old.txt"]);
  ana.changeFiles(message, { without: "old.txt", with: { name: "new.txt", content: "new" } });
  await expect.poll(said, patience).toEqual(["The plan|new.txt"]);
  world.desk.clock.advance(hour);
  ana.edit(message, "The new plan");
  await expect.poll(said, patience).toEqual(["The new plan|new.txt"]);
});

test("a message that was only a file is deleted with its last one, and one that has words stays", async () => {
  const [bare, worded] = [write("", "a.txt"), write("Look", "b.txt")];
  await expect.poll(said, patience).toHaveLength(2);
  ana.delete(bare);
  ana.changeFiles(worded, { without: "b.txt" });
  await expect.poll(async () => (await said()).toSorted(), patience).toEqual(["Look", "|deleted"]);
});

test("the thread in another channel shows the files that a message has", async () => {
  const message = write("The plan", "plan.txt", "secret.txt");
  await expect.poll(copied, patience).toEqual(["plan.txt", "secret.txt"]);
  world.desk.clock.advance(hour);
  ana.changeFiles(message, { without: "secret.txt" });
  await expect.poll(copied, patience).toEqual(["plan.txt"]);
  world.desk.clock.advance(hour);
  ana.changeFiles(message, { without: "plan.txt", with: { name: "new.txt", content: "new" } });
  await expect.poll(copied, patience).toEqual(["new.txt"]);
  ana.delete(message);
  await expect.poll(async () => (await copied(), messagesIn(copy).length), patience).toBe(0);
});

test("a file that was taken out while the bot was away is gone when it is back", async () => {
  const message = write("The plan", "plan.txt", "secret.txt");
  await expect.poll(said, patience).toEqual(["The plan|plan.txt|secret.txt"]);
  await world.settled();
  await world.stopBot();
  world.desk.clock.advance(hour);
  ana.changeFiles(message, { without: "secret.txt" });
  await world.startBot();
  await expect.poll(said, patience).toEqual(["The plan|plan.txt"]);
});
