import type { ChannelPage, IntegrationPage, IntegrationView } from "@docket/core/contract/integration";
import type { TicketView } from "@docket/core/contract/ticket";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { second } from "@docket/core/time";
import { passTime } from "../../../api/test/chat-desk.ts";
import { conversationOf, historyOf, ticketOf } from "../../../api/test/answers.ts";
import type { Caller } from "../../../api/test/desk.ts";
import type { Actor } from "./actor.ts";
import { Lifecycle } from "./lifecycle.ts";
import type { SlackDesk } from "./slack-desk.ts";
import { startSlackDesk } from "./slack-desk.ts";
import type { Channel, Message } from "./state.ts";

let world: SlackDesk;
let admin: Caller;
let lifecycle: Lifecycle;
let open: Channel;
let secret: Channel;

beforeEach(async () => {
  world = await startSlackDesk();
  const { slack, workspace } = world;
  lifecycle = new Lifecycle(slack, workspace);
  open = world.channel;
  secret = slack.addChannel(workspace, "secret", { isPrivate: true });
  admin = await world.desk.person("admin", "Ada");
  const { id: integrationId } = (await admin.post<IntegrationView>("/integrations", { platform: "slack" })).body;
  for (const { id: channelId } of [open, secret]) await admin.post("/channels", { integrationId, channelId });
});
afterEach(() => world.stop());

/** What admins read of a channel: its name, and what is wrong with it. */
const shown = async ({ id }: Channel) => {
  await world.settled();
  const { items } = (await admin.get<ChannelPage>("/channels")).body;
  const found = items.find(({ channelId }) => channelId === id);
  return [found?.name, found?.state, found?.reason];
};
const works = (name: string) => [name, "active", null];

test("a channel that is archived says so until it is taken out of the archive, and no other does", async () => {
  for (const channel of [open, secret]) {
    await lifecycle.archive(channel);
    expect(await shown(channel)).toEqual([channel.name, "broken", "The channel is archived."]);
    expect(await shown(channel === open ? secret : open)).toEqual(works(channel === open ? "secret" : "support"));
    await lifecycle.unarchive(channel);
    expect(await shown(channel)).toEqual(works(channel.name));
  }
});

test("what waited for a channel comes as soon as the channel is open again", async () => {
  const { desk, channel } = world;
  const client = await desk.person("client", "Cleo");
  const titles = () => JSON.stringify([...channel.messages.values()].map(({ blocks }) => blocks));
  const ways = [
    [() => lifecycle.archive(channel), () => lifecycle.unarchive(channel)],
    [() => lifecycle.putOut(channel), () => lifecycle.invite(channel)],
  ] as const;
  for (const [shut, reopen] of ways) {
    await shut();
    await passTime(desk, second);
    const tickets = [await client.open({ title: `First` }), await client.open({ title: `Second` })];
    await passTime(desk, 10 * second);
    for (const { number } of tickets) expect(titles()).not.toContain(`#${number}`);
    await reopen();
    await passTime(desk, 20 * second);
    for (const { number } of tickets) expect(titles()).toContain(`#${number}`);
  }
});

test("a channel that is renamed is called so", async () => {
  for (const channel of [open, secret]) {
    await lifecycle.rename(channel, `help-${channel.id.toLowerCase()}`);
    expect(await shown(channel)).toEqual(works(`help-${channel.id.toLowerCase()}`));
  }
});

test("a channel out of which the bot is put says so until it is invited again", async () => {
  await lifecycle.putOut(open);
  expect(await shown(open)).toEqual([
    "support",
    "broken",
    "The bot is not in the channel: invite it to the channel first.",
  ]);
  await lifecycle.invite(open);
  expect(await shown(open)).toEqual(works("support"));
});

test("a channel that is deleted says that there is none", async () => {
  await lifecycle.delete(secret);
  expect(await shown(secret)).toMatchObject(["secret", "broken", expect.stringContaining("There is no such channel")]);
});

const workspaces = async () => (await admin.get<IntegrationPage>("/integrations")).body.items;

describe("out of a workspace the app is taken", () => {
  let ana: Actor;
  let ticket: TicketView;
  let card: Message;

  beforeEach(async () => {
    ana = await world.linked(await world.desk.person("agent", "Ana Lima"), "Ana");
    ticket = await (await world.desk.person("client", "Cleo")).open({ title: "The lift is stuck" });
    await world.settled();
    card = [...open.messages.values()].find(({ threadTs, ours }) => threadTs === null && ours) as Message;
  });

  /** What somebody there is told who does all that they can do to the ticket. */
  const tryAll = async (): Promise<string> => {
    const before = ana.ephemerals.length;
    await ana.press(card, "docket:claim");
    await ana.command("/ticket", `claim ${ticket.number}`, open);
    await ana.write(open, "From the thread", { thread: card.ts });
    await ana.openHome();
    await world.settled();
    return JSON.stringify(ana.ephemerals.slice(before).map(({ text }) => text));
  };

  const install = () => {
    const { install: installed } = world.workspace;
    if (!installed) throw new Error("the app was never installed");
    return installed;
  };

  test("which says so, and nothing that stands there does anything until the app is back", async () => {
    await lifecycle.uninstall();
    await world.settled();
    const reason = expect.stringContaining("install the app again") as string;
    expect(await workspaces()).toMatchObject([{ state: "broken", reason }]);
    const told = await tryAll();
    expect(told.match(/no working connection to this Slack workspace, so nothing was done/g)).toHaveLength(2);
    expect((await historyOf(admin, ticket.id)).length).toBe(1);
    expect(await conversationOf(admin, ticket.id)).toEqual([]);

    install().state = "active";
    await admin.post("/integrations", { platform: "slack" });
    await ana.press(card, "docket:claim");
    await expect.poll(async () => (await ticketOf(admin, ticket.id)).assignee?.name).toBe("Ana Lima");
  });

  test("and Retry hears it again, unless the app is still out", async () => {
    await lifecycle.uninstall();
    await world.settled();
    const [{ id } = { id: "" }] = await workspaces();
    const retry = () => admin.post<{ detail?: string }>(`/integrations/${id}/resume`);
    expect((await retry()).body.detail).toContain("install the app again");
    expect(await tryAll()).toContain("nothing was done");
    expect((await ticketOf(admin, ticket.id)).assignee).toBeNull();
    install().state = "active";
    expect((await retry()).status).toBe(200);
    await ana.press(card, "docket:claim");
    await expect.poll(async () => (await ticketOf(admin, ticket.id)).assignee?.name).toBe("Ana Lima");
  });

  test("but one that takes no cards for another reason hears its people all the same", async () => {
    install().scopes = new Set([...install().scopes].filter((scope) => scope !== "chat:write"));
    await admin.post(`/tickets/${ticket.id}/claim`);
    await world.settled();
    expect(await workspaces()).toMatchObject([{ state: "broken" }]);
    await ana.press(card, "docket:resolve");
    await expect.poll(async () => (await ticketOf(admin, ticket.id)).status).toBe("resolved");
  });
});
