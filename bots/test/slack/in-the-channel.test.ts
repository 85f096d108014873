import type { TicketView } from "@docket/core/contract/ticket";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Caller } from "../../../api/test/desk.ts";
import { deskUrl } from "../../../api/test/desk.ts";
import type { Actor } from "./actor.ts";
import type { SlackDesk } from "./slack-desk.ts";
import { startSlackDesk } from "./slack-desk.ts";
import type { Message, View } from "./state.ts";

let world: SlackDesk;
let ana: Actor;
let bo: Actor;
let ada: Actor;
let stranger: Actor;
let boss: Caller;
let anaHere: Caller;
let boHere: Caller;
let client: Caller;

beforeEach(async () => {
  world = await startSlackDesk();
  const { desk } = world;
  anaHere = await desk.person("agent", "Ana Lima");
  boHere = await desk.person("agent", "Bo Berg");
  boss = await desk.person("admin", "Ada");
  client = await desk.person("client", "Cleo");
  ana = await world.linked(anaHere, "Ana");
  bo = await world.linked(boHere, "Bo");
  stranger = world.slack.actor(world.workspace, "Stranger");
  world.channel.members.add(stranger.user.id);
  ada = await world.linked(boss, "Ada");
  await ada.command("/ticket", "channel on", world.channel);
  await world.settled();
});
afterEach(() => world.stop());

const told = ({ ephemerals }: Actor): string => JSON.stringify(ephemerals.at(-1)?.blocks ?? []);

const cards = (): readonly Message[] =>
  [...world.channel.messages.values()].filter(({ threadTs, ours }) => threadTs === null && ours);

/** The card of a new ticket, as it looks now and goes on looking to somebody who has not seen it change. */
const oldCard = async (): Promise<readonly [card: Message, ticket: TicketView]> => {
  const ticket = await client.open({ title: "The lift is stuck" });
  await world.settled();
  const card = cards().at(-1);
  if (!card) throw new Error("there is no card");
  return [{ ...card }, ticket];
};

test("a direct message is told that tickets are shown in channels", async () => {
  await ada.command("/ticket", "channel on", world.slack.openDirect(world.workspace, ada.user.id));
  await expect.poll(() => told(ada)).toContain("Docket shows tickets in channels, and not among direct messages.");
});

describe("a name that is mentioned", () => {
  const asked = (): number => world.slack.calls.filter(({ method }) => method === "users.info").length;

  test("is looked up in the thread of a ticket", async () => {
    const [card, { id }] = await oldCard();
    const message = await ana.write(world.channel, `<@${bo.user.id}>, look`, { thread: card.ts });
    await ana.edit(message, `<@${bo.user.id}>, please`);
    const { body } = await anaHere.get<{ items: { body: string }[] }>(`/tickets/${id}/messages`);
    expect(body.items.map((one) => one.body)).toEqual(["@Bo, please"]);
    expect(asked()).toBe(2);
  });

  test("is not looked up where people speak of something else", async () => {
    const lunch = await ana.write(world.channel, "Lunch?");
    const reply = await ana.write(world.channel, `<@${bo.user.id}>?`, { thread: lunch.ts });
    await ana.edit(reply, `<@${bo.user.id}>!`);
    await stranger.write(world.channel, `<@${bo.user.id}>?`, { thread: lunch.ts });
    expect(ana.delivered).toMatchObject({ acked: true });
    expect(asked()).toBe(0);
    expect([...ana.ephemerals, ...stranger.ephemerals]).toEqual([]);
  });
});

describe("a button on an old card", () => {
  const press = async (card: Message, action: string): Promise<string> => {
    await ana.press({ ...card }, `docket:${action}`);
    await world.settled();
    return told(ana);
  };

  test("of a ticket that is solved, closed or deleted tells why nothing happened", async () => {
    const [card, { id }] = await oldCard();
    await boHere.post(`/tickets/${id}/claim`);
    await boHere.post(`/tickets/${id}/resolve`);
    await world.settled();
    expect(await press(card, "claim")).toContain("Bo Berg has this ticket");
    await boss.post(`/tickets/${id}/close`);
    await world.settled();
    expect(await press(card, "resolve")).toContain("closed");
    await press(card, "reply");
    await ana.submit({ text: "Too late" });
    expect(Object.values(ana.view?.errors ?? {}).join()).toContain("closed");
    await ana.close();
    expect((await boss.delete(`/tickets/${id}`)).status).toBe(204);
    await world.settled();
    expect(await press(card, "claim")).toContain("There is no such ticket");
    await press(card, "reply");
    expect(JSON.stringify(ana.view?.source)).toContain("There is no such ticket");
  });

  test("by somebody who does not work here any more does nothing", async () => {
    const [card, ticket] = await oldCard();
    expect((await boss.patch(`/people/${anaHere.id}`, { active: false })).status).toBe(200);
    expect(await press(card, "claim")).toContain("it was switched off");
    await press(card, "reply");
    expect(JSON.stringify(ana.view?.source)).toContain("it was switched off");
    expect((await boss.get<TicketView>(`/tickets/${ticket.id}`)).body.assignee).toBeNull();
  });
});

test("a channel is told what to show by the names of categories, and never by ones that there are not", async () => {
  const set = async (words: string): Promise<string> => {
    expect(await ada.command("/ticket", `channel ${words}`, world.channel)).toMatchObject({ acked: true });
    await world.settled();
    return told(ada);
  };
  expect(await set("categories nonsense")).toContain("“nonsense” is not a category. Choose Question");
  expect(await set("priorities nonsense")).toContain("“nonsense” is not a priority: choose Low");
  expect(await set("nonsense")).toContain("The settings are show, on, off");
  expect(await set("categories Question, something does not work")).toContain(
    "categories Question, Something does not work",
  );
  expect(await set("categories")).toContain("any for all");
  expect(await set("")).toContain("categories Question, Something does not work");
  expect(await set("categories any")).toContain("of every kind");
});

describe("a link to a ticket", () => {
  const unfurled = async (who: Actor, ...numbers: readonly string[]): Promise<string> => {
    const urls = numbers.map((number) => `${deskUrl}/tickets/${number}`);
    const message = await who.write(world.channel, urls.join(" "));
    const event = {
      type: "link_shared",
      channel: world.channel.id,
      user: who.user.id,
      message_ts: message.ts,
      links: urls.map((url) => ({ domain: "desk.test", url })),
      unfurl_id: world.slack.share(world.channel, message),
      source: "conversations_history",
      event_ts: message.ts,
    };
    expect(await world.slack.delivery.event(world.workspace, event)).toMatchObject({ acked: true });
    return JSON.stringify(world.channel.messages.get(message.ts)?.attachments);
  };

  test("shows the ticket, and another link that leads nowhere does not hide it", async () => {
    const [, { number }] = await oldCard();
    expect(await unfurled(ana, "9999", String(number))).toContain("The lift is stuck");
  });

  test("shows nothing for who may not see it", async () => {
    const [, { number }] = await oldCard();
    expect(await unfurled(stranger, String(number))).not.toContain("lift");
  });
});

describe("the Home tab", () => {
  const home = (): View => {
    if (!ana.home) throw new Error("there is no Home tab");
    return ana.home;
  };

  test("shows the first of many tickets", async () => {
    for (let i = 0; i < 12; i++) await client.open({ title: `${i} <!here> `.repeat(15).trim() });
    await ana.openHome();
    expect(JSON.stringify(home().source)).toContain("There are more: look into the dashboard");
  });

  test("says who was faster, and shows what is left", async () => {
    const { id } = await client.open({ title: "The lift is stuck" });
    await ana.openHome();
    await boHere.post(`/tickets/${id}/claim`);
    await ana.press(home(), "docket:claim");
    await world.settled();
    expect(JSON.stringify(ana.view?.source)).toContain("Bo Berg has this ticket");
    expect(JSON.stringify(home().source)).not.toContain("The lift is stuck");
  });

  test("tells a stranger how to begin", async () => {
    await client.open({ title: "The lift is stuck" });
    await stranger.openHome();
    expect(JSON.stringify(stranger.home?.source)).toContain("/ticket link");
    expect(JSON.stringify(stranger.home?.source)).not.toContain("The lift is stuck");
  });
});
