import { writtenAt } from "@docket/core/chat/written-at";
import type { Desk, DeskCall } from "../desk/desk.ts";
import { DeskAway, handedOverAgain, wentWrong } from "../desk/desk-away.ts";
import type { RelayOutcome } from "../desk/relay.ts";
import { relayDelete, relayEdit, relayMessage } from "../desk/relay.ts";
import type { Reading } from "./message-content.ts";
import { contentOf } from "./message-content.ts";
import { renderOutcome } from "./render/outcome.ts";
import type { SlackMessage, ThreadChange } from "./thread-message.ts";

/** Where a change happened, and with what it is handed to the desk. */
export interface RelayContext extends Reading {
  readonly desk: Desk;
  readonly workspaceId: string;
  readonly channelId: string;
  /** Whether it was handed over before, and whether it will be again when the desk is away. */
  readonly tries: "first" | "more" | "last";
  /** Whether its author may have been told that it waits for the desk. */
  readonly mayWait: boolean;
}

const callOf = ({ desk, workspaceId, channelId }: RelayContext, { message }: ThreadChange): DeskCall => {
  const { user, ts, thread_ts: threadId = ts } = message;
  const platform = "slack" as const;
  return desk.call({
    user: { platform, workspaceId, userId: user },
    userName: user,
    place: { channelId, thread: { platform, workspaceId, channelId, threadId } },
    key: `slack:message.${channelId}.${ts}`,
  });
};

const relay = async (call: DeskCall, { kind, message }: ThreadChange, context: RelayContext): Promise<RelayOutcome> => {
  const thread = call.place?.thread;
  if (!thread) return { kind: "none" };
  if (kind === "deleted") return relayDelete(call, { thread, messageId: message.ts });
  const said = { thread, messageId: message.ts, content: contentOf(context, message) };
  if (kind === "written") return relayMessage(call, said);
  // Slack says when words were edited, and of a file that was taken out nothing.
  const at = writtenAt("slack", message.edited?.ts ?? "");
  return relayEdit(call, { ...said, isReworded: at !== null, at });
};

/** Tells the author alone. */
const tell = ({ client, channelId: channel }: RelayContext, { message }: ThreadChange, text: string) => {
  const { user, ts, thread_ts: thread = ts } = message;
  return client.chat.postEphemeral({ channel, user, thread_ts: thread, ...renderOutcome({ kind: "refused", text }) });
};

const signs = { unsent: "warning", waiting: "hourglass_flowing_sand" } as const;
type Sign = keyof typeof signs;

const mark = ({ client, channelId: channel }: RelayContext, { message }: ThreadChange, sign: Sign) =>
  client.reactions.add({ channel, timestamp: message.ts, name: signs[sign] });

/** Whether the author was told of this that it was not sent, or that it waits. */
export const isMarked = ({ reactions = [] }: SlackMessage, sign: Sign, botUserId: string): boolean =>
  reactions.some(({ name, users = [] }) => name === signs[sign] && users.includes(botUserId));

/** Takes it back that something waits, if somebody may have been told so. What has gone already is no failure. */
const waitsNoMore = async ({ client, channelId: channel, mayWait }: RelayContext, { message }: ThreadChange) => {
  if (mayWait)
    await client.reactions.remove({ channel, timestamp: message.ts, name: signs.waiting }).catch(() => undefined);
};

/** Says to the author that it was not sent, and why. What cannot be marked or told must not keep anybody trying. */
export const refuse = async (context: RelayContext, change: ThreadChange, why: string): Promise<void> => {
  const said = [mark(context, change, "unsent"), tell(context, change, `Not sent. ${why}`)];
  await Promise.allSettled([...said, waitsNoMore(context, change)]);
};

/**
 * Hands what somebody wrote, changed or deleted in a thread to the desk. Throws `DeskAway` when the desk is away and it
 * will be handed over again, and what goes wrong with this alone, such as a file that cannot be had.
 */
export const relayChange = async (context: RelayContext, change: ThreadChange): Promise<void> => {
  const outcome = await relay(callOf(context, change), change, context).catch(async (error: unknown) => {
    if (context.tries === "last") await refuse(context, change, wentWrong);
    throw error;
  });
  if (outcome.kind !== "refused") return waitsNoMore(context, change);
  if (outcome.isAway && context.tries !== "last") {
    if (context.tries === "first")
      await Promise.allSettled([mark(context, change, "waiting"), tell(context, change, handedOverAgain)]);
    throw new DeskAway();
  }
  await refuse(context, change, outcome.text);
};
