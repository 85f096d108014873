import { afterEach, beforeEach, expect, test } from "vitest";
import type { Caller } from "../../../api/test/desk.ts";
import type { Actor } from "./actor.ts";
import type { SlackDesk } from "./slack-desk.ts";
import { startSlackDesk } from "./slack-desk.ts";
import type { Message } from "./state.ts";

let world: SlackDesk;
let agent: Caller;
let ana: Actor;

const say = async (who: Actor, words: string): Promise<string> => {
  await who.command("/ticket", words, world.channel);
  await world.settled();
  return JSON.stringify(who.ephemerals.at(-1)?.blocks ?? []);
};

beforeEach(async () => {
  world = await startSlackDesk();
  agent = await world.desk.person("agent", "Ana Lima");
  ana = await world.linked(agent, "Ana");
  await say(await world.linked(await world.desk.person("admin", "Ada"), "Ada"), "channel on");
});
afterEach(() => world.stop());

const all = (): readonly Message[] => [...world.channel.messages.values()];
const card = (): Message => {
  const found = all().find(({ threadTs, ours }) => threadTs === null && ours);
  if (!found) throw new Error("there is no card");
  return found;
};
const shown = (words: string): string =>
  JSON.stringify(
    all().find((one) => one.threadTs !== null && JSON.stringify(one.blocks).includes(words))?.blocks ?? [],
  );

/** What a form says at its top, when the desk has said what there is to say. */
const form = async (): Promise<string> => {
  await ana.press(card(), "docket:reply");
  await world.settled();
  const words = JSON.stringify(ana.view);
  await ana.close();
  return words;
};

test("a visitor who typed an address is marked on the card, in its thread, in lists and in forms", async () => {
  const visitor = await world.desk.visitor();
  const requester = { name: "cleo", email: "cleo@unproven.test" };
  const { id, number } = await visitor.open({ requester, title: "A key", description: "It is lost. ".repeat(40) });
  await visitor.post(`/tickets/${id}/replies`, { body: "Are you there?" });
  await world.settled();
  expect(JSON.stringify(card().blocks)).toContain("From cleo (email not confirmed)");
  expect(card().text).toContain("from cleo (email not confirmed)");
  for (const words of ["It is lost.", "Are you there?"]) expect(shown(words)).toContain("client (email not confirmed)");
  for (const words of [`show ${number}`, "queue"])
    expect(await say(ana, words)).toContain("from cleo (email not confirmed)");
  expect(await form()).toContain("From cleo (email not confirmed)");
});

test("nobody gets the name of one of the staff by typing their address", async () => {
  const visitor = await world.desk.visitor();
  const { number } = await visitor.open({ requester: { name: "somebody", email: agent.email } });
  await world.settled();
  expect(JSON.stringify(card().blocks)).toContain("From somebody (email not confirmed)");
  for (const words of [JSON.stringify(card()), await say(ana, `show ${number}`), await form()]) {
    expect(words).toContain("somebody (email not confirmed)");
    expect(words).not.toContain("Ana Lima");
  }
});

test("once the owner of the address did anything with the ticket, it has their name and no mark", async () => {
  const owner = await world.desk.person("client", "The real Cleo");
  const visitor = await world.desk.visitor();
  const { id, number } = await visitor.open({ requester: { name: "cleo", email: owner.email } });
  await world.settled();
  expect(JSON.stringify(card().blocks)).toContain("From cleo (email not confirmed)");
  await owner.post(`/tickets/${id}/replies`, { body: "It is mine." });
  await world.settled();
  expect(JSON.stringify(card().blocks)).toContain("From The real Cleo ·");
  for (const words of [JSON.stringify(card()), shown("It is mine."), await say(ana, `show ${number}`), await form()])
    expect(words).not.toContain("not confirmed");
});
