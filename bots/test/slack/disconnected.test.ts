// Off is off: what stands in a workspace from the time when the desk was connected does nothing any more.
import type { IntegrationPage } from "@docket/core/contract/integration";
import type { TicketView } from "@docket/core/contract/ticket";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { conversationOf, historyOf, ticketOf } from "../../../api/test/answers.ts";
import type { Caller, Desk } from "../../../api/test/desk.ts";
import { deskUrl } from "../../../api/test/desk.ts";
import { link } from "../../../api/test/keys.ts";
import type { Actor } from "./actor.ts";
import type { FakeSlack } from "./fake-slack.ts";
import { SocketDesk } from "./socket-desk.ts";
import { startSlackDesk } from "./slack-desk.ts";
import type { Channel, Message, Workspace } from "./state.ts";

interface World {
  readonly desk: Desk;
  readonly slack: FakeSlack;
  readonly workspace: Workspace;
  readonly channel: Channel;
  settled(): Promise<void>;
  stop(): Promise<void>;
}

const starts: Readonly<Record<string, () => Promise<World>>> = {
  HTTP: () => startSlackDesk(),
  "Socket Mode": () => SocketDesk.start(),
};

let world: World;
let ana: Actor;
let ada: Actor;
let anaHere: Caller;
let admin: Caller;
let client: Caller;
let ticket: TicketView;

const linked = async (person: Caller, name: string): Promise<Actor> => {
  const actor = world.slack.actor(world.workspace, name);
  world.channel.members.add(actor.user.id);
  await link(world.desk, person, `slack:${world.workspace.id}/${actor.user.id}`);
  return actor;
};

const card = (): Message => {
  const [first] = [...world.channel.messages.values()].filter(({ threadTs, ours }) => threadTs === null && ours);
  if (!first) throw new Error("there is no card");
  return first;
};

const told = ({ ephemerals, view }: Actor): string => JSON.stringify([ephemerals, view?.source]);

const disconnect = async (): Promise<void> => {
  const { items } = (await admin.get<IntegrationPage>("/integrations")).body;
  for (const { id } of items) expect((await admin.delete(`/integrations/${id}`)).status).toBe(204);
};

/** Nothing has happened to the ticket: it has its one event. */
const untouched = async (): Promise<void> => {
  await world.settled();
  expect((await historyOf(admin, ticket.id)).length).toBe(1);
  expect(await conversationOf(admin, ticket.id)).toEqual([]);
};

describe.each(Object.keys(starts))("over %s", (way) => {
  beforeEach(async () => {
    const start = starts[way];
    if (!start) throw new Error(`nothing starts ${way}`);
    world = await start();
    const { desk } = world;
    anaHere = await desk.person("agent", "Ana Lima");
    ana = await linked(anaHere, "Ana");
    admin = await desk.person("admin", "Ada");
    ada = await linked(admin, "Ada");
    client = await desk.person("client", "Cleo");
    await ada.command("/ticket", "channel on", world.channel);
    await vi.waitUntil(() => told(ada).includes("shows tickets now"), { interval: 5, timeout: 30_000 });
    ticket = await client.open({ title: "The lift is stuck" });
    await world.settled();
  });
  afterEach(() => world.stop());

  test("no command does anything after Disconnect, and it says why", async () => {
    await disconnect();
    for (const words of [
      `show ${ticket.number}`,
      `claim ${ticket.number}`,
      `reply ${ticket.number} Hello`,
      "next",
      "away",
      "link",
    ]) {
      const before = ana.ephemerals.length;
      await ana.command("/ticket", words, world.channel);
      await expect.poll(() => JSON.stringify(ana.ephemerals.slice(before))).toContain("disconnected from here");
      expect(told(ana)).not.toContain("in Discord");
    }
    expect(told(ana)).not.toContain("The lift is stuck");
    await untouched();
    expect(
      world.desk.mailer
        .to(client.email)
        .map(({ text }) => text)
        .join(),
    ).not.toContain("push");
  });

  test("no old button, form, thread, link or Home tab does", async () => {
    await ana.press(card(), "docket:note");
    await expect.poll(() => ana.view).toBeTruthy();
    await disconnect();
    await ana.submit({ text: "From a form that stood open" });
    await ana.press(card(), "docket:claim");
    await expect.poll(() => told(ana)).toContain("disconnected from here");
    await ana.write(world.channel, "From the thread", { thread: card().ts });
    const shared = await ana.share(world.channel, `${deskUrl}/tickets/${ticket.number}`);
    await ana.openHome();
    await untouched();
    expect(JSON.stringify([ana.home, shared])).not.toContain("The lift is stuck");
  });

  test("what is owed ends quietly, and an admin connects it again from there", async () => {
    await client.post(`/tickets/${ticket.id}/replies`, { body: "Are you there?" });
    await disconnect();
    await client.open({ title: "Nobody sees this there" });
    const sent = world.channel.messages.size;
    await world.settled();
    expect(world.channel.messages.size).toBe(sent);
    expect((await admin.get<{ items: unknown[] }>("/outbox/parked")).body.items).toEqual([]);
    await ana.command("/ticket", "channel on", world.channel);
    expect((await admin.get<IntegrationPage>("/integrations")).body.items).toEqual([]);
    await ada.command("/ticket", "channel on", world.channel);
    await expect.poll(async () => (await admin.get<IntegrationPage>("/integrations")).body.items.length).toBe(1);
    await ana.command("/ticket", `claim ${ticket.number}`, world.channel);
    await expect.poll(async () => (await ticketOf(admin, ticket.id)).assignee?.name).toBe("Ana Lima");
  });

  test("somebody who is unlinked, deactivated or no longer staff does nothing from the next press on", async () => {
    const { items } = (await anaHere.get<{ items: { id: string }[] }>("/identity-links")).body;
    await anaHere.delete(`/identity-links/${items[0]?.id}`);
    await ana.press(card(), "docket:claim");
    await expect.poll(() => told(ana)).toContain("does not know who you are");
    const boHere = await world.desk.person("agent", "Bo Berg");
    const bo = await linked(boHere, "Bo");
    await admin.patch(`/people/${boHere.id}`, { active: false });
    await bo.press(card(), "docket:claim");
    await expect.poll(() => told(bo)).toContain("it was switched off");
    await untouched();
  });
});
