import type { IntegrationView } from "@docket/core/contract/integration";
import type { TicketView } from "@docket/core/contract/ticket";
import { minute } from "@docket/core/time";
import { afterAll, beforeAll, expect, test } from "vitest";
import { FakeDiscord } from "./discord/fake-discord.ts";
import type { Channel as Place } from "./discord/world.ts";
import type { Actor } from "./slack/actor.ts";
import { FakeSlack } from "./slack/fake-slack.ts";
import type { Channel, Message, Workspace } from "./slack/state.ts";
import type { RemoteCaller } from "../../api/test/node/people.ts";
import { unfollow } from "../../api/test/node/unfollow.ts";
import { Cast } from "../../api/test/workerd/cast.ts";
import { DeskOnWorkerd } from "../../api/test/workerd/desk-on-workerd.ts";

let slack: FakeSlack;
let discord: FakeDiscord;
let workspace: Workspace;
let channel: Channel;
let forum: Place;
let desk: DeskOnWorkerd;
let cast: Cast;

beforeAll(async () => {
  [slack, discord] = await Promise.all([FakeSlack.start(), FakeDiscord.start()]);
  workspace = slack.addWorkspace("Acme");
  channel = slack.addChannel(workspace, "support");
  forum = discord.forum(discord.guild("Acme"), "support");
  desk = await DeskOnWorkerd.start({
    SLACK_BOT_TOKEN: workspace.install?.token ?? "",
    SLACK_SIGNING_SECRET: slack.signingSecret,
    SLACK_API_URL: slack.apiUrl,
    DISCORD_TOKEN: discord.token,
    DISCORD_API_URL: discord.api,
  });
  slack.delivery.requestUrl = `${desk.url}/hooks/slack`;
  cast = await Cast.meet(desk.url, desk.backing);
}, 120_000);
afterAll(async () => {
  await desk.stop();
  await Promise.all([slack.stop(), discord.stop()]);
});

/** Somebody of Slack who links themselves to who they are at the desk. */
const linked = async (name: string, person: RemoteCaller): Promise<Actor> => {
  const actor = slack.actor(workspace, name);
  channel.members.add(actor.user.id);
  expect(await actor.command("/ticket", "link", channel)).toMatchObject({ acked: true });
  const told = (): string => JSON.stringify(actor.ephemerals);
  await expect.poll(told).toContain("/link#");
  const code = /\/link#([\w-]+)/.exec(told())?.[1];
  expect((await person.post("/identity-links", { code })).status).toBe(201);
  return actor;
};

const cardText = (): string => JSON.stringify(card()?.blocks ?? []);
const card = (): Message | undefined =>
  [...channel.messages.values()].find(({ threadTs, ours }) => threadTs === null && ours);
const thread = (): string =>
  JSON.stringify(
    [...channel.messages.values()].filter(({ threadTs }) => threadTs !== null).map(({ blocks }) => blocks),
  );
const postText = (): string =>
  JSON.stringify(
    [...forum.guild.channels.values()]
      .filter(({ parent }) => parent === forum)
      .flatMap(({ messages }) => [...messages.values()].map(({ content, embeds }) => [content, embeds])),
  );
const wait = (what: () => unknown) => expect.poll(what);

test("a Worker shows a ticket in Slack and in Discord, and takes what people do in Slack", async () => {
  const [ana, bo] = [await cast.colleague("ana@desk.test"), await cast.colleague("bo@desk.test")];
  const boss = await linked("Ada", cast.admin);
  await boss.command("/ticket", "channel on", channel);
  await wait(() => JSON.stringify(boss.ephemerals)).toContain("shows tickets now");
  const connected = await cast.admin.post<{ id: string }>("/integrations", { platform: "discord" });
  await cast.admin.post("/channels", { integrationId: connected.body.id, channelId: forum.id });
  const [anaThere, boThere] = [await linked("Ana", ana), await linked("Bo", bo)];

  const { caller } = await cast.visitor();
  const ticket = await cast.open(caller, "cleo@clients.test");
  await wait(cardText).toContain(`#${ticket.number}`);
  await wait(postText).toContain(`#${ticket.number}`);

  const shown = card() as Message;
  await Promise.all([anaThere.press(shown, "docket:claim"), boThere.press(shown, "docket:claim")]);
  const told = (): string => JSON.stringify([...anaThere.ephemerals, ...boThere.ephemerals]);
  await wait(told).toContain("has this ticket");
  const { assignee } = (await ana.get<TicketView>(`/tickets/${ticket.id}`)).body;
  await wait(cardText).toContain(assignee?.name);
  await wait(postText).toContain(assignee?.name);

  await anaThere.press(card() as Message, "docket:reply");
  await wait(() => anaThere.view !== null).toBe(true);
  await anaThere.submit({ text: "Look under the mat." });
  await wait(() => cast.lettersTo("cleo@clients.test").some(({ text }) => text.includes("under the mat"))).toBe(true);
  await wait(thread).toContain("Look under the mat.");
  await wait(postText).toContain("Look under the mat.");
  const words = await boThere.write(channel, "Which mat?", { thread: shown.ts });
  await wait(() => [...words.reactions.keys()]).toEqual(["memo"]);
  await wait(postText).toContain("Which mat?");

  // What Slack could not bring is found by the work of the next minute.
  slack.delivery.requestUrl = () => Promise.resolve(new Response("", { status: 503 }));
  await boThere.write(channel, "The green one", { thread: shown.ts });
  await unfollow(desk.backing.settings["DATABASE_URL"] ?? "", 10 * minute);
  await desk.worker.sweep();
  await wait(postText).toContain("The green one");

  // Who takes the wrong secret for the right one is told so, until something comes that the right one signed.
  const listening = async () => {
    const { items } = (await cast.admin.get<{ items: IntegrationView[] }>("/integrations")).body;
    return items.find(({ platform }) => platform === "slack")?.listening;
  };
  slack.delivery.requestUrl = `${desk.url}/hooks/slack`;
  slack.delivery.secret = "the-secret-of-another-app";
  for (let i = 0; i < 5; i++) expect(await boss.command("/ticket", "help", channel)).toMatchObject({ status: 401 });
  await wait(listening).toMatchObject({
    state: "broken",
    reason: expect.stringContaining("SLACK_SIGNING_SECRET") as string,
  });
  slack.delivery.secret = slack.signingSecret;
  await boss.command("/ticket", "help", channel);
  await wait(listening).toMatchObject({ state: "active" });
  expect([...slack.violations, ...discord.violations]).toEqual([]);
}, 120_000);

test("a Worker takes nothing that Slack did not sign", async () => {
  const body = "command=%2Fticket&text=next&team_id=T1&user_id=U1";
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  expect((await fetch(`${desk.url}/hooks/slack`, { method: "POST", headers, body })).status).toBe(401);
});
