import type { ModalView } from "@slack/types";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Actor } from "./actor.ts";
import type { RunningApp } from "./bolt-apps.ts";
import { startHttpApp, startSocketApp } from "./bolt-apps.ts";
import { FakeSlack } from "./fake-slack.ts";
import type { Channel, Message, Workspace } from "./state.ts";

const plain = (text: string) => ({ type: "plain_text", text }) as const;

const form: ModalView = {
  type: "modal",
  callback_id: "form",
  title: plain("Reply"),
  submit: plain("Send"),
  private_metadata: "tkt_1",
  blocks: [
    {
      type: "input",
      block_id: "body",
      label: plain("Body"),
      element: { type: "plain_text_input", action_id: "text", max_length: 20 },
    },
    {
      type: "input",
      block_id: "person",
      optional: true,
      label: plain("Person"),
      element: { type: "external_select", action_id: "person", min_query_length: 0 },
    },
  ],
};

const buttons = [
  {
    type: "actions",
    block_id: "row",
    elements: [
      { type: "button", text: plain("Claim"), action_id: "claim", value: "tkt_1" },
      {
        type: "static_select",
        action_id: "status",
        placeholder: plain("Status"),
        options: [{ text: plain("Waiting"), value: "waiting" }],
      },
    ],
  },
];

describe.each([
  ["over HTTP", startHttpApp],
  ["in Socket Mode", startSocketApp],
])("real Bolt, %s", (_, start) => {
  let slack: FakeSlack;
  let workspace: Workspace;
  let room: Channel;
  let ada: Actor;
  let card: Message;
  let running: RunningApp;
  const seen: string[] = [];

  beforeEach(async () => {
    seen.length = 0;
    slack = await FakeSlack.start();
    workspace = slack.addWorkspace("Acme Inc");
    ada = slack.actor(workspace, "Ada Agent");
    room = slack.addChannel(workspace, "support", { members: [ada.user.id] });
    running = await start(slack, workspace);
    const userId = workspace.install?.botUserId ?? "";
    card = slack.addMessage(workspace, room, { userId, ours: true, text: "card", blocks: buttons });
    await slack.told();
  });
  const expectNoViolations = (): void => expect(slack.violations).toEqual([]);
  afterEach(async () => {
    await running.stop();
    await slack.stop();
    expectNoViolations();
  });

  test("a button opens a modal, which is sent, corrected and closed", async () => {
    const { app } = running;
    app.action("claim", async ({ ack, body, payload, client }) => {
      await ack();
      seen.push((payload as { value: string }).value);
      await client.views.open({ trigger_id: (body as { trigger_id: string }).trigger_id, view: form });
    });
    app.options("person", async ({ ack, payload }) => {
      await ack({ options: [{ text: plain(`Somebody like ${payload.value}`), value: "per_1" }] });
    });
    app.view("form", async ({ ack, view, body }) => {
      const { value } = view.state.values["body"]?.["text"] ?? {};
      if (value === "wrong") return ack({ response_action: "errors", errors: { body: "Not that." } });
      seen.push(`${view.private_metadata} ${value} ${body.user.id}`);
      seen.push(view.state.values["person"]?.["person"]?.selected_option?.value ?? "nobody");
      await ack();
    });

    expect(await ada.press(card, "claim")).toMatchObject({ acked: true });
    await vi.waitFor(() => expect(ada.view).not.toBeNull(), 30_000);
    await ada.submit({ body: "wrong" });
    expect(ada.view?.errors).toEqual({ body: "Not that." });
    await expect(ada.submit({ body: "far too long for this field" })).rejects.toThrow("0 to 20");
    await expect(ada.submit({})).rejects.toThrow("asks for body");
    const view = ada.view;
    if (!view) throw new Error("no view");
    expect(await ada.suggest(view, "person", "ad")).toMatchObject([{ text: { text: "Somebody like ad" } }]);
    await ada.submit({ body: "right", person: "per_1" });
    expect(ada.view).toBeNull();
    expect(seen).toEqual(["tkt_1", `tkt_1 right ${ada.user.id}`, "per_1"]);
  });

  test("a menu, a command and a private answer", async () => {
    const { app } = running;
    app.action("status", async ({ ack, payload, respond }) => {
      await ack();
      if (payload.type === "static_select")
        await respond({ text: `now ${payload.selected_option.value}`, replace_original: false });
    });
    app.command("/ticket", async ({ ack, command }) => ack(`you said ${command.text} in ${command.channel_name}`));
    await ada.choose(card, "status", "waiting");
    await vi.waitFor(() => expect(ada.ephemerals.map(({ text }) => text)).toEqual(["now waiting"]), 30_000);
    await expect(ada.choose(card, "status", "elsewhere")).rejects.toThrow("no choice");
    await expect(ada.press(card, "burn")).rejects.toThrow("no burn");
    await ada.command("/ticket", "show 1042", room);
    expect(ada.ephemerals.at(-1)?.text).toBe("you said show 1042 in support");
    const other = slack.actor(workspace, "Bob");
    expect(other.ephemerals).toEqual([]);
  });

  test("shortcuts and the Home tab", async () => {
    const { app } = running;
    app.shortcut("create", async ({ ack, shortcut, client }) => {
      await ack();
      seen.push(shortcut.type);
      await client.views.open({ trigger_id: shortcut.trigger_id, view: { ...form, callback_id: "create" } });
    });
    app.event("app_home_opened", async ({ event, client }) => {
      await client.views.publish({
        user_id: event.user,
        view: { type: "home", blocks: [{ type: "header", text: plain("Mine") }] },
      });
    });
    await ada.shortcut("create");
    await vi.waitFor(() => expect(ada.view?.source["callback_id"]).toBe("create"), 30_000);
    await ada.close();
    await ada.messageShortcut("create", await ada.write(room, "It burns"));
    await vi.waitFor(() => expect(ada.view).not.toBeNull(), 30_000);
    expect(seen).toEqual(["shortcut", "message_action"]);
    await ada.openHome();
    await vi.waitFor(() => expect(ada.home?.source["blocks"]).toHaveLength(1), 30_000);
  });

  test("what people write, change and delete; what the app writes it need not hear", async () => {
    const { app } = running;
    app.message(async ({ message, say }) => {
      const one = message as { subtype?: string; text?: string; message?: { text: string }; deleted_ts?: string };
      seen.push(`${one.subtype ?? "message"} ${one.text ?? one.message?.text ?? one.deleted_ts}`);
      if (one.text === "hello") await say({ text: "hello yourself", thread_ts: card.ts });
    });
    const message = await ada.write(room, "hello", { thread: card.ts });
    await ada.edit(message, "hello there");
    await ada.delete(message);
    await ada.write(room, "a file", { thread: card.ts, files: [{ name: "a.txt", content: "bytes" }] });
    await vi.waitFor(() => expect(seen).toHaveLength(4), 30_000);
    expect(seen).toEqual([
      "message hello",
      "message_changed hello there",
      `message_deleted ${message.ts}`,
      "file_share a file",
    ]);
    await vi.waitFor(() => expect([...room.messages.values()].at(-2)?.text).toBe("hello yourself"), 30_000);
    await slack.told();
    expect(seen).toHaveLength(4);
  });

  test("links", async () => {
    const { app } = running;
    app.event("link_shared", async ({ event, client }) => {
      const [link] = event.links;
      const { unfurl_id: id = "", source } = event;
      if (!link || source !== "conversations_history") return;
      const blocks = [{ type: "section" as const, text: plain("#1042 The printer") }];
      await client.chat.unfurl({ unfurl_id: id, source, unfurls: { [link.url]: { blocks } } });
    });
    const message = await ada.share(room, "https://desk.example.com/tickets/1042");
    await vi.waitFor(() => expect(message.attachments).toHaveLength(1), 30_000);
  });
});
