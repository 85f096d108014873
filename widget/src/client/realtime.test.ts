import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { FakeLive } from "../../test/fake-socket.ts";
import type { LiveEvent } from "./realtime.ts";
import { Live, liveUrl } from "./realtime.ts";

let desk: FakeLive;
let live: Live;
let heard: LiveEvent[];

const start = (token?: () => string | null): void => {
  live = new Live({ url: "wss://desk.test/api/v1/live", socket: desk.socket, ...(token ? { token } : {}) });
  live.subscribe((event) => heard.push(event));
  live.start();
};

const types = () => heard.map(({ type }) => type);

beforeEach(() => {
  vi.useFakeTimers();
  desk = new FakeLive();
  heard = [];
});
afterEach(() => {
  live.stop();
  vi.useRealTimers();
});

test("hints arrive until the listener or the socket is stopped", async () => {
  start();
  const more: LiveEvent[] = [];
  const leave = live.subscribe((event) => more.push(event));
  await vi.advanceTimersByTimeAsync(0);
  leave();
  desk.tell({ type: "ticket.changed", id: "tkt_1", version: 2 });
  expect(heard).toEqual([{ type: "hello" }, { type: "ticket.changed", id: "tkt_1", version: 2 }]);
  expect(more).toEqual([{ type: "hello" }]);
  live.stop();
  expect(desk.connected.length).toBe(0);
});

test("the token of that moment travels as a subprotocol", async () => {
  let token: string | null = "abc";
  start(() => token);
  await vi.advanceTimersByTimeAsync(0);
  token = null;
  desk.drop();
  await vi.runOnlyPendingTimersAsync();
  expect(desk.tries).toEqual([["docket.v1", "docket.bearer.abc"], ["docket.v1"]]);
});

test("a lost connection comes back and tells readers to read again", async () => {
  start();
  await vi.advanceTimersByTimeAsync(0);
  expect(types()).toEqual(["hello"]);
  desk.drop();
  await vi.advanceTimersByTimeAsync(500);
  expect(types()).toEqual(["hello", "reconnected", "hello"]);
});

test("a connection that does not come back within seconds counts as lost until it does, and not before", async () => {
  start();
  await vi.advanceTimersByTimeAsync(10_000);
  desk.drop();
  await vi.advanceTimersByTimeAsync(500);
  expect(live.lost.get()).toBe(false);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(live.lost.get()).toBe(false);
  desk.refuses = true;
  desk.drop();
  await vi.advanceTimersByTimeAsync(4999);
  expect(live.lost.get()).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  expect(live.lost.get()).toBe(true);
  desk.refuses = false;
  await vi.advanceTimersByTimeAsync(30_000);
  expect(live.lost.get()).toBe(false);
  desk.refuses = true;
  desk.drop();
  live.stop();
  await vi.advanceTimersByTimeAsync(30_000);
  expect(live.lost.get()).toBe(false);
});

test("whether the session still counts is in doubt after a refusal, and when the desk ended the socket with it", async () => {
  start();
  await vi.advanceTimersByTimeAsync(0);
  desk.drop();
  await vi.advanceTimersByTimeAsync(500);
  expect(types()).toEqual(["hello", "reconnected", "hello"]);
  heard = [];
  desk.end();
  expect(types()).toEqual(["in_doubt"]);
  await vi.advanceTimersByTimeAsync(500);
  expect(types()).toEqual(["in_doubt", "in_doubt"]);
  live.stop();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(types()).toEqual(["in_doubt", "in_doubt"]);
});

test("while the desk is down the tries become rarer, but never rarer than half a minute", async () => {
  desk.refuses = true;
  start();
  await vi.advanceTimersByTimeAsync(60_000);
  const inTheFirstMinute = desk.tries.length;
  expect(inTheFirstMinute).toBeGreaterThanOrEqual(6);
  expect(inTheFirstMinute).toBeLessThanOrEqual(14);
  await vi.advanceTimersByTimeAsync(10 * 60_000);
  const later = desk.tries.length - inTheFirstMinute;
  expect(later).toBeGreaterThanOrEqual(19);
  expect(later).toBeLessThanOrEqual(41);
});

test("when the network is back it does not wait", async () => {
  desk.refuses = true;
  start();
  await vi.advanceTimersByTimeAsync(120_000);
  desk.refuses = false;
  const tries = desk.tries.length;
  dispatchEvent(new Event("online"));
  expect(desk.tries.length).toBe(tries + 1);
  heard = [];
  await vi.advanceTimersByTimeAsync(0);
  expect(types()).toEqual(["hello"]);
  await vi.advanceTimersByTimeAsync(120_000);
  expect(desk.connected.length).toBe(1);
});

test("stop ends the tries", async () => {
  desk.refuses = true;
  start();
  await vi.advanceTimersByTimeAsync(0);
  live.stop();
  const tries = desk.tries.length;
  dispatchEvent(new Event("online"));
  await vi.advanceTimersByTimeAsync(120_000);
  expect(desk.tries.length).toBe(tries);
});

test("the address of the socket follows that of the desk", () => {
  expect(liveUrl("https://desk.example.com")).toBe("wss://desk.example.com/api/v1/live");
  expect(liveUrl("http://127.0.0.1:8787")).toBe("ws://127.0.0.1:8787/api/v1/live");
  expect(liveUrl("")).toBe(`ws://${location.host}/api/v1/live`);
});
