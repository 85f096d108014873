import { afterEach, beforeEach, expect, test } from "vitest";
import { DiscordDesk, answerOf, messagesIn, threadsOf } from "./discord-desk.ts";
import type { Interaction } from "./interactions.ts";

let world: DiscordDesk;
beforeEach(async () => {
  world = await DiscordDesk.start();
});
afterEach(() => world.stop());

const wait = (what: () => unknown) => expect.poll(what, { interval: 20 });

const said = async (interaction: Interaction): Promise<string> => {
  await wait(() => answerOf(interaction)).not.toBe("");
  return answerOf(interaction);
};

test("a reply to a client who was deleted is not called sent, in the thread, by a command or by a form", async () => {
  const ada = await world.desk.person("admin", "Ada");
  const admin = await world.linked(ada, "Ada");
  const ana = await world.linked(await world.desk.person("agent", "Ana Lima"), "Ana");
  const client = await world.desk.person("client", "Cleo");
  const channel = world.discord.text(world.guild, "support");
  await said(await admin.slash(channel.id, "ticket channel", { setting: "on" }));
  await said(await admin.slash(channel.id, "ticket channel", { setting: "mode", value: "reply" }));
  const { number } = await client.open();
  await world.settled();
  const [thread] = threadsOf(channel);
  const card = thread && channel.messages.get(thread.id);
  if (!thread || !card) throw new Error("there is no card");
  await ada.delete(`/people/${client.id}`);

  const why = "kept, but nobody gets it: the client was deleted.";
  const command = await ana.slash(thread.id, "ticket reply", { text: "By command." });
  expect(await said(command)).toContain(`#${number}: ${why}`);
  const form = await ana.press(card, "Reply…");
  expect(await said(await ana.submit(form, { text: "By form." }))).toContain(`#${number}: ${why}`);
  const plain = ana.write(thread.id, "In the thread.");
  await world.settled();
  const lines = messagesIn(thread).map(({ content }) => content);
  for (const words of ["By command.", "By form."])
    expect(lines.find((line) => line.includes(words))).toContain("📭 kept, no email to the client: the client was");
  await wait(() => [...plain.reactions.keys()]).toEqual(["📭"]);
  await wait(() => JSON.stringify(channel.messages.get(thread.id))).toContain("📭 No email: the client was deleted.");
});
