import { WebClient } from "@slack/web-api";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createSlackHooks } from "../../src/slack-hooks.ts";
import { formView } from "../../src/slack/render/form.ts";
import { create } from "../../src/desk/commands/create.ts";
import type { Actor } from "./actor.ts";
import { FakeSlack } from "./fake-slack.ts";
import type { Channel, Workspace } from "./state.ts";

const log = { info: () => undefined, warn: () => undefined, error: () => undefined };

let slack: FakeSlack;
let workspace: Workspace;
let channel: Channel;
let ana: Actor;
let working: Promise<unknown>[];

beforeEach(async () => {
  slack = await FakeSlack.start();
  workspace = slack.addWorkspace("Globex");
  ana = slack.actor(workspace, "Ana");
  channel = slack.addChannel(workspace, "support", { members: [ana.user.id] });
  working = [];
  const { apiUrl: slackApiUrl, signingSecret } = slack;
  const hooks = createSlackHooks({ slackApiUrl, signingSecret, log });
  slack.delivery.requestUrl = (request) =>
    hooks.handle(request, {
      baseUrl: "http://desk.test",
      key: "dk_",
      fetch: () => Promise.reject(new TypeError("nobody asks the desk")),
      installationOf: () => Promise.resolve(null),
      arrived: () => undefined,
      waitUntil: (work) => void working.push(work),
      now: slack.now(),
    });
});
afterEach(async () => {
  await slack.stop();
  if (slack.violations.length > 0) throw new Error(`Slack would refuse: ${slack.violations.join("\n")}`);
});

/** What Ana was told, and nobody else. */
const told = async (): Promise<readonly string[]> => {
  await Promise.all(working);
  return ana.ephemerals.map(({ text }) => text);
};

const explained = [expect.stringMatching(/no working connection .* admin .*Settings, Integrations/)];

const cardOf = () =>
  slack.addMessage(workspace, channel, {
    userId: workspace.install?.botUserId ?? "",
    ours: true,
    text: "#1001",
    blocks: [
      {
        type: "actions",
        block_id: "b",
        elements: [
          { type: "button", action_id: "docket:claim", value: "1001", text: { type: "plain_text", text: "Claim" } },
        ],
      },
    ],
  });

/** A form from the time when the desk was connected. */
const openForm = async (): Promise<void> => {
  const options = create.options.filter(({ name }) => name === "title" || name === "priority");
  const view = formView(create, options, {}, { command: "create", args: {}, channelId: null, threadTs: null });
  const client = new WebClient(workspace.install?.token, { slackApiUrl: slack.apiUrl });
  await client.views.open({ trigger_id: slack.interactions.trigger(workspace, ana.user), view });
};

describe("in a workspace that the desk is not connected to", () => {
  test("a command is answered with what to do", async () => {
    expect(await ana.command("/ticket", "next", channel)).toMatchObject({ acked: true });
    expect(await told()).toEqual(explained);
  });

  test("a button is, and the card stays", async () => {
    const card = cardOf();
    expect(await ana.press(card, "docket:claim")).toMatchObject({ acked: true, body: "" });
    expect(await told()).toEqual(explained);
    expect([...channel.messages.values()].map(({ text }) => text)).toEqual(["#1001"]);
  });

  test("a shortcut on a message is, and one without a place goes nowhere", async () => {
    const message = await ana.write(channel, "The door does not open");
    expect(await ana.messageShortcut("docket_create_from_message", message)).toMatchObject({ acked: true });
    expect(await told()).toEqual(explained);
    expect(await ana.shortcut("docket_create")).toMatchObject({ acked: true, body: "" });
    expect(await told()).toEqual(explained);
  });

  test("a form that stands open is, in its own place, and its menus are empty", async () => {
    await openForm();
    expect(await ana.suggest(ana.view as NonNullable<typeof ana.view>, "priority", "")).toEqual([]);
    expect(await ana.submit({ title: "The lift" })).toMatchObject({ acked: true });
    expect(JSON.stringify(ana.view?.source)).toContain("Settings, Integrations");
  });

  test("an event is taken, and nobody is told", async () => {
    await ana.write(channel, "Lunch?");
    expect(ana.delivered).toMatchObject({ acked: true, body: "" });
    expect(await told()).toEqual([]);
  });
});
