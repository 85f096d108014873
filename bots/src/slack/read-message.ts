import type { MessageParts } from "../desk/open-from-message.ts";
import { Refusal } from "../desk/outcome.ts";
import type { Reading } from "./message-content.ts";
import { partsOf } from "./message-content.ts";
import { chatFailureOf } from "./slack-failure.ts";
import type { SlackMessage } from "./thread-message.ts";

interface Place {
  readonly channelId: string;
  readonly messageId: string;
  /** The first message of its thread. */
  readonly threadTs: string;
}

/** Reads what a message holds; null where Slack does not show it to the bot. */
export const readMessage = async (
  reading: Reading,
  { channelId: channel, messageId, threadTs: ts }: Place,
): Promise<MessageParts | null> => {
  const around = { oldest: messageId, latest: messageId, inclusive: true, limit: 10 };
  const { messages = [] } = await reading.client.conversations
    .replies({ channel, ts, ...around })
    .catch((error: unknown) => {
      const failure = chatFailureOf(error);
      if (failure?.kind === "away" || failure?.kind === "busy")
        throw new Refusal(`${failure.message} Please try again.`);
      if (failure === null) throw error;
      return { messages: [] };
    });
  const message = (messages as readonly SlackMessage[]).find((one) => one.ts === messageId);
  return message ? partsOf(reading, message) : null;
};
