import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { IntegrationView } from "@docket/core/contract/integration";
import type { TicketView } from "@docket/core/contract/ticket";
import { minute } from "@docket/core/time";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { RemoteCaller } from "../../../api/test/node/people.ts";
import { firstAdmin, signIn } from "../../../api/test/node/people.ts";
import { ServerProcess } from "../../../api/test/node/server-process.ts";
import { unfollow } from "../../../api/test/node/unfollow.ts";
import type { Actor } from "./actor.ts";
import { FakeSlack } from "./fake-slack.ts";
import type { Channel, Message, Workspace } from "./state.ts";

let folder = "";
let slack: FakeSlack;
let workspace: Workspace;
let channel: Channel;
let server: ServerProcess;

/** The desk as a process of its own, which Slack reaches. */
const start = async (): Promise<void> => {
  server = await ServerProcess.start(folder, {
    SLACK_BOT_TOKEN: workspace.install?.token ?? "",
    SLACK_SIGNING_SECRET: slack.signingSecret,
    SLACK_API_URL: slack.apiUrl,
  });
  slack.delivery.requestUrl = `${server.url}/hooks/slack`;
};

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "docket-catch-up-"));
  slack = await FakeSlack.start();
  workspace = slack.addWorkspace("Acme");
  channel = slack.addChannel(workspace, "support");
  await start();
}, 120_000);
afterEach(async () => {
  await server.end("SIGTERM");
  await slack.stop();
  await rm(folder, { recursive: true, force: true });
});

const wait = (what: () => unknown) => expect.poll(what);

const linked = async (person: RemoteCaller): Promise<Actor> => {
  const actor = slack.actor(workspace, "Ada");
  channel.members.add(actor.user.id);
  await actor.command("/ticket", "link", channel);
  const told = (): string => JSON.stringify(actor.ephemerals);
  await wait(told).toContain("/link#");
  const code = /\/link#([\w-]+)/.exec(told())?.[1];
  expect((await person.post("/identity-links", { code })).status).toBe(201);
  return actor;
};

const card = (): Message | undefined =>
  [...channel.messages.values()].find(({ threadTs, ours }) => threadTs === null && ours);

test("what people did in Slack while the desk's process was dead is followed as soon as it runs again", async () => {
  const admin = await firstAdmin(server);
  const { body: connected } = await admin.post<IntegrationView>("/integrations", { platform: "slack" });
  await admin.post("/channels", { integrationId: connected.id, channelId: channel.id });
  const ada = await linked(admin);
  const requester = { name: "Vera", email: "vera@clients.test" };
  const { body: ticket } = await admin.post<TicketView>("/tickets", {
    title: "Help",
    description: "Please",
    category: "question",
    requester,
  });
  await wait(card).toBeDefined();
  const thread = card()?.ts ?? "";
  const words = async (who: RemoteCaller) => {
    const { body } = await who.get<{ items: { body: string }[] }>(`/tickets/${ticket.id}/messages`);
    return body.items.map((message) => message.body).toReversed();
  };
  const said = await ada.write(channel, "Before", { thread });
  await wait(() => words(admin)).toEqual(["Before"]);

  await server.end("SIGKILL");
  await ada.edit(said, "Long before");
  await ada.write(channel, "While it was dead", { thread });
  await unfollow(`file:${join(folder, "docket.db")}`, 10 * minute, Date.now() + 5 * minute);
  await start();
  const again = await signIn(server.url, "ada@desk.test");
  await wait(() => words(again)).toEqual(["Long before", "While it was dead"]);
  expect(slack.violations).toEqual([]);
}, 120_000);
