import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ChatPlatform } from "@docket/core/chat/platform";
import type { IntegrationPage } from "@docket/core/contract/integration";
import type { TicketView } from "@docket/core/contract/ticket";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { RemoteCaller } from "../../api/test/node/people.ts";
import { firstAdmin } from "../../api/test/node/people.ts";
import { root, run } from "../../api/test/node/commands.ts";
import { ServerProcess } from "../../api/test/node/server-process.ts";
import { FakeDiscord } from "./discord/fake-discord.ts";
import type { Channel as DiscordChannel } from "./discord/world.ts";
import { FakeSlack } from "./slack/fake-slack.ts";
import type { Channel as SlackChannel, Workspace } from "./slack/state.ts";

let folder = "";
let slack: FakeSlack;
let discord: FakeDiscord;
let workspace: Workspace;
let channel: SlackChannel;
let forum: DiscordChannel;
let server: ServerProcess;
let admin: RemoteCaller;

const wait = (what: () => unknown) => expect.poll(what, { timeout: 30_000, interval: 50 });

/** The desk, started as `npm start` starts it; Slack does not reach it. */
const start = async (level = "info"): Promise<void> => {
  server = await ServerProcess.start(folder, {
    LOG_LEVEL: level,
    SLACK_APP_TOKEN: slack.appToken,
    SLACK_BOT_TOKEN: workspace.install?.token ?? "",
    SLACK_API_URL: slack.apiUrl,
    DISCORD_TOKEN: discord.token,
    DISCORD_API_URL: discord.api,
  });
};

const connected = async (): Promise<void> => {
  await Promise.all([server.says("slack is connected"), server.says("discord is connected")]);
};

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "docket-processes-"));
  [slack, discord] = await Promise.all([FakeSlack.start(), FakeDiscord.start()]);
  workspace = slack.addWorkspace("Acme");
  channel = slack.addChannel(workspace, "support");
  forum = discord.forum(discord.guild("Acme"), "support");
});
afterEach(async () => {
  await server.end("SIGTERM");
  await Promise.all([slack.stop(), discord.stop()]);
  await rm(folder, { recursive: true, force: true });
  const wrong = [...slack.violations, ...discord.violations];
  if (wrong.length > 0) throw new Error(wrong.join("\n"));
});

/** The processes of a bot so far, the present one last. */
const processesOf = (platform: ChatPlatform): readonly number[] =>
  [...server.output.matchAll(new RegExp(`"a bot has begun","platform":"${platform}","pid":(\\d+)`, "g"))].map(
    ([, pid]) => Number(pid),
  );
const processOf = (platform: ChatPlatform): number => processesOf(platform).at(-1) ?? 0;

const runs = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

const listening = async (platform: ChatPlatform) => {
  const { body } = await admin.get<IntegrationPage>("/integrations");
  return body.items.find((one) => one.platform === platform)?.listening;
};
const works = { state: "active", reason: null, since: null };

const codeIn = (told: string): string => /\/link#([\w-]+)/.exec(told)?.[1] ?? "";

/** Somebody of the staff in both chats, and a ticket that is shown in both. */
const meet = async () => {
  admin = await firstAdmin(server);
  for (const [platform, channelId] of [
    ["slack", channel.id],
    ["discord", forum.id],
  ] as const) {
    const { body } = await admin.post<{ id: string }>("/integrations", { platform });
    await admin.post("/channels", { integrationId: body.id, channelId });
  }
  const inSlack = slack.actor(workspace, "Ada");
  channel.members.add(inSlack.user.id);
  await inSlack.command("/ticket", "link", channel);
  await wait(() => codeIn(JSON.stringify(inSlack.ephemerals))).not.toBe("");
  await admin.post("/identity-links", { code: codeIn(JSON.stringify(inSlack.ephemerals)) });
  const inDiscord = discord.person(forum.guild, "Ada");
  const hello = inDiscord.post(forum.id, "Hello", "Our tickets come here");
  const asked = await inDiscord.slash(hello.id, "ticket link");
  await asked.reply();
  await admin.post("/identity-links", { code: codeIn(asked.replies.map(({ content }) => content).join()) });
  const { body: ticket } = await admin.post<TicketView>("/tickets", {
    title: "Help",
    description: "Please",
    category: "question",
    requester: { name: "Vera", email: "vera@clients.test" },
  });
  const card = () => [...channel.messages.values()].find(({ threadTs, ours }) => threadTs === null && ours);
  const post = () =>
    [...forum.guild.channels.values()].find(({ parent, name }) => parent === forum && name.includes("Help"));
  await wait(() => [card(), post()].includes(undefined)).toBe(false);
  return { inSlack, inDiscord, ticket, thread: card()?.ts ?? "", post: post()?.id ?? "" };
};

const words = async ({ id }: TicketView): Promise<readonly string[]> => {
  const { body } = await admin.get<{ items: { body: string }[] }>(`/tickets/${id}/messages`);
  return body.items.map((message) => message.body).toSorted();
};

test("a bot that is killed comes back with nothing lost, and neither the desk nor the other one notices", async () => {
  await start();
  await connected();
  const { inSlack, inDiscord, ticket, thread, post } = await meet();
  const write: Readonly<Record<ChatPlatform, (text: string) => unknown>> = {
    slack: (text) => inSlack.write(channel, text, { thread }),
    discord: (text) => inDiscord.write(post, text),
  };
  const said: string[] = [];
  for (const [platform, other] of [
    ["slack", "discord"],
    ["discord", "slack"],
  ] as const) {
    const [victim, bystander] = [processOf(platform), processOf(other)];
    process.kill(victim, "SIGKILL");
    await wait(() => runs(victim)).toBe(false);
    await write[platform](`Into the void of ${platform}`);
    await write[other](`Beside it in ${other}`);
    said.push(`Into the void of ${platform}`, `Beside it in ${other}`);
    await wait(() => words(ticket)).toEqual(said.toSorted());
    expect(processOf(platform)).not.toBe(victim);
    expect(processOf(other)).toBe(bystander);
  }
  // A proxy in between that cuts what it holds is survived within the processes.
  const before = [processOf("slack"), processOf("discord")];
  slack.sockets.cut();
  discord.gateway.drop();
  await write.slack("After the cut in slack");
  await write.discord("After the cut in discord");
  said.push("After the cut in slack", "After the cut in discord");
  await wait(() => words(ticket)).toEqual(said.toSorted());
  expect([processOf("slack"), processOf("discord")]).toEqual(before);
}, 180_000);

test("a token that is taken away marks its own chat only, and says so in one line of the log", async () => {
  await start();
  await connected();
  await meet();
  await wait(() => listening("slack")).toEqual(works);
  slack.faults.next("apps.connections.open", { kind: "error", error: "token_revoked" }, { times: 1000 });
  slack.sockets.cut();
  await wait(async () => (await listening("slack"))?.reason).toContain("SLACK_APP_TOKEN");
  expect(await listening("discord")).toEqual(works);
  discord.gateway.close(4004);
  await wait(async () => (await listening("discord"))?.reason).toContain("DISCORD_TOKEN");
  for (const platform of ["slack", "discord"]) {
    const lines = server.output.split("\n").filter((line) => line.includes(`"${platform} is not connected"`));
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? "")).toMatchObject({ level: "error", nextTryInSeconds: 600 });
  }
  expect(server.output).not.toContain("a bot has ended");
  slack.faults.clear();
}, 120_000);

test("a chat that has trouble of its own at the start is tried again, and holds up nobody", async () => {
  // The library itself asks four times.
  slack.faults.next("auth.test", { kind: "status", status: 503 }, { times: 1 });
  discord.failures.plan({ path: /gateway\/bot/, times: 4 }, 503);
  await start();
  await server.says('"slack is not connected"');
  await server.says('"discord is not connected"');
  await connected();
  expect(server.output).not.toContain("a bot has ended");
}, 120_000);

test("the bots end with the desk, also when it is killed, and their processes show no secret", async () => {
  await start();
  await connected();
  const pids = [processOf("slack"), processOf("discord")];
  const secrets = [slack.appToken, workspace.install?.token ?? "", discord.token, "dk_", "a secret for tests"];
  for (const pid of pids)
    for (const name of ["cmdline", "environ"]) {
      const shown = await readFile(`/proc/${pid}/${name}`, "utf8").catch(() => "");
      for (const secret of secrets) expect(shown).not.toContain(secret);
    }
  await server.end("SIGKILL");
  await wait(() => pids.some((pid) => runs(pid))).toBe(false);

  await start();
  await connected();
  const again = [processOf("slack"), processOf("discord")];
  expect(await server.end("SIGTERM")).toBe(0);
  expect(again.some((pid) => runs(pid))).toBe(false);
}, 120_000);

test("the bots say as little as the desk is told to", async () => {
  await start("warn");
  admin = await firstAdmin(server);
  for (const platform of ["slack", "discord"] as const) {
    await admin.post("/integrations", { platform });
    await wait(() => listening(platform)).toEqual(works);
  }
  expect(server.output).not.toContain('"level":"info"');
  expect(server.output).not.toContain("is connected");
});

test("bots that run elsewhere say at once in one line what is wrong with their key, and end", async () => {
  await start("warn");
  admin = await firstAdmin(server);
  const keyWith = async (scope: string) =>
    (await admin.post<{ id: string; secret: string }>("/api-keys", { name: scope, scopes: [scope] })).body;
  const revoked = await keyWith("chat");
  await admin.call("DELETE", `/api/v1/api-keys/${revoked.id}`);
  const notRight = (why: string) => `DOCKET_KEY is not right: ${why}. Create a new one with the scope chat.`;
  for (const [key, why] of [
    ["xyz", "DOCKET_KEY must be a key of the desk with the scope chat: it begins with dk_."],
    [revoked.secret.replace(/.{4}$/, "AAAA"), notRight("the desk at DOCKET_URL does not know this key")],
    [revoked.secret, notRight("this key was revoked")],
    [(await keyWith("tickets:read")).secret, notRight("this key does not have the scope chat")],
  ] as const) {
    const { code, said, complained } = await run(process.execPath, [join(root, "bots/src/main.ts")], {
      DOCKET_URL: server.url,
      DOCKET_KEY: key,
      DISCORD_TOKEN: discord.token,
      DISCORD_API_URL: discord.api,
    });
    expect({ code, said, complained }).toEqual({ code: 1, said: "", complained: `docket: ${why}\n` });
  }
}, 60_000);
