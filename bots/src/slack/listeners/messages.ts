import type { App, Context } from "@slack/bolt";
import { deskOf } from "../asking.ts";
import type { FileSource } from "../message-content.ts";
import type { RelayContext } from "../relay-change.ts";
import { relayChange } from "../relay-change.ts";
import type { MessageEvent } from "../thread-message.ts";
import { readChange } from "../thread-message.ts";

/** Slack sends an event four times in all, so long as it is not taken. */
const lastRetry = 3;

const triesOf = ({ retryNum }: Context): RelayContext["tries"] => {
  const retry = retryNum ?? 0;
  return retry === 0 ? "first" : retry < lastRetry ? "more" : "last";
};

/** What people write, change and delete in the threads of cards. */
export const listenToMessages = (app: App, source: FileSource): void => {
  app.event("message", async ({ event, context, client }) => {
    const change = readChange(event as unknown as MessageEvent);
    if (change === null || change.message.user === context.botUserId) return;
    // Cards are the bot's own: under what somebody else wrote nobody talks of a ticket.
    const { parent_user_id: parent = context.botUserId } = change.message;
    if (parent !== context.botUserId) return;
    await relayChange(
      {
        desk: deskOf(context),
        client,
        token: context.botToken ?? "",
        source,
        workspaceId: context.teamId ?? "",
        channelId: event.channel,
        tries: triesOf(context),
        mayWait: triesOf(context) !== "first",
      },
      change,
    );
  });
};
