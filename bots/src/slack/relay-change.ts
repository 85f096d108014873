import type { ChatThread } from "@docket/core/chat/platform";
import { writtenAt } from "@docket/core/chat/written-at";
import type { Desk, DeskCall } from "../desk/desk.ts";
import { InOrder } from "../desk/in-order.ts";
import { DeskAway, handedOverAgain, wentWrong } from "../desk/desk-away.ts";
import { notTaken } from "../desk/not-taken.ts";
import type { RelayOutcome } from "../desk/relay.ts";
import { keepRefused, relayDelete, relayEdit, relayMessage } from "../desk/relay.ts";
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

const threadOf = ({ workspaceId, channelId }: RelayContext, { message }: ThreadChange): ChatThread => {
  const { ts, thread_ts: threadId = ts } = message;
  return { platform: "slack", workspaceId, channelId, threadId };
};

const callOf = (context: RelayContext, change: ThreadChange): DeskCall => {
  const { desk, workspaceId, channelId } = context;
  const { user, ts } = change.message;
  return desk.call({
    user: { platform: "slack", workspaceId, userId: user },
    userName: user,
    place: { channelId, thread: threadOf(context, change) },
    key: `slack:message.${channelId}.${ts}`,
  });
};

/** Slack says when words were edited, and of a file that was taken out nothing. */
const editedAt = ({ message }: ThreadChange) => writtenAt("slack", message.edited?.ts ?? "");

/** What was begun about each message, in this process. */
const inOrder = new InOrder();

const keyOf = ({ workspaceId, channelId }: RelayContext, { message }: ThreadChange): string =>
  `${workspaceId} ${channelId} ${message.ts}`;

const relay = async (call: DeskCall, change: ThreadChange, context: RelayContext): Promise<RelayOutcome> => {
  const { kind, message } = change;
  const thread = call.place?.thread;
  if (!thread) return { kind: "none" };
  if (kind === "deleted") return relayDelete(call, { thread, messageId: message.ts });
  const said = { thread, messageId: message.ts, content: contentOf(context, message) };
  if (kind === "written") return relayMessage(call, said, () => inOrder.stands(keyOf(context, change)));
  const at = editedAt(change);
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

const unmark = async ({ client, channelId: channel }: RelayContext, { message }: ThreadChange, sign: Sign) => {
  await client.reactions.remove({ channel, timestamp: message.ts, name: signs[sign] }).catch(() => undefined);
};

/** Takes it back that something waits, if somebody may have been told so. What has gone already is no failure. */
const waitsNoMore = async (context: RelayContext, change: ThreadChange) => {
  if (context.mayWait) await unmark(context, change, "waiting");
};

/** Takes the signs back of what was tried before. */
const isTaken = async (context: RelayContext, change: ThreadChange) => {
  await waitsNoMore(context, change);
  if (change.kind === "edited") await unmark(context, change, "unsent");
};

/**
 * Says to the author what was not taken, and why; `canDelete` as for `notTaken`. What cannot be marked or told must not
 * keep anybody trying.
 */
export const refuse = async (
  context: RelayContext,
  change: ThreadChange,
  why: string,
  canDelete = true,
): Promise<void> => {
  const { kind, message } = change;
  const done = { kind, thread: threadOf(context, change), messageId: message.ts };
  const text = await notTaken(context.desk, done, why, canDelete);
  const telling = tell(context, change, text);
  await Promise.allSettled([telling, mark(context, change, "unsent"), waitsNoMore(context, change)]);
  const at = editedAt(change);
  // Who could not be told is told when it is looked at again.
  const isTold = await telling.then(
    () => true,
    () => false,
  );
  if (kind === "edited" && at !== null && isTold)
    await keepRefused(callOf(context, change), done.thread, message.ts, at);
};

const handOver = async (context: RelayContext, change: ThreadChange): Promise<void> => {
  const outcome = await relay(callOf(context, change), change, context).catch(async (error: unknown) => {
    if (context.tries === "last") await refuse(context, change, wentWrong);
    throw error;
  });
  if (outcome.kind === "taken") return isTaken(context, change);
  if (outcome.kind === "none") return waitsNoMore(context, change);
  if (outcome.isAway && context.tries !== "last") {
    if (context.tries === "first")
      await Promise.allSettled([mark(context, change, "waiting"), tell(context, change, handedOverAgain)]);
    throw new DeskAway();
  }
  await refuse(context, change, outcome.text, outcome.canDelete);
};

/**
 * Hands what somebody wrote, changed or deleted in a thread to the desk. Throws `DeskAway` when the desk is away and it
 * will be handed over again, and what goes wrong with this alone, such as a file that cannot be had.
 */
export const relayChange = (context: RelayContext, change: ThreadChange): Promise<void> => {
  const key = keyOf(context, change);
  if (change.kind === "deleted") inOrder.wasDeleted(key);
  return inOrder.run(key, () => handOver(context, change));
};
