import type { App, GlobalShortcut, MessageShortcut } from "@slack/bolt";
import { create } from "../../desk/commands/create.ts";
import { callOf } from "../asking.ts";
import { excerptOf, optionsFor } from "../../desk/excerpt.ts";
import { madeBefore } from "../../desk/made-before.ts";
import type { Beginning } from "../../desk/shown-message.ts";
import { beginFromShown } from "../../desk/shown-message.ts";
import { wordsSoon } from "../message-content.ts";
import { openForm, openView } from "../open-form.ts";
import { most } from "../render/form.ts";
import { clip } from "../render/mrkdwn.ts";
import { outcomeView, privateRefusal } from "../render/outcome.ts";
import type { SlackMessage } from "../thread-message.ts";
import { filesOf, forwardsOf } from "../thread-message.ts";

/** The `callback_id`s of the manifest. */
export const shortcutIds = { anywhere: "docket_create", onMessage: "docket_create_from_message" } as const;

const firstLine = (text: string): string => clip(text.trimStart().split("\n", 1)[0] ?? "", 150);

/** What a form begins with for a message that somebody wrote in Slack. */
const beginningOf = (message: SlackMessage, words: string): Beginning => {
  const hasFiles = filesOf(message).length + forwardsOf(message).length > 0;
  return { words, excerpt: excerptOf(words, most.typed, hasFiles), email: "" };
};

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
    async ({ ack, body, context, client, respond }) => {
      await ack();
      const channelId = body.channel.id;
      const messageId = body.message_ts;
      const thread: unknown = body.message["thread_ts"];
      const threadTs = typeof thread === "string" ? thread : messageId;
      const call = callOf(context, {
        userId: body.user.id,
        userName: body.user.name,
        channelId,
        threadTs: null,
        key: body.trigger_id,
      });
      const message = { ...body.message, ts: messageId } as SlackMessage;
      const tell = (reason: string) => respond(privateRefusal(reason));
      const opening = { client, triggerId: body.trigger_id, call, tell };
      const { platform, workspaceId } = call.user;
      const place = { platform, workspaceId, channelId };
      // Files stand in a message of their own, which the desk knows by them.
      const shownAs = message.bot_id === undefined ? null : (filesOf(message)[0]?.id ?? messageId);
      const [text, made, shown] = await Promise.all([
        wordsSoon(client, message),
        madeBefore(call, { ...place, messageId }),
        shownAs === null
          ? null
          : beginFromShown(call, { ...place, threadId: threadTs, messageId: shownAs }, most.typed),
      ]);
      const instead = made ?? (shown !== null && "instead" in shown ? shown.instead : null);
      if (instead !== null) {
        await openView(opening, outcomeView(instead));
        return;
      }
      const begun = shown !== null && "words" in shown ? shown : null;
      const { words, excerpt, email } = begun ?? beginningOf(message, text);
      const url = `https://${body.team?.domain ?? "app"}.slack.com/archives/${channelId}/p${messageId.replace(".", "")}`;
      const given = { title: firstLine(words), description: words.slice(0, excerpt.shown), email };
      await openForm(opening, create, optionsFor(excerpt), given, {
        origin: {
          channelId,
          messageId,
          threadTs,
          url,
          excerpt,
          ...(begun === null || shownAs === null ? {} : { shownAs }),
        },
      });
    },
  );
};
