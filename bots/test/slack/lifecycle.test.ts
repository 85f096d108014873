import type { ChannelPage, IntegrationPage, IntegrationView } from "@docket/core/contract/integration";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Caller } from "../../../api/test/desk.ts";
import { Lifecycle } from "./lifecycle.ts";
import type { SlackDesk } from "./slack-desk.ts";
import { startSlackDesk } from "./slack-desk.ts";
import type { Channel } from "./state.ts";

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

test("a workspace out of which the app is taken says so", async () => {
  await lifecycle.uninstall();
  await world.settled();
  const { items } = (await admin.get<IntegrationPage>("/integrations")).body;
  expect(items).toMatchObject([
    { state: "broken", reason: expect.stringContaining("install the app again") as string },
  ]);
});
