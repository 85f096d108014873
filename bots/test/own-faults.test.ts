import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { ChatFailure } from "@docket/core/chat/chat-failure";
import { expect, test } from "vitest";
import { freePort } from "../../.ci/free-port.ts";
import { createDesk } from "../src/desk/desk.ts";
import { createDiscordBoard } from "../src/discord/board.ts";
import { runGateway } from "../src/discord/gateway.ts";
import { createSlackBoard } from "../src/slack/board.ts";

const { signal } = new AbortController();

const boards = (fetch: typeof globalThis.fetch) => [createSlackBoard({ fetch }), createDiscordBoard({ fetch })];

test("only where nobody answers a chat counts as away", async () => {
  const nobody = () => Promise.reject(new TypeError("fetch failed", { cause: new Error("ECONNRESET") }));
  for (const board of boards(nobody)) {
    const failure = await board.workspaces("xoxb-token", signal).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ChatFailure);
    expect(failure).toMatchObject({ kind: "away" });
  }
});

test("an answer that Docket does not understand is a fault of its own, and says where", async () => {
  const nonsense = () => Promise.resolve(Response.json(null));
  for (const board of boards(nonsense)) {
    const failure = await board.workspaces("xoxb-token", signal).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(TypeError);
    expect((failure as Error).stack).toContain("board.ts");
  }
});

test("a page in place of what a chat says is a chat that is away", async () => {
  const page = () => Promise.resolve(new Response("<h1>Sign in</h1>", { headers: { "content-type": "text/html" } }));
  for (const board of boards(page)) {
    const failure = await board.workspaces("a-token", signal).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ChatFailure);
    const name = board.platform === "slack" ? "Slack" : "Discord";
    expect(failure).toMatchObject({ kind: "away", message: `${name} did not answer as it should.` });
  }
});

/** What a bot warns of, whose Discord is at this address. */
const warnings = async (nowhere: string): Promise<readonly unknown[]> => {
  const warned: unknown[] = [];
  const nothing = () => undefined;
  const bot = await runGateway({
    token: "a-token",
    apiUrl: `${nowhere}/api`,
    desk: createDesk({ baseUrl: nowhere, key: "dk_key" }),
    log: { info: nothing, error: nothing, warn: (message, fields) => warned.push([message, fields?.["reason"]]) },
  });
  await bot.stop();
  return warned;
};

test("a bot that does not reach Discord says so in words", async () => {
  const warned = await warnings(`http://127.0.0.1:${await freePort()}`);
  expect(warned).toEqual([["discord is not connected", "Discord did not answer."]]);
});

test("a bot says in words that something else answers in place of Discord", async () => {
  const portal = createServer((_, response) => {
    response.writeHead(200, { "content-type": "text/html" }).end("<h1>Sign in</h1>");
  }).listen(0, "127.0.0.1");
  await once(portal, "listening");
  const warned = await warnings(`http://127.0.0.1:${(portal.address() as AddressInfo).port}`);
  portal.close();
  expect(warned).toEqual([["discord is not connected", "Discord did not answer as it should."]]);
});
