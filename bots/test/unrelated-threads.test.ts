import { expect, test } from "vitest";
import { answerOf, DiscordDesk, threadsOf } from "./discord/discord-desk.ts";
import { SocketDesk } from "./slack/socket-desk.ts";

const wait = (what: () => unknown) => expect.poll(what, { interval: 20 });

/** Keeps the paths that the bot asks the desk for from now on. */
const watch = (world: { before: (request: Request) => unknown }): readonly string[] => {
  const asked: string[] = [];
  world.before = ({ url }) => asked.push(new URL(url).pathname);
  return asked;
};

test("Discord: what is written in fifty messages of a thread that is nobody's ticket never reaches the desk", async () => {
  const world = await DiscordDesk.start();
  const { desk, discord, guild } = world;
  const admin = await world.linked(await desk.person("admin", "Ada"), "Ada");
  const guest = discord.person(guild, "Guest");
  const support = discord.text(guild, "support");
  await wait(() => discord.app.commands.length).toBeGreaterThan(0);
  const on = await admin.slash(support.id, "ticket channel", { setting: "on" });
  await wait(() => answerOf(on)).toContain("shows tickets now");
  await (await desk.person("client", "Cleo")).open();
  await world.settled();
  const card = threadsOf(support).at(-1)?.id ?? "";
  const chatter = guest.post(discord.forum(guild, "off-topic").id, "Cats", "Who has one?");

  const asked = watch(world);
  const written = Array.from({ length: 25 }, (_, i) => guest.write(chatter.id, `Mine is number ${i}`));
  for (let i = 0; i < 25; i++) admin.write(chatter.id, `And mine ${i}`);
  for (const message of written.slice(0, 5)) guest.edit(message, "Changed my mind");
  // What is a ticket's is taken after all of that, and it alone was asked for.
  const note = admin.write(card, "A note");
  await wait(() => asked).toContain("/api/v1/chat/messages");
  // The sign follows once the desk has answered, however long that takes.
  const signs = async (): Promise<readonly string[]> => {
    await world.settled();
    return [...note.reactions.keys()];
  };
  await wait(signs).toEqual(["📝"]);
  expect(asked).toEqual(["/api/v1/chat/messages"]);
  await world.stop();
}, 120_000);

test("Slack: what is written under words of people never reaches the desk", async () => {
  const world = await SocketDesk.start();
  const admin = await world.linked(await world.desk.person("admin", "Ada"), "Ada");
  await admin.command("/ticket", "channel on", world.channel);
  await wait(() => JSON.stringify(admin.ephemerals)).toContain("shows tickets now");
  await (await world.desk.person("client", "Cleo")).open();
  await world.settled();
  const lunch = await admin.write(world.channel, "Lunch?");

  const asked = watch(world);
  for (let i = 0; i < 50; i++) await admin.write(world.channel, `At ${i}`, { thread: lunch.ts });
  expect(asked).toEqual([]);
  await admin.write(world.channel, "A note", { thread: world.card.ts });
  await wait(() => asked).toEqual(["/api/v1/chat/messages"]);
  await world.stop();
}, 120_000);
