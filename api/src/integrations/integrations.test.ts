import { ChatFailure } from "@docket/core/chat/chat-failure";
import type {
  ChannelPage,
  ChannelView,
  InstallLink,
  IntegrationPage,
  IntegrationView,
} from "@docket/core/contract/integration";
import type { Id } from "@docket/core/ids";
import { minute } from "@docket/core/time";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { fields, refusal, walk } from "../../test/answers.ts";
import { passTime, slackToken, startChatDesk } from "../../test/chat-desk.ts";
import { cookieOf } from "../../test/cookies.ts";
import type { Answer, Caller, Desk } from "../../test/desk.ts";
import { deskUrl } from "../../test/desk.ts";
import type { FakeBoard } from "../../test/fake-board.ts";
import { link, newKey, program } from "../../test/keys.ts";
import { sessions } from "../db/schema/auth.ts";
import { integrations } from "../db/schema/chat.ts";
import { events, outbox } from "../db/schema/events.ts";
import { sites } from "../db/schema/sites.ts";
import type { ChatInstall } from "./chat-board.ts";

let desk: Desk;
let slack: FakeBoard;
let admin: Caller;
beforeEach(async () => {
  ({ desk, slack } = await startChatDesk());
  admin = await desk.person("admin", "Dora");
});
afterEach(async () => {
  vi.useRealTimers();
  await desk.stop();
});

const connect = async (platform = "slack", by = admin): Promise<IntegrationView> =>
  (await by.post<IntegrationView>("/integrations", { platform })).body;

const add = (integrationId: string, channelId = "C1", more: object = {}): Promise<Answer<ChannelView>> =>
  admin.post("/channels", { integrationId, channelId, ...more });

/** What happened to a setting, by whom. */
const historyOf = async (id: string): Promise<readonly (readonly [string, unknown, unknown])[]> => {
  const { db } = desk.services;
  const [rows] = await db.read(db.orm.select().from(events).orderBy(events.position));
  return rows.filter(({ streamId }) => streamId === id).map(({ type, actor, data }) => [type, actor.id, data]);
};

describe("connecting a workspace", () => {
  test("takes the token of the settings, and keeps who the bot is there", async () => {
    const connected = await connect();
    expect(connected).toMatchObject({
      platform: "slack",
      workspaceId: "T1",
      name: "Acme",
      state: "active",
      reason: null,
    });
    expect((await admin.get<IntegrationPage>("/integrations")).body.items).toEqual([connected]);
    expect(await historyOf(connected.id)).toEqual([
      ["integration.connected", admin.id, { platform: "slack", workspaceId: "T1", name: "Acme" }],
    ]);
    expect(JSON.stringify(connected)).not.toContain(slackToken);
  });

  test.each([
    ["slack", "Slack is not set up any more: its settings are gone. docs/slack.md says what to set."],
    ["discord", "Discord is not set up any more: its settings are gone. docs/discord.md says what to set."],
  ])(
    "%s is broken as soon as a desk runs without its settings, and works again with them",
    async (platform, reason) => {
      const connected = await connect(platform);
      const { chats } = desk.services;
      Object.assign(desk.services, { chats: {} });
      const gone = { state: "broken", reason, since: null };
      const path = `/integrations/${connected.id}`;
      expect((await admin.get<IntegrationPage>("/integrations")).body.items).toEqual([
        { ...connected, ...gone, listening: gone },
      ]);
      expect(refusal(await admin.post(`${path}/resume`))).toBe("409 integration.not_configured");
      Object.assign(desk.services, { chats });
      expect((await admin.get<IntegrationPage>("/integrations")).body.items).toEqual([connected]);
    },
  );

  test("again looks again, under the same id", async () => {
    const before = await connect();
    slack.workspacesOf.set(slackToken, [{ workspaceId: "T1", name: "Acme Inc.", botUserId: "UBOT" }]);
    expect(await connect()).toEqual({ ...before, name: "Acme Inc." });
    expect((await historyOf(before.id)).map(([type]) => type)).toEqual([
      "integration.connected",
      "integration.reconnected",
    ]);
  });

  test("at the same moment makes one of it", async () => {
    const all = await Promise.all(Array.from({ length: 4 }, () => connect()));
    expect(new Set(all.map(({ id }) => id)).size).toBe(1);
    expect((await admin.get<IntegrationPage>("/integrations")).body.items).toHaveLength(1);
  });

  test("asks which one when the bot is in several", async () => {
    const workspace = (workspaceId: string) => ({ workspaceId, name: `Acme ${workspaceId}`, botUserId: "UBOT" });
    slack.workspacesOf.set(slackToken, [workspace("T1"), workspace("T2")]);
    for (const body of [{ platform: "slack" }, { platform: "slack", workspaceId: "T3" }]) {
      const answer = await admin.post<{ errors: { message: string }[] }>("/integrations", body);
      expect([refusal(answer), fields(answer)]).toEqual(["422 request.invalid", ["workspaceId"]]);
      expect(answer.body.errors[0]?.message).toContain("T1 (Acme T1), T2 (Acme T2)");
    }
    const answer = await admin.post("/integrations", { platform: "slack", workspaceId: "T2" });
    expect(answer.body).toMatchObject({ workspaceId: "T2", name: "Acme T2" });
  });

  test("says why it does not work", async () => {
    slack.workspacesOf.delete(slackToken);
    expect(refusal(await admin.post("/integrations", { platform: "slack" }))).toBe("502 integration.failed");
    slack.trouble = () => new ChatFailure("workspace", "The token was revoked.");
    const revoked = await admin.post<{ detail: string }>("/integrations", { platform: "slack" });
    expect([refusal(revoked), revoked.body.detail]).toEqual(["502 integration.failed", "The token was revoked."]);
    slack.trouble = () => "hang";
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const asking = admin.post<{ detail: string }>("/integrations", { platform: "slack" });
    await vi.waitUntil(() => vi.getTimerCount() > 0, { interval: 1 });
    vi.advanceTimersByTime(10_000);
    expect((await asking).body.detail).toBe("Slack did not answer within 10 seconds.");
    expect((await admin.get<IntegrationPage>("/integrations")).body.items).toEqual([]);
  });

  test.each([
    ["has no token", { slack: { token: null } }],
    ["is not in the settings", {}],
  ])("refuses a chat that %s", async (_, chats) => {
    await desk.stop();
    ({ desk, slack } = await startChatDesk());
    const given = Object.fromEntries(Object.entries(chats).map(([name, chat]) => [name, { board: slack, ...chat }]));
    Object.assign(desk.services, { chats: given });
    admin = await desk.person("admin");
    expect(refusal(await admin.post("/integrations", { platform: "slack" }))).toBe("409 integration.not_configured");
  });

  test("is done once for one idempotency key", async () => {
    const headers = { "idempotency-key": "connect-it-once" };
    const first = await admin.post("/integrations", { platform: "slack" }, headers);
    const again = await admin.post("/integrations", { platform: "slack" }, headers);
    expect([again.body, again.headers.get("idempotent-replayed")]).toEqual([first.body, "true"]);
    expect(slack.count("workspaces")).toBe(1);
  });
});

describe("a channel", () => {
  test("asks for no category and no site that there is not, and keeps what it has whatever became of it", async () => {
    const { id } = await connect();
    const nowhere = "site_01arz3ndektsv4rrffq69g5fav";
    const origins = ["https://shop.example"];
    const site = (await admin.post<{ id: string }>("/sites", { name: "Shop", origins })).body.id;
    const { db } = desk.services;
    const faults = (answer: Answer) => [refusal(answer), fields(answer)];

    const bad = await add(id, "C1", { filter: { categories: ["billing", "nope"], sites: [nowhere] } });
    expect(faults(bad)).toEqual(["422 request.invalid", ["filter.categories.1", "filter.sites.0"]]);
    const { body } = await add(id, "C1", { filter: { sites: [site] } });
    expect(body.filter.sites).toEqual([site]);
    const set = (filter: object) => admin.patch<ChannelView>(`/channels/${body.id}`, { filter });
    expect(faults(await set({ categories: ["nope"] }))).toEqual(["422 request.invalid", ["filter.categories.0"]]);
    expect(faults(await set({ sites: [site, nowhere] }))).toEqual(["422 request.invalid", ["filter.sites.1"]]);

    await db.write(db.orm.delete(sites));
    const kept = await set({ sites: [site], tags: ["vip"] });
    expect([kept.status, kept.body.filter.sites]).toEqual([200, [site]]);
    await set({ tags: ["vip"] });
    expect(faults(await set({ sites: [site] }))).toEqual(["422 request.invalid", ["filter.sites.0"]]);
  });

  test("is added when the chat says that it can be used", async () => {
    const { id } = await connect();
    const { status, body } = await add(id, "C1", { mode: "reply", filter: { tags: ["VIP"] } });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      integrationId: id,
      platform: "slack",
      workspaceId: "T1",
      channelId: "C1",
      name: "support",
      kind: "text",
      mode: "reply",
      fallback: false,
      state: "active",
      filter: { categories: [], priorities: [], tags: ["vip"], sites: [] },
    });
    expect((await admin.get<ChannelPage>("/channels")).body.items).toEqual([body]);
    expect((await historyOf(body.id)).map(([type]) => type)).toEqual(["channel.added"]);
  });

  test("is there once, also when two admins add it at the same moment", async () => {
    const { id } = await connect();
    const answers = await Promise.all([add(id), add(id), add(id)]);
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(2);
    expect(refusal(await add(id))).toBe("409 channel.taken");
  });

  test("that cannot be used is not added", async () => {
    const { id } = await connect();
    const nowhere = await add(id, "C9");
    expect([refusal(nowhere), fields(nowhere)]).toEqual(["422 request.invalid", ["channelId"]]);
    const unknown = await add("int_00000000000000000000000000");
    expect([refusal(unknown), fields(unknown)]).toEqual(["422 integration.unknown", ["integrationId"]]);
    Object.assign(desk.services, { chats: {} });
    expect(refusal(await add(id))).toBe("502 integration.failed");
  });

  test("gets other rules, with what they were before in its history", async () => {
    const { id } = await connect();
    const { body } = await add(id);
    const change = { mode: "reply", fallback: true };
    const changed = await admin.patch<ChannelView>(`/channels/${body.id}`, change);
    expect(changed.body).toEqual({ ...body, ...change, version: 2 });
    await admin.patch(`/channels/${body.id}`, change);
    expect((await historyOf(body.id)).slice(1)).toEqual([
      ["channel.updated", admin.id, { mode: { from: "discuss", to: "reply" }, fallback: { from: false, to: true } }],
    ]);
    const all = await Promise.all(
      Array.from({ length: 4 }, (_, i) => admin.patch(`/channels/${body.id}`, { mode: i % 2 ? "reply" : "discuss" })),
    );
    expect(all.every(({ status }) => status === 200)).toBe(true);
  });

  test("that is removed shows nothing any more and is owed nothing, and comes back as it was", async () => {
    const { id } = await connect();
    const { body } = await add(id, "C1", { mode: "reply", filter: { tags: [] } });
    const client = await desk.person("client");
    const ticket = await client.open();
    await passTime(desk);
    await admin.post(`/tickets/${ticket.id}/notes`, { body: "Still waiting" });
    await desk.settled();
    expect((await admin.delete(`/channels/${body.id}`)).status).toBe(204);
    await admin.post(`/tickets/${ticket.id}/claim`);
    await passTime(desk);
    expect(slack.threadOf(ticket.number)).toEqual([]);
    expect(slack.cardOf(ticket.number).view.assignee).toBeNull();
    const { db } = desk.services;
    expect((await db.read(db.orm.select().from(outbox)))[0]).toEqual([]);
    expect((await admin.get<ChannelPage>("/channels")).body.items).toEqual([]);
    expect(refusal(await admin.delete(`/channels/${body.id}`))).toBe("404 resource.not_found");
    expect((await historyOf(body.id)).at(-1)?.[0]).toBe("channel.removed");
    expect((await admin.get<ChannelPage>("/channels?off=true")).body.items).toEqual([{ ...body, version: 2 }]);
    const back = await add(id);
    expect([back.status, back.body]).toEqual([201, { ...body, createdAt: back.body.createdAt, version: 3 }]);
    await passTime(desk);
    expect(slack.cards).toHaveLength(1);
    expect(slack.threadOf(ticket.number)).toEqual([expect.stringContaining("Still waiting")]);
    expect(slack.cardOf(ticket.number).view.assignee).not.toBeNull();
    expect(refusal(await add(id))).toBe("409 channel.taken");
    expect((await admin.get<ChannelPage>("/channels?off=true")).body.items).toEqual([]);
  });
});

test("a workspace that is disconnected takes its channels with it", async () => {
  const { id } = await connect();
  const other = await connect("discord");
  await add(id);
  const kept = (await add(other.id)).body;
  await (await desk.person("client")).open();
  await desk.settled();
  expect((await admin.delete(`/integrations/${id}`)).status).toBe(204);
  await passTime(desk);
  expect((await admin.get<ChannelPage>("/channels")).body.items).toEqual([kept]);
  expect(slack.cards).toEqual([]);
  expect(await historyOf(id)).toHaveLength(2);
  expect((await connect()).id).toBe(id);
  expect((await historyOf(id)).map(([type]) => type).at(-1)).toBe("integration.connected");
  expect((await admin.get<ChannelPage>("/channels")).body.items).toEqual([kept]);
});

describe("somebody who acts through a bot, once a server of Discord was disconnected", () => {
  const here = async (workspaceId?: string) => {
    const bot = program(desk, await newKey(desk, ["chat"]), "discord:UADA");
    return workspaceId === undefined ? bot : bot.with({ "docket-chat-workspace": workspaceId });
  };
  const may = async (workspaceId?: string) => (await (await here(workspaceId)).get("/tickets")).status;

  test("does nothing there and is heard elsewhere, until it is connected again", async () => {
    await link(desk, admin, "discord:UADA");
    const { id, workspaceId } = await connect("discord");
    expect([await may(workspaceId), await may("another"), await may()]).toEqual([200, 200, 200]);
    await admin.delete(`/integrations/${id}`);
    expect([await may(workspaceId), await may("another"), await may()]).toEqual([403, 200, 403]);
    const there = await here(workspaceId);
    expect(refusal(await there.get("/me"))).toBe("403 integration.disconnected");
    expect((await there.get("/integrations")).status).toBe(200);
    expect((await there.post("/integrations", { platform: "discord" })).status).toBe(200);
    expect([await may(workspaceId), await may()]).toEqual([200, 200]);
  });
});

test("lists go page by page, oldest first", async () => {
  const { id } = await connect();
  desk.clock.advance(1);
  await connect("discord");
  const added: string[] = [];
  for (const channel of ["C1", "C2", "C3"]) {
    desk.clock.advance(1);
    added.push((await add(id, channel)).body.id);
  }
  expect((await walk<ChannelView>(admin, "/channels?limit=2")).map((one) => one.id)).toEqual(added);
  const workspaces = await walk<IntegrationView>(admin, "/integrations?limit=1");
  expect(workspaces.map(({ platform }) => platform)).toEqual(["slack", "discord"]);
});

describe("a broken workspace that is resumed", () => {
  test("is tried at once, with all that waits", async () => {
    const { id } = await connect();
    await add(id);
    await add(id, "C2");
    slack.channels.delete("C2");
    let revoked = true;
    slack.trouble = (_, channel) =>
      revoked && channel === "C1" ? new ChatFailure("workspace", "The token was revoked.") : null;
    const ticket = await (await desk.person("client")).open();
    await passTime(desk, minute);
    const reasons = async () => {
      const workspace = (await admin.get<IntegrationPage>("/integrations")).body.items[0];
      const all = (await admin.get<ChannelPage>("/channels")).body.items;
      return { workspace: workspace?.reason, ...Object.fromEntries(all.map(({ name, reason }) => [name, reason])) };
    };
    expect(await reasons()).toEqual({
      workspace: "The token was revoked.",
      support: null,
      billing: "The channel was deleted.",
    });
    const [broken] = (await admin.get<IntegrationPage>("/integrations")).body.items;
    expect(broken).toMatchObject({ state: "broken", since: expect.any(String) as string });
    slack.channels.set("C2", "billing");
    revoked = false;
    const now = desk.clock.now();
    const resumed = await admin.post<IntegrationView>(`/integrations/${id}/resume`);
    expect(resumed.body).toMatchObject({ state: "active", reason: null, since: null });
    await desk.settled();
    expect(desk.clock.now()).toBe(now);
    for (const channel of ["C1", "C2"]) expect(slack.cardOf(ticket.number, channel).view.number).toBe(ticket.number);
    expect(await reasons()).toEqual({ workspace: null, support: null, billing: null });
  });

  test("and is broken still is marked again", async () => {
    const { id } = await connect();
    await add(id);
    slack.trouble = () => new ChatFailure("workspace", "The token was revoked.");
    await (await desk.person("client")).open();
    await passTime(desk, minute);
    await admin.post(`/integrations/${id}/resume`);
    await desk.settled();
    expect((await admin.get<IntegrationPage>("/integrations")).body.items[0]?.reason).toBe("The token was revoked.");
  });
});

test("a broken workspace that is connected once more is tried at once", async () => {
  const { id } = await connect();
  await add(id);
  let revoked = true;
  slack.trouble = () => (revoked ? new ChatFailure("workspace", "The token was revoked.") : null);
  const ticket = await (await desk.person("client")).open();
  await passTime(desk, minute);
  revoked = false;
  const now = desk.clock.now();
  expect((await connect()).id).toBe(id);
  await desk.settled();
  expect(desk.clock.now()).toBe(now);
  expect(slack.cardOf(ticket.number).view.number).toBe(ticket.number);
});

describe("installing the Slack app", () => {
  const token = "xoxb-installed";
  let codes: string[];
  const install: ChatInstall = {
    url: (state) => `https://slack.test/oauth?state=${encodeURIComponent(state)}`,
    exchange: (code) => {
      codes.push(code);
      if (code !== "good") return Promise.reject(new ChatFailure("refused", `Slack knows no code ${code}.`));
      return Promise.resolve({ workspace: { workspaceId: "T7", name: "Globex", botUserId: "UB7" }, token });
    },
  };
  beforeEach(() => {
    codes = [];
    const { chats } = desk.services;
    Object.assign(desk.services, { chats: { ...chats, slack: { board: slack, token: null, install } } });
  });

  /** Asks for the address in this person's browser. */
  const begin = async (cookie: string): Promise<string> => {
    const headers = { cookie, origin: deskUrl };
    const { body } = await desk.anonymous.post<InstallLink>("/integrations/slack/install", undefined, headers);
    return new URL(body.url).searchParams.get("state") ?? "";
  };

  /** Comes back in a browser; the page that it ends on. */
  const comeBack = async (cookie: string, query: Record<string, string>): Promise<string> => {
    const url = `${deskUrl}/hooks/slack/oauth?${new URLSearchParams(query)}`;
    const headers = { ...(cookie ? { cookie } : {}), "sec-fetch-site": "cross-site" };
    const response = await desk.fetch(new Request(url, { headers }));
    expect(response.status).toBe(303);
    return (response.headers.get("location") ?? "").replace(`${deskUrl}/settings/integrations?install=`, "");
  };

  const stored = async () => {
    const { db } = desk.services;
    return (await db.read(db.orm.select().from(integrations)))[0];
  };

  test("keeps the token of the workspace sealed, and reaches its channels with it", async () => {
    const cookie = await cookieOf(desk, admin);
    expect(await comeBack(cookie, { code: "good", state: await begin(cookie) })).toBe("done");
    const [row] = await stored();
    expect(row).toMatchObject({ platform: "slack", workspaceId: "T7", name: "Globex", botUserId: "UB7" });
    expect(JSON.stringify(row) + desk.logs.join("\n")).not.toContain(token);
    const used = new Set<string>();
    slack.trouble = (_call, _channel, given) => {
      used.add(given);
      return null;
    };
    expect((await add(row?.id ?? "")).status).toBe(201);
    expect([...used]).toEqual([token]);
    expect((await historyOf(row?.id ?? "")).map(([type, by]) => [type, by])).toEqual([
      ["integration.connected", admin.id],
    ]);
  });

  test("is for the browser in which it began, once, and not for long", async () => {
    const cookie = await cookieOf(desk, admin);
    const state = await begin(cookie);
    const other = await cookieOf(desk, await desk.person("admin"));
    const agent = await cookieOf(desk, await desk.person("agent"));
    for (const wrong of ["", other, agent]) {
      expect(await comeBack(wrong, { code: "good", state })).toBe("expired");
    }
    for (const forged of ["", "x", "a.b.c", `${state}x`, state.replace(/\.\d+\./, ".99999999999999."), `${state}.`]) {
      expect(await comeBack(cookie, { code: "good", state: forged })).toBe("expired");
    }
    expect(codes).toEqual([]);
    expect(await comeBack(cookie, { code: "good", state })).toBe("done");
    expect(await comeBack(cookie, { code: "good", state })).toBe("expired");
    const late = await begin(cookie);
    desk.clock.advance(15 * minute);
    expect(await comeBack(cookie, { code: "good", state: late })).toBe("expired");
    const elsewhere = await begin(cookie);
    await desk.services.db.write(desk.services.db.orm.delete(sessions));
    const fresh = await cookieOf(desk, await desk.signIn(admin.id as Id<"person">, admin.email));
    expect(await comeBack(fresh, { code: "good", state: elsewhere })).toBe("expired");
    expect(codes).toEqual(["good"]);
    expect(await stored()).toHaveLength(1);
  });

  test("of two that come back at the same moment one counts", async () => {
    const cookie = await cookieOf(desk, admin);
    const state = await begin(cookie);
    const outcomes = await Promise.all([1, 2, 3].map(() => comeBack(cookie, { code: "good", state })));
    expect(outcomes.toSorted()).toEqual(["done", "expired", "expired"]);
  });

  test("says that it was declined, and that Slack refused", async () => {
    const cookie = await cookieOf(desk, admin);
    expect(await comeBack(cookie, { error: "access_denied", state: await begin(cookie) })).toBe("declined");
    expect(await comeBack(cookie, { code: "bad", state: await begin(cookie) })).toBe("failed");
    expect(desk.logs.join("\n")).toContain("Slack knows no code bad.");
    expect(await stored()).toEqual([]);
  });

  test("is not for keys, and not where the settings do not know how", async () => {
    await link(desk, admin, "slack:T1/U1");
    const bot = program(desk, await newKey(desk, ["chat"]), "slack:T1/U1");
    expect(refusal(await bot.post("/integrations/slack/install"))).toBe("403 permission.denied");
    Object.assign(desk.services, { chats: { slack: { board: slack, token: null } } });
    expect(refusal(await admin.post("/integrations/slack/install"))).toBe("409 integration.not_configured");
  });
});

test("an admin does all of it from the chat, and others do not", async () => {
  const key = await newKey(desk, ["chat"]);
  const agent = await desk.person("agent");
  await link(desk, admin, "slack:T1/UADMIN");
  await link(desk, agent, "slack:T1/UAGENT");
  const bot = program(desk, key, "slack:T1/UADMIN");
  const { id } = await connect("slack", bot);
  const added = await bot.post<ChannelView>("/channels", { integrationId: id, channelId: "C1" });
  expect(added.status).toBe(201);
  expect((await bot.patch(`/channels/${added.body.id}`, { mode: "reply" })).status).toBe(200);
  expect((await bot.post(`/integrations/${id}/resume`)).status).toBe(200);
  expect((await bot.delete(`/channels/${added.body.id}`)).status).toBe(204);
  expect((await historyOf(added.body.id)).map(([, by]) => by)).toEqual([admin.id, admin.id, admin.id]);
  for (const other of [program(desk, key), program(desk, key, "slack:T1/UAGENT")]) {
    expect(refusal(await other.get("/integrations"))).toBe("403 permission.denied");
    expect(refusal(await other.post("/channels", { integrationId: id, channelId: "C2" }))).toBe(
      "403 permission.denied",
    );
  }
});
