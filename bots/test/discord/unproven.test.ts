import { afterEach, beforeEach, expect, test } from "vitest";
import type { Caller } from "../../../api/test/desk.ts";
import { DiscordDesk, answerOf, messagesIn, threadsOf } from "./discord-desk.ts";
import type { Interaction } from "./interactions.ts";
import type { Person } from "./person.ts";
import type { Channel } from "./world.ts";

let world: DiscordDesk;
let agent: Caller;
let owner: Caller;
let ana: Person;
let channel: Channel;
beforeEach(async () => {
  world = await DiscordDesk.start();
  agent = await world.desk.person("agent", "Ana Lima");
  owner = await world.desk.person("client", "The real Cleo");
  ana = await world.linked(agent, "Ana");
  const ada = await world.linked(await world.desk.person("admin", "Ada"), "Ada");
  channel = world.discord.text(world.guild, "support");
  await said(await ada.slash(channel.id, "ticket channel", { setting: "on" }));
});
afterEach(() => world.stop());

const wait = (what: () => unknown) => expect.poll(what, { interval: 20 });

const said = async (interaction: Interaction): Promise<string> => {
  await wait(() => answerOf(interaction)).not.toBe("");
  return answerOf(interaction);
};

test("whoever only typed an address is marked wherever their ticket is, and gets nobody's name by it", async () => {
  const visitor = await world.desk.visitor();
  const requester = { name: `*some*body ${"x".repeat(89)}`, email: agent.email };
  const title = "A title as long as titles are. ".repeat(6).trim();
  const { id, number } = await visitor.open({ requester, title, description: "It is lost. ".repeat(40) });
  await visitor.post(`/tickets/${id}/replies`, { body: "Are you there?" });
  await world.settled();
  const [thread] = threadsOf(channel);
  const card = thread && channel.messages.get(thread.id);
  if (!thread || !card) throw new Error("there is no card");

  const mark = "(email not confirmed)";
  const fields = card.embeds.flatMap((embed) => embed.fields ?? []);
  expect(fields.find(({ name }) => name === "Requester")?.value).toBe(`\\*some\\*body ${"x".repeat(89)} ${mark}`);
  const lines = messagesIn(thread).map(({ content }) => content);
  for (const words of ["It is lost.", "Are you there?"])
    expect(lines.find((line) => line.includes(words)) ?? "").toContain(`client ${mark}`);
  const form = JSON.stringify((await ana.press(card, "Reply…")).modal);
  expect(form).toContain("From \\\\*some\\\\*body");
  const answers = [
    await said(await ana.slash(thread.id, "ticket show", { ticket: String(number) })),
    await said(await ana.slash(channel.id, "ticket queue")),
  ];
  for (const words of [form, ...answers]) expect(words).toContain(mark);
  for (const words of [JSON.stringify(card), form, ...lines, ...answers]) expect(words).not.toContain("Ana Lima");
});

test("once the owner of the address did anything with the ticket, it has their name and no mark", async () => {
  const visitor = await world.desk.visitor();
  const { id, number } = await visitor.open({ requester: { name: "cleo", email: owner.email } });
  await world.settled();
  const [thread] = threadsOf(channel);
  const card = () => JSON.stringify(thread && channel.messages.get(thread.id));
  expect(card()).toContain("cleo (email not confirmed)");
  await owner.post(`/tickets/${id}/replies`, { body: "It is mine." });
  await world.settled();
  await wait(card).toContain("The real Cleo");
  const show = await said(await ana.slash(channel.id, "ticket show", { ticket: String(number) }));
  for (const words of [card(), show]) expect(words).not.toContain("not confirmed");
});
