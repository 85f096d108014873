import { second } from "@docket/core/time";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Desk, deskUrl } from "../../../api/test/desk.ts";
import { newKey } from "../../../api/test/keys.ts";
import { createDesk } from "./desk.ts";
import { Follower } from "./follower.ts";

let desk: Desk;
let follower: Follower;
/** What was asked of the desk, and looked for in the chat. */
let done: string[];
/** Whether the desk and the chat answer. */
let isAway: { desk: boolean; chat: boolean };
/** What the clock of the bot says. */
let now: number;
/** How long it wants to wait, and what lets it go on. */
let waiting: { readonly ms: number; readonly wake: () => void } | null;

beforeEach(async () => {
  desk = await Desk.start();
  done = [];
  isAway = { desk: false, chat: false };
  waiting = null;
  now = 0;
  follower = new Follower({
    desk: createDesk({
      baseUrl: deskUrl,
      key: await newKey(desk, ["chat"]),
      fetch: async (input, init) => {
        if (isAway.desk) throw new TypeError("fetch failed");
        const request = new Request(input, init);
        const { status } = await desk.fetch(request);
        done.push(`${request.method} ${new URL(request.url).pathname.slice("/api/v1".length)} ${status}`);
        return new Response(null, { status });
      },
    }),
    log: { info: () => undefined, warn: (message) => done.push(message), error: () => undefined },
    workspaces: { platform: "slack" },
    catchUp: () => {
      if (isAway.chat) return Promise.reject(new Error("The chat did not answer."));
      done.push("looked");
      return Promise.resolve();
    },
    now: () => now,
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        waiting = { ms, wake: resolve };
        signal.addEventListener("abort", () => resolve());
      }),
  });
});
afterEach(async () => {
  await follower.stop();
  await desk.stop();
});

const said = "PUT /chat/followed 204";
const failed = "slack catch-up failed";

/** Waits until it has done what it can for now, and says what that was. */
const next = async (): Promise<readonly string[]> => {
  await expect.poll(() => waiting).not.toBeNull();
  return done.splice(0);
};

/** The time that it wanted to wait is over. */
const pass = async (): Promise<readonly string[]> => {
  const { wake } = waiting ?? { wake: () => undefined };
  waiting = null;
  wake();
  return next();
};

test("what was missed is looked for once, and the desk is told again and again that all is followed", async () => {
  follower.connected({ missed: true });
  expect(await next()).toEqual(["looked", said]);
  expect(waiting?.ms).toBe(60 * second);
  expect(await pass()).toEqual([said]);
  expect(await pass()).toEqual([said]);
});

test("nothing is said before all was looked for, which is tried less and less often", async () => {
  isAway.chat = true;
  follower.connected({ missed: true });
  expect(await next()).toEqual([failed]);
  const pauses = [waiting?.ms];
  for (let i = 0; i < 4; i++) {
    expect(await pass()).toEqual([failed]);
    pauses.push(waiting?.ms);
  }
  expect(pauses).toEqual([1, 5, 30, 120, 120].map((seconds) => seconds * second));
  isAway.chat = false;
  expect(await pass()).toEqual(["looked", said]);
});

test("a desk that is away is told as soon as it is back, without looking twice", async () => {
  isAway.desk = true;
  follower.connected({ missed: true });
  expect(await next()).toEqual(["looked", failed]);
  isAway.desk = false;
  expect(await pass()).toEqual([said]);
});

test("nothing is said while there is no connection; one that has missed nothing goes on, another one looks", async () => {
  follower.connected({ missed: true });
  await next();
  follower.disconnected();
  waiting = null;
  follower.connected({ missed: false });
  expect(await next()).toEqual([said]);
  waiting = null;
  follower.connected({ missed: true });
  expect(await next()).toEqual(["looked", said]);
  await follower.stop();
  expect(done).toEqual([]);
});

test("a connection that breaks while it looks makes the next one look", async () => {
  isAway.chat = true;
  follower.connected({ missed: true });
  expect(await next()).toEqual([failed]);
  isAway.chat = false;
  waiting = null;
  follower.connected({ missed: false });
  expect(await next()).toEqual(["looked", said]);
});

test("who was asleep, or could not reach the desk for as long as anything is tried, looks again", async () => {
  follower.connected({ missed: true });
  await next();
  now += 60 * second;
  expect(await pass()).toEqual([said]);
  now += 600 * second;
  expect(await pass()).toEqual(["looked", said]);
  isAway.desk = true;
  now += 60 * second;
  expect(await pass()).toEqual([failed]);
  isAway.desk = false;
  now += 30 * second;
  expect(await pass()).toEqual([said]);
  isAway.desk = true;
  now += 60 * second;
  expect(await pass()).toEqual([failed]);
  isAway.desk = false;
  now += 120 * second;
  expect(await pass()).toEqual(["looked", said]);
});
