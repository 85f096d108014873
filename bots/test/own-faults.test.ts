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

test("a bot that does not reach Discord says so in words", async () => {
  const warned: unknown[] = [];
  const nothing = () => undefined;
  const nowhere = `http://127.0.0.1:${await freePort()}`;
  const bot = await runGateway({
    token: "a-token",
    apiUrl: `${nowhere}/api`,
    desk: createDesk({ baseUrl: nowhere, key: "dk_key" }),
    log: { info: nothing, error: nothing, warn: (message, fields) => warned.push([message, fields?.["reason"]]) },
  });
  await bot.stop();
  expect(warned).toEqual([["discord is not connected", "Discord did not answer."]]);
});
