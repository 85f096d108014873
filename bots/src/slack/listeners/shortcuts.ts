import type { App, GlobalShortcut, MessageShortcut } from "@slack/bolt";
import { create } from "../../desk/commands/create.ts";
import { callOf } from "../asking.ts";
import { openForm } from "../open-form.ts";
import { toPlainText } from "../render/mrkdwn.ts";

/** The `callback_id`s of the manifest. */
export const shortcutIds = { anywhere: "docket_create", onMessage: "docket_create_from_message" } as const;

const firstLine = (text: string): string => (text.split("\n", 1)[0] ?? "").slice(0, 150);

/** «Create ticket», from anywhere and from a message. */
export const listenToShortcuts = (app: App): void => {
  app.shortcut<GlobalShortcut>(
    { callback_id: shortcutIds.anywhere, type: "shortcut" },
    async ({ ack, body, context, client }) => {
      await ack();
      const call = callOf(context, {
        userId: body.user.id,
        userName: body.user.username,
        channelId: null,
        threadTs: null,
        key: body.trigger_id,
      });
      await openForm({ client, triggerId: body.trigger_id, call }, create, create.options, {});
    },
  );
  app.shortcut<MessageShortcut>(
    { callback_id: shortcutIds.onMessage, type: "message_action" },
    async ({ ack, body, context, client }) => {
      await ack();
      const channelId = body.channel.id;
      const messageId = body.message_ts;
      const call = callOf(context, {
        userId: body.user.id,
        userName: body.user.name,
        channelId,
        threadTs: null,
        key: body.trigger_id,
      });
      const text = toPlainText(body.message.text ?? "");
      const url = `https://${body.team?.domain ?? "app"}.slack.com/archives/${channelId}/p${messageId.replace(".", "")}`;
      const given = { title: firstLine(text), description: text };
      await openForm({ client, triggerId: body.trigger_id, call }, create, create.options, given, {
        channelId,
        messageId,
        url,
      });
    },
  );
};
