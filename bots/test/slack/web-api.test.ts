import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Actor } from "./actor.ts";
import { FakeSlack } from "./fake-slack.ts";
import { approve } from "./oauth.ts";
import type { Channel, Json, Workspace } from "./state.ts";

let slack: FakeSlack;
let workspace: Workspace;
let room: Channel;
let ada: Actor;
let now = Date.UTC(2026, 4, 4);

beforeEach(async () => {
  now = Date.UTC(2026, 4, 4);
  slack = await FakeSlack.start(() => now);
  workspace = slack.addWorkspace("Acme Inc", [...slack.pages.scopes, "im:write"]);
  ada = slack.actor(workspace, "Ada Agent");
  room = slack.addChannel(workspace, "support", { members: [ada.user.id] });
});
afterEach(() => slack.stop());

const call = async (method: string, args: Json, token = workspace.install?.token ?? ""): Promise<Json> => {
  const headers = { "content-type": "application/json", authorization: `Bearer ${token}` };
  const answer = await fetch(`${slack.apiUrl}${method}`, { method: "POST", headers, body: JSON.stringify(args) });
  return { status: answer.status, retryAfter: answer.headers.get("retry-after"), ...((await answer.json()) as Json) };
};
const callForm = async (method: string, args: Readonly<Record<string, string>>): Promise<Json> => {
  const body = new URLSearchParams({ token: workspace.install?.token ?? "", ...args });
  return (await (await fetch(`${slack.apiUrl}${method}`, { method: "POST", body })).json()) as Json;
};
const post = (args: Json = {}): Promise<Json> => call("chat.postMessage", { channel: room.id, text: "hello", ...args });
const many = <T>(count: number, make: (i: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i));

describe("tokens and scopes", () => {
  test("each token reaches its workspace, and none when it is wrong, revoked or of a deactivated app", async () => {
    const other = slack.addWorkspace("Other");
    expect(await call("auth.test", {})).toMatchObject({ ok: true, team: "Acme Inc", team_id: workspace.id });
    expect(await call("auth.test", {}, other.install?.token)).toMatchObject({ team: "Other" });
    expect(await post({ channel: slack.addChannel(other, "theirs").id })).toMatchObject({ error: "channel_not_found" });
    expect(await call("auth.test", {}, "xoxb-wrong")).toMatchObject({ ok: false, error: "invalid_auth" });
    expect(await (await fetch(`${slack.apiUrl}auth.test`)).json()).toMatchObject({ error: "not_authed" });
    for (const state of ["token_revoked", "account_inactive"] as const) {
      if (workspace.install) workspace.install.state = state;
      expect(await call("auth.test", {})).toMatchObject({ error: state });
    }
  });

  test("what a scope is missing for is refused", async () => {
    slack.install(workspace, ["chat:write"]);
    expect(await post()).toMatchObject({ ok: true });
    expect(await call("conversations.info", { channel: room.id })).toMatchObject({
      error: "missing_scope",
      needed: "channels:read",
      provided: "chat:write",
    });
  });

  test("metadata is read with a scope of its own", async () => {
    const metadata = { event_type: "docket_card", event_payload: { key: "k" } };
    await post({ metadata });
    const read = () => call("conversations.history", { channel: room.id, include_all_metadata: true });
    expect(await read()).toMatchObject({ messages: [{ metadata: { event_type: "docket_card" } }] });
    expect(JSON.stringify(await read())).not.toContain("event_payload");
    slack.install(workspace, [...slack.pages.scopes, "metadata.message:read"]);
    expect(await read()).toMatchObject({ messages: [{ metadata }] });
  });
});

describe("channels and messages", () => {
  test("are closed where the bot is not", async () => {
    const channel = (name: string, options: Parameters<FakeSlack["addChannel"]>[2]) =>
      slack.addChannel(workspace, name, options).id;
    expect(await post({ channel: "C0NOWHERE" })).toMatchObject({ error: "channel_not_found" });
    expect(await post({ channel: channel("public", { withBot: false }) })).toMatchObject({ error: "not_in_channel" });
    const hidden = channel("private", { withBot: false, isPrivate: true });
    expect(await post({ channel: hidden })).toMatchObject({ error: "channel_not_found" });
    room.isArchived = true;
    expect(await post()).toMatchObject({ error: "is_archived" });
  });

  test("are read page by page: forward from a time, or back from now", async () => {
    const sent: unknown[] = [];
    for (let i = 0; i < 5; i++) sent.push((await post({ text: `${i}` }))["ts"]);
    const texts = ({ messages }: Json) => (messages as readonly { text: string }[]).map(({ text }) => text);
    const read = (args: Json) => call("conversations.history", { channel: room.id, limit: 2, ...args });
    expect(texts(await read({}))).toEqual(["4", "3"]);
    const first = await read({ oldest: sent[0] });
    expect(texts(first)).toEqual(["2", "1"]);
    const { next_cursor: cursor } = first["response_metadata"] as { next_cursor: string };
    expect(texts(await read({ oldest: sent[0], cursor }))).toEqual(["4", "3"]);
    expect(texts(await read({ oldest: sent[4], inclusive: true }))).toEqual(["4"]);
    expect(await read({ oldest: "yesterday" })).toMatchObject({ error: "invalid_ts_oldest" });
  });

  test("answers to a message that is gone appear in the channel; one that has answers leaves a tombstone", async () => {
    const { ts } = await post();
    await call("chat.delete", { channel: room.id, ts });
    expect((await post({ thread_ts: ts }))["message"]).not.toHaveProperty("thread_ts");
    const { ts: parent } = await post();
    expect(await post({ thread_ts: parent })).toMatchObject({ message: { thread_ts: parent } });
    await call("chat.delete", { channel: room.id, ts: parent });
    expect(await call("conversations.replies", { channel: room.id, ts: parent })).toMatchObject({
      messages: [{ subtype: "tombstone" }, { text: "hello" }],
    });
    expect(await call("chat.update", { channel: room.id, ts: parent, text: "x" })).toMatchObject({
      error: "message_not_found",
    });
    expect(await call("conversations.replies", { channel: room.id, ts })).toMatchObject({ error: "thread_not_found" });
  });

  test("of others are not the app's to change", async () => {
    const { ts } = await ada.write(room, "mine");
    expect(await call("chat.update", { channel: room.id, ts, text: "x" })).toMatchObject({
      error: "cant_update_message",
    });
    expect(await call("chat.delete", { channel: room.id, ts })).toMatchObject({ error: "cant_delete_message" });
  });

  test("a private word reaches who is there", async () => {
    const bob = slack.actor(workspace, "Bob");
    const whisper = (user: string) => call("chat.postEphemeral", { channel: room.id, user, text: "psst" });
    expect(await whisper(ada.user.id)).toMatchObject({ ok: true });
    expect(await whisper(bob.user.id)).toMatchObject({ error: "user_not_in_channel" });
    expect(ada.ephemerals.map(({ text }) => text)).toEqual(["psst"]);
  });

  test("have reactions, links, and a place in direct messages", async () => {
    const { ts: timestamp } = await ada.write(room, "hi");
    const react = (method: string) => call(`reactions.${method}`, { channel: room.id, timestamp, name: "memo" });
    expect(await react("add")).toMatchObject({ ok: true });
    expect(await react("add")).toMatchObject({ error: "already_reacted" });
    expect(await call("reactions.get", { channel: room.id, timestamp })).toMatchObject({
      message: { reactions: [{ name: "memo", count: 1 }] },
    });
    expect(await react("remove")).toMatchObject({ ok: true });
    expect(await react("remove")).toMatchObject({ error: "no_reaction" });
    const link = await call("chat.getPermalink", { channel: room.id, message_ts: timestamp });
    expect(link["permalink"]).toBe(`https://acme-inc.slack.com/archives/${room.id}/p${timestamp.replace(".", "")}`);
    const direct = await call("conversations.open", { users: ada.user.id });
    expect(await post({ channel: (direct["channel"] as { id: string }).id })).toMatchObject({ ok: true });
    expect(await post({ channel: ada.user.id })).toMatchObject({ channel: (direct["channel"] as { id: string }).id });
  });

  test("lists have pages, and people are members, guests or bots", async () => {
    for (let i = 0; i < 3; i++) slack.addChannel(workspace, `room-${i}`);
    slack.actor(workspace, "Guest", { isRestricted: true });
    const first = await call("conversations.list", { limit: 2 });
    const { next_cursor: cursor } = first["response_metadata"] as { next_cursor: string };
    expect(first["channels"]).toHaveLength(2);
    expect((await call("conversations.list", { limit: 2, cursor }))["channels"]).toHaveLength(2);
    const { members } = await call("users.list", {});
    expect(members).toMatchObject([{ is_bot: true }, { is_restricted: false }, { is_restricted: true }]);
    expect(await call("users.info", { user: ada.user.id })).toMatchObject({ user: { real_name: "Ada Agent" } });
    expect(await call("users.info", { user: "U0NOBODY" })).toMatchObject({ error: "user_not_found" });
  });
});

describe("what goes wrong", () => {
  test("calls are limited, broken, dropped and delayed as a test says", async () => {
    const { faults } = slack;
    faults.next("chat.postMessage", { kind: "limit", retryAfter: 7 });
    expect(await post()).toMatchObject({ status: 429, retryAfter: "7" });
    faults.next("*", { kind: "error", error: "internal_error" }, { skip: 1, times: 2 });
    const answers = await Promise.all(many(4, () => post()));
    expect(answers.filter(({ ok }) => ok === true)).toHaveLength(2);
    faults.next("chat.postMessage", { kind: "status", status: 502 });
    await expect(post()).rejects.toThrow("not valid JSON");
    const before = room.messages.size;
    faults.next("chat.postMessage", { kind: "drop" });
    await expect(post()).rejects.toThrow("fetch failed");
    expect(room.messages.size).toBe(before + 1);
  });

  test("a strict channel takes a message a second", async () => {
    slack.pacing.strict = true;
    expect(await post()).toMatchObject({ ok: true });
    expect(await post()).toMatchObject({ status: 429, retryAfter: "1" });
    expect(await post({ channel: slack.addChannel(workspace, "other").id })).toMatchObject({ ok: true });
    now += 1000;
    expect(await post()).toMatchObject({ ok: true });
  });

  test("a trigger opens one modal, for three seconds", async () => {
    const view = { type: "modal", title: { type: "plain_text", text: "Hi" }, blocks: [] };
    const open = (trigger: string) => call("views.open", { trigger_id: trigger, view });
    const trigger = () => slack.interactions.trigger(workspace, ada.user);
    const used = trigger();
    expect(await open(used)).toMatchObject({ ok: true });
    expect(await open(used)).toMatchObject({ error: "exchanged_trigger_id" });
    const late = trigger();
    now += 3001;
    expect(await open(late)).toMatchObject({ error: "expired_trigger_id" });
    const { id, hash } = ada.view ?? { id: "", hash: "" };
    expect(await call("views.update", { view_id: id, hash, view })).toMatchObject({ ok: true });
    expect(await call("views.update", { view_id: id, hash, view })).toMatchObject({ error: "hash_conflict" });
    for (const depth of [2, 3])
      expect([depth, await call("views.push", { trigger_id: trigger(), view })]).toMatchObject([depth, { ok: true }]);
    expect(await call("views.push", { trigger_id: trigger(), view })).toMatchObject({ error: "push_limit_reached" });
    await ada.close();
    expect(ada.view?.id).not.toBe(id);
    expect(await call("views.update", { view_id: "V0NONE", view })).toMatchObject({ error: "not_found" });
  });

  test("a response url is good for five answers in half an hour", async () => {
    const url = () => slack.url + slack.interactions.respondTo({ workspace, channel: room, user: ada.user, on: null });
    const answer = async (to: string, body: Json = { text: "done" }) =>
      (await fetch(to, { method: "POST", body: JSON.stringify(body) })).text();
    const one = url();
    for (let i = 0; i < 5; i++) expect(await answer(one)).toBe("ok");
    expect(JSON.parse(await answer(one))).toMatchObject({ ok: false, error: "used_url" });
    expect(ada.ephemerals).toHaveLength(5);
    await answer(url(), { text: "for all", response_type: "in_channel" });
    expect([...room.messages.values()].map(({ text }) => text)).toEqual(["for all"]);
    const late = url();
    now += 31 * 60_000;
    expect(JSON.parse(await answer(late))).toMatchObject({ error: "expired_url" });
    expect(slack.violations).toEqual([]);
  });
});

describe("files", () => {
  test("are announced, brought, shared, and handed out to the app alone", async () => {
    const content = "bytes ✓";
    const length = new TextEncoder().encode(content).length;
    const ticket = await callForm("files.getUploadURLExternal", { filename: "a.txt", length: String(length) });
    const share = () =>
      call("files.completeUploadExternal", { files: [{ id: ticket["file_id"] }], channel_id: room.id });
    expect(await share()).toMatchObject({ error: "file_not_found" });
    const upload = await fetch(String(ticket["upload_url"]), { method: "POST", body: content });
    expect(upload.status).toBe(200);
    expect(await share()).toMatchObject({ ok: true, files: [{ name: "a.txt", shares: {} }] });
    const { file } = await call("files.info", { file: ticket["file_id"] });
    const { url_private: url, shares } = file as { url_private: string; shares: { public: Json } };
    expect(shares.public[room.id]).toHaveLength(1);
    const headers = { authorization: `Bearer ${workspace.install?.token}` };
    expect(await (await fetch(url, { headers })).text()).toBe(content);
    expect((await fetch(url, { redirect: "manual" })).status).toBe(302);
    await call("files.delete", { file: ticket["file_id"] });
    expect(await call("files.info", { file: ticket["file_id"] })).toMatchObject({ error: "file_deleted" });
  });

  test("that are empty, or not as long as announced, are refused", async () => {
    const announce = (length: string) => callForm("files.getUploadURLExternal", { filename: "a.txt", length });
    expect(await announce("0")).toMatchObject({ error: "missing_argument" });
    const { upload_url: url } = await announce("5");
    expect((await fetch(String(url), { method: "POST", body: "four" })).status).toBe(400);
    expect(slack.violations).toHaveLength(2);
  });
});

test("the app is installed by OAuth: one code, one token", async () => {
  const other = slack.addWorkspace("Other", null);
  const admin = slack.addUser(other, "Admin");
  const redirect = "https://desk.example.com/hooks/slack/oauth";
  const ask = { client_id: slack.clientId, scope: "chat:write,commands", state: "s1", redirect_uri: redirect };
  const target = new URL(approve(slack, new URLSearchParams(ask), other, admin));
  expect([target.origin + target.pathname, target.searchParams.get("state")]).toEqual([redirect, "s1"]);
  const args = {
    client_id: slack.clientId,
    client_secret: slack.clientSecret,
    code: target.searchParams.get("code") ?? "",
    redirect_uri: redirect,
  };
  expect(await callForm("oauth.v2.access", { ...args, client_secret: "wrong" })).toMatchObject({
    error: "bad_client_secret",
  });
  const granted = await callForm("oauth.v2.access", args);
  expect(granted).toMatchObject({ ok: true, token_type: "bot", scope: "chat:write,commands", team: { name: "Other" } });
  expect(await callForm("oauth.v2.access", args)).toMatchObject({ error: "code_already_used" });
  expect(await call("auth.test", {}, String(granted["access_token"]))).toMatchObject({ team: "Other" });
});
