import type { IntegrationView } from "@docket/core/contract/integration";
import type { TicketView } from "@docket/core/contract/ticket";
import { hour, minute } from "@docket/core/time";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { conversationOf } from "../../../api/test/answers.ts";
import type { Caller } from "../../../api/test/desk.ts";
import { DiscordDesk, threadsOf } from "./discord-desk.ts";
import type { Person } from "./person.ts";
import type { Channel, Message } from "./world.ts";

let world: DiscordDesk;
let admin: Caller;
let ana: Person;
let ticket: TicketView;
let thread: Channel;
let elsewhere: Channel;

beforeEach(async () => {
  world = await DiscordDesk.start();
  admin = await world.desk.person("admin", "Ana Lima");
  ana = await world.linked(admin, "Ana");
  const forum = world.discord.forum(world.guild, "support");
  elsewhere = ana.post(world.discord.forum(world.guild, "sales").id, "Sales", "Hello");
  const { id: integrationId } = (await admin.post<IntegrationView>("/integrations", { platform: "discord" })).body;
  await admin.post("/channels", { integrationId, channelId: forum.id });
  ticket = await (await world.desk.person("client", "Cleo")).open();
  await world.settled();
  thread = threadsOf(forum).at(-1) as Channel;
});
afterEach(() => world.stop());

const patience = { timeout: 10_000, interval: 20 };
const said = async () =>
  (await conversationOf(admin, ticket.id)).map(({ body, attachments }) =>
    [body, ...attachments.map(({ name }) => name)].join("|"),
  );
const kinds = async () => (await conversationOf(admin, ticket.id)).map(({ kind, body }) => `${kind}: ${body}`);
const told = () => ana.inbox.map(({ content }) => content);

const sticker = { id: "749054660769218631", name: "Wave" };
const large = { name: "large.bin", content: new Uint8Array(10 * 1024 * 1024 + 1) };

/** Sends what cannot be carried; each comes with what its author has to hear of it. */
const unfit: readonly (readonly [() => Message, string])[] = [
  [() => ana.say(thread.id, { stickers: [sticker] }), "Docket cannot take a sticker: write in words"],
  [
    () => ana.say(thread.id, { poll: { question: "Refund?", answers: ["Yes", "No"] } }),
    "Docket cannot take a poll: write its question and its answers as words",
  ],
  [
    () => ana.say(thread.id, { forwards: ana.say(elsewhere.id, { stickers: [sticker] }) }),
    "Docket cannot take the message that you forward",
  ],
  [
    () => {
      const message = ana.write(elsewhere.id, "Large");
      message.attachments = [{ id: "1", filename: large.name, contentType: "image/png", bytes: large.content }];
      return ana.say(thread.id, { forwards: message });
    },
    "large.bin is too large: files can be up to 10 MB. Share a link instead",
  ],
];

test("a forwarded message is quoted, with its files", async () => {
  const offer = ana.write(elsewhere.id, "We offer 5.\nPer month.", { files: [{ name: "quote.txt", content: "5" }] });
  ana.say(thread.id, { forwards: offer });
  await expect.poll(said, patience).toEqual(["Forwarded:\n> We offer 5.\n> Per month.|quote.txt"]);
  expect(told()).toEqual([]);
});

test("of what cannot be carried nothing is sent, and its author alone is told why and what to do", async () => {
  for (const [send, why] of unfit) {
    const message = send();
    await expect.poll(() => told().at(-1), patience).toContain(`Not sent. ${why}`);
    expect(told().at(-1)).toContain("Changing it does not send it: write it again.");
    expect([...message.reactions.keys()]).toEqual(["⚠️"]);
  }
  expect(await said()).toEqual([]);
});

describe("while the desk is away", () => {
  /** What the bot waits for before it tries again. */
  let tries: (() => void)[];
  beforeEach(() => {
    tries = [];
    world.sleep = () => new Promise((resolve) => tries.push(resolve));
    world.before = ({ url }) => {
      if (url.includes("/chat/ticket") || url.includes("/chat/messages")) throw new TypeError("fetch failed");
    };
  });
  const again = async (count: number) => {
    await expect.poll(() => tries.length, patience).toBe(count);
    tries[count - 1]?.();
  };
  const signsOn = ({ reactions }: Message) => [...reactions.keys()];

  test("the author of a message is told that it waits, and not any more when it arrived", async () => {
    const message = ana.write(thread.id, "On my way");
    await again(1);
    await expect.poll(told, patience).toEqual([expect.stringContaining("What you wrote is not lost")]);
    expect(signsOn(message)).toEqual(["⏳"]);
    world.before = () => undefined;
    await again(2);
    await expect.poll(said, patience).toEqual(["On my way"]);
    await expect.poll(told, patience).toEqual([]);
    expect(signsOn(message)).not.toContain("⏳");
  });

  test("a file that it has already is not brought to it once more", async () => {
    const asked: string[] = [];
    world.before = ({ method, url }) => {
      if (method === "POST") asked.push(new URL(url).pathname.replace("/api/v1", ""));
      if (url.includes("/chat/messages") && tries.length === 0) throw new TypeError("fetch failed");
    };
    ana.write(thread.id, "See", { files: [{ name: "plan.txt", content: "plan" }] });
    await again(1);
    await expect.poll(said, patience).toEqual(["See|plan.txt"]);
    expect(asked).toEqual(["/attachments", "/chat/messages", "/chat/messages"]);
  });

  test("for a moment only nobody is told", async () => {
    const message = ana.write(thread.id, "On my way");
    await expect.poll(() => tries.length, patience).toBe(1);
    world.before = () => undefined;
    await again(1);
    await expect.poll(said, patience).toEqual(["On my way"]);
    expect([...signsOn(message), ...told()]).toEqual([]);
  });

  test("for too long the author is told that it was not sent", async () => {
    const message = ana.write(thread.id, "On my way");
    for (const count of [1, 2, 3, 4]) await again(count);
    await expect.poll(told, patience).toEqual([expect.stringContaining("Not sent.")]);
    expect(signsOn(message)).toEqual(["⚠️"]);
  });
});

test("the same holds for what was written while the bot was away", async () => {
  const offer = ana.write(elsewhere.id, "We offer 5.");
  await world.stopBot();
  for (const [send] of unfit) send();
  ana.say(thread.id, { forwards: offer });
  world.desk.clock.advance(hour);
  await world.startBot();
  await expect.poll(said, patience).toEqual(["Forwarded:\n> We offer 5."]);
  expect(told()).toHaveLength(unfit.length);
  for (const [i, [, why]] of unfit.entries()) expect(told()[i]).toContain(`Not sent. ${why}`);
});

test("of a change that is not taken its author reads who still has the first words, and how to take them back", async () => {
  const { items } = (await admin.get<{ items: { id: string }[] }>("/channels")).body;
  await admin.patch(`/channels/${items[0]?.id}`, { mode: "reply" });
  world.desk.clock.advance(minute);
  const reply = ana.write(thread.id, "On my way");
  await expect.poll(said, patience).toEqual(["On my way"]);
  for (const words of ["// oops, a note", "//"]) {
    const { length } = told();
    world.desk.clock.advance(minute);
    ana.edit(reply, words);
    await expect.poll(() => told().length, patience).toBe(length + 1);
    expect(told().at(-1)).toContain("Your change was not taken. ");
    expect(told().at(-1)).toContain("The client still reads what you sent first. Delete the message to take it back.");
    expect(told().at(-1)).not.toContain("Not sent");
    expect([...reply.reactions.keys()]).toContain("⚠️");
  }
  world.desk.clock.advance(minute);
  ana.edit(reply, "On our way");
  await expect.poll(said, patience).toEqual(["On our way"]);
  await expect.poll(() => [...reply.reactions.keys()], patience).not.toContain("⚠️");
  const note = ana.write(thread.id, "// Who is on call?");
  await expect.poll(said, patience).toHaveLength(2);
  world.desk.clock.advance(minute);
  ana.edit(note, "//");
  await expect.poll(() => told().at(-1), patience).toContain("Your colleagues still read what you wrote first.");
  await admin.post(`/tickets/${ticket.id}/resolve`);
  await admin.post(`/tickets/${ticket.id}/close`);
  ana.edit(reply, "Too late");
  await expect.poll(() => told().at(-1), patience).toContain("cannot be edited. The client still reads");
  await admin.delete(`/tickets/${ticket.id}`);
  world.desk.clock.advance(minute);
  ana.edit(reply, "Much too late");
  await expect.poll(() => told().at(-1), patience).toContain("Your change was not taken. This ticket was deleted");
  expect(told().at(-1)).not.toContain("still reads");
  ana.write(thread.id, "Anybody?");
  await expect
    .poll(() => told().at(-1), patience)
    .toContain("Not sent. This ticket was deleted: nobody got what you wrote.");
});

test("the marker makes a note behind a mention or a mark too, and an address none", async () => {
  const { items } = (await admin.get<{ items: { id: string }[] }>("/channels")).body;
  await admin.patch(`/channels/${items[0]?.id}`, { mode: "reply" });
  world.desk.clock.advance(minute);
  const note = ana.write(thread.id, `<@${ana.id}> // they are difficult`);
  await expect.poll(kinds, patience).toHaveLength(1);
  for (const words of ["**// bold**", "> // quoted", "|| // hidden ||", "-# // small"]) {
    const { length } = await kinds();
    ana.write(thread.id, words);
    await expect.poll(kinds, patience).toHaveLength(length + 1);
  }
  ana.write(thread.id, "https://desk.test/help");
  await expect.poll(kinds, patience).toHaveLength(6);
  world.desk.clock.advance(minute);
  ana.edit(note, `<@${ana.id}> // they are in a hurry`);
  await expect
    .poll(kinds, patience)
    .toEqual([
      "note: @Ana they are in a hurry",
      "note: **bold**",
      "note: > quoted",
      "note: || hidden ||",
      "note: -# small",
      "reply: https://desk.test/help",
    ]);
});
