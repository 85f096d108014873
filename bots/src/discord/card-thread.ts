import type { ChannelAccess } from "@docket/api/chat-board";
import type { CardView } from "@docket/core/chat/card";
import type { APIGuildForumChannel, APIThreadChannel } from "discord-api-types/v10";
import { Routes, ThreadAutoArchiveDuration } from "discord-api-types/v10";
import type { DiscordCalls } from "./discord-calls.ts";
import { chatFailureOf } from "./discord-failure.ts";
import { threadName } from "./render/card.ts";
import { appliedTags } from "./render/tags.ts";

/**
 * After how many minutes without a word Discord puts a thread away by itself. It also tells the threads of tickets that
 * are over from those that were only quiet.
 */
export const archiveAfter = {
  open: ThreadAutoArchiveDuration.OneWeek,
  over: ThreadAutoArchiveDuration.OneHour,
} as const;

/** Whether nothing is to be done for a ticket any more: its thread is archived. */
export const isOver = ({ status, deleted }: CardView): boolean =>
  deleted || status === "closed" || status === "cancelled";

/** The tags of the post of a ticket; none in a text channel. */
export const tagsFor = async (
  calls: DiscordCalls,
  { kind, channelId }: ChannelAccess,
  card: CardView,
  applied: readonly string[],
): Promise<readonly string[]> => {
  if (kind === "text") return [];
  const { available_tags: there } = await calls.get<APIGuildForumChannel>(Routes.channel(channelId));
  return appliedTags(there, applied, card);
};

const isSame = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((one) => b.includes(one));

/** What a thread is to become but for being archived; empty when it is that already. */
const changesOf = async (
  calls: DiscordCalls,
  channel: ChannelAccess,
  thread: APIThreadChannel,
  card: CardView,
): Promise<object> => {
  const applied = thread.applied_tags ?? [];
  const tags = await tagsFor(calls, channel, card, applied);
  const minutes = isOver(card) ? archiveAfter.over : archiveAfter.open;
  return {
    ...(isSame(tags, applied) ? {} : { applied_tags: tags }),
    ...(thread.thread_metadata?.auto_archive_duration === minutes ? {} : { auto_archive_duration: minutes }),
  };
};

/** Gives a thread the title of its ticket. Discord allows two names in ten minutes; a title can wait, a deletion not. */
const rename = async (calls: DiscordCalls, thread: APIThreadChannel, card: CardView): Promise<void> => {
  const name = threadName(card);
  if (thread.name === name) return;
  try {
    await calls.patch(Routes.channel(thread.id), { name });
  } catch (error) {
    if (card.deleted || chatFailureOf(error)?.kind !== "busy") throw error;
  }
};

/**
 * Makes the thread of a card what the ticket says: its tags, its name, archived when the ticket is over. In between the
 * card itself is changed, for in an archived forum post nothing can be.
 */
export const settleThread = async (
  calls: DiscordCalls,
  channel: ChannelAccess,
  threadId: string,
  card: CardView,
  changeCard: () => Promise<void>,
): Promise<void> => {
  const thread = await calls.get<APIThreadChannel>(Routes.channel(threadId));
  const changes = await changesOf(calls, channel, thread, card);
  const isArchived = thread.thread_metadata?.archived === true;
  const opening = { ...changes, ...(isArchived ? { archived: false } : {}) };
  if (Object.keys(opening).length > 0) await calls.patch(Routes.channel(threadId), opening);
  await changeCard();
  await rename(calls, thread, card);
  if (isOver(card)) await calls.patch(Routes.channel(threadId), { archived: true });
};

/** Does something in a thread, which may be archived; one whose ticket is over is archived again. */
export const inThread = async <T>(calls: DiscordCalls, threadId: string, work: () => Promise<T>): Promise<T> => {
  const { thread_metadata: state } = await calls.get<APIThreadChannel>(Routes.channel(threadId));
  if (state?.archived === true) await calls.patch(Routes.channel(threadId), { archived: false });
  const result = await work();
  if (state?.auto_archive_duration === archiveAfter.over)
    await calls.patch(Routes.channel(threadId), { archived: true });
  return result;
};
