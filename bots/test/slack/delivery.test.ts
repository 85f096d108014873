import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Actor } from "./actor.ts";
import type { RunningApp } from "./bolt-apps.ts";
import { startHttpApp, startSocketApp } from "./bolt-apps.ts";
import type { RequestUrl } from "./delivery.ts";
import { FakeSlack } from "./fake-slack.ts";
import { signed } from "./signing.ts";
import type { Channel, Workspace } from "./state.ts";

let slack: FakeSlack;
let workspace: Workspace;
let room: Channel;
let ada: Actor;
let running: RunningApp | null = null;
const heard: string[] = [];

beforeEach(async () => {
  heard.length = 0;
  slack = await FakeSlack.start();
  workspace = slack.addWorkspace("Acme Inc");
  ada = slack.actor(workspace, "Ada Agent");
  room = slack.addChannel(workspace, "support", { members: [ada.user.id] });
});
afterEach(async () => {
  await running?.stop();
  running = null;
  await slack.stop();
});

const listen = ({ app }: RunningApp): void => {
  app.event("message", ({ event, context, body }) => {
    const { text = "" } = event as { text?: string };
    heard.push(`${text} ${context.retryNum ?? 0} ${context.retryReason ?? ""} ${body.event_id}`);
    return Promise.resolve();
  });
};

describe("a request URL", () => {
  let address: RequestUrl | null = null;
  beforeEach(async () => {
    running = await startHttpApp(slack, workspace);
    address = slack.delivery.requestUrl;
    listen(running);
  });

  test("takes what is signed, and again when it is sent again", async () => {
    await ada.write(room, "hello");
    expect(ada.delivered).toMatchObject({ acked: true, status: 200 });
    const [request] = slack.delivery.sent;
    if (!request) throw new Error("nothing was sent");
    expect(await slack.delivery.send(request)).toMatchObject({ acked: true });
    await vi.waitFor(() => expect(heard).toHaveLength(2), 30_000);
    expect(heard[0]).toBe(heard[1]);
  });

  test("refuses what is forged, changed on the way, or late", async () => {
    const body = JSON.stringify({ type: "event_callback", event: { type: "message", text: "forged" } });
    const at = slack.now();
    const right = signed(body, { secret: slack.signingSecret, at });
    const forged = signed(body, { secret: "another secret", at });
    const late = signed(body, { secret: slack.signingSecret, at: at - 6 * 60_000 });
    for (const request of [forged, late, { ...right, body: `${body} ` }])
      expect(await slack.delivery.send(request)).toMatchObject({ acked: false, status: 401 });
    expect(await slack.delivery.send(right)).toMatchObject({ status: 200 });
  });

  test("gets again what it did not take, three times at most", async () => {
    slack.delivery.requestUrl = () => Promise.resolve(new Response("no", { status: 503 }));
    await ada.write(room, "hello");
    expect(ada.delivered).toMatchObject({ acked: false, status: 503 });
    expect(await slack.delivery.retry()).toMatchObject([{ acked: false }]);
    slack.delivery.requestUrl = address;
    expect(await slack.delivery.retry()).toMatchObject([{ acked: true }]);
    expect(await slack.delivery.retry()).toEqual([]);
    await vi.waitFor(() => expect(heard).toEqual([expect.stringMatching(/^hello 2 http_error Ev/)]), 30_000);

    slack.delivery.requestUrl = () => Promise.resolve(new Response("no", { status: 503 }));
    await ada.write(room, "lost");
    for (const num of [1, 2, 3]) expect([num, await slack.delivery.retry()]).toMatchObject([num, [{ acked: false }]]);
    expect(await slack.delivery.retry()).toEqual([]);
  });

  test("has so long for an answer", async () => {
    slack.delivery.patience = 20;
    slack.delivery.requestUrl = () => new Promise(() => {});
    expect(await ada.command("/ticket", "", room)).toMatchObject({ acked: false, status: null });
  });
});

describe("Socket Mode", () => {
  test("goes on when Slack asks the app to come back, and when the line is cut", async () => {
    running = await startSocketApp(slack, workspace);
    listen(running);
    await ada.write(room, "one");
    expect(ada.delivered).toMatchObject({ acked: true });
    slack.sockets.refresh();
    await vi.waitFor(() => expect(slack.sockets.connections).toBe(0), 30_000);
    await ada.write(room, "two");
    expect(ada.delivered).toMatchObject({ acked: false });
    await vi.waitFor(() => expect(slack.sockets.connections).toBe(1), { timeout: 30_000 });
    expect(await slack.delivery.retry()).toMatchObject([{ acked: true }]);
    slack.sockets.cut();
    await vi.waitFor(() => expect(slack.sockets.connections).toBe(1), { timeout: 30_000 });
    await vi.waitFor(() => expect(heard.map((line) => line.split(" ")[0])).toEqual(["one", "two"]), 30_000);
    expect(heard[1]).toContain("two 1 ");
  });

  test("lets in nobody without the app's token, and no ticket twice", async () => {
    const open = (token: string) =>
      fetch(`${slack.apiUrl}apps.connections.open`, { method: "POST", headers: { authorization: `Bearer ${token}` } });
    expect(await (await open("xapp-wrong")).json()).toMatchObject({ ok: false, error: "invalid_auth" });
    const { url } = (await (await open(slack.appToken)).json()) as { url: string };
    const outcome = (address: string) =>
      new Promise((resolve) => {
        const socket = new WebSocket(address);
        socket.addEventListener("message", () => resolve("hello"));
        socket.addEventListener("error", () => resolve("refused"));
      });
    expect([await outcome(url), await outcome(url)]).toEqual(["hello", "refused"]);
  });
});
