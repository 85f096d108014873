import { ApiError } from "@docket/api/client";
import type { ChatThread } from "@docket/core/chat/platform";
import type { FollowedCard, TakenMessage } from "@docket/core/contract/chat";
import type { Ms } from "@docket/core/time";
import type { Desk } from "./desk.ts";
import type { RelayOutcome, ThreadUpload } from "./relay.ts";
import { relayDelete } from "./relay.ts";

const page = 100;

/** A message that the desk has of a thread, and who it can act for. */
export type Taken = TakenMessage & { readonly thread: ChatThread };

const threadOf = ({ platform, workspaceId, channelId, threadId }: ChatThread): ChatThread => ({
  platform,
  workspaceId,
  channelId,
  threadId,
});

/**
 * What the desk has of the thread of a card, by the chat's ids, back to where `isRecent` ends. Who compares it with the
 * thread asks for it first: what is taken meanwhile must not look deleted. Throws `ApiError`.
 */
export const takenMessages = async (
  { bot }: Desk,
  card: FollowedCard,
  isRecent: (messageId: string) => boolean,
): Promise<ReadonlyMap<string, Taken>> => {
  const thread = threadOf(card);
  const taken = new Map<string, Taken>();
  if (card.lastMessageId === null || !isRecent(card.lastMessageId)) return taken;
  for (let cursor: string | undefined; ;) {
    const query = { ...thread, limit: page, cursor };
    const { items, nextCursor } = await bot.request("GET /chat/messages", { query });
    for (const item of items) if (isRecent(item.messageId)) taken.set(item.messageId, { ...item, thread });
    const last = items.at(-1);
    if (nextCursor === null || last === undefined || !isRecent(last.messageId)) return taken;
    cursor = nextCursor;
  }
};

/** Whether a change of a message may be new to the desk: one that it has, or of which its author was told, is not. */
export const isNewEdit = ({ editedAt }: Taken, at: Ms, since: Ms): boolean =>
  at >= since && at > (editedAt === null ? 0 : Date.parse(editedAt));

/**
 * Whether a message has other files by now than the desk knows of it. Of new ones that its author was told are not taken
 * (`isRefused`) nobody is told again.
 */
export const hasOtherFiles = (
  { files }: Taken,
  now: readonly Pick<ThreadUpload, "id">[],
  isRefused: boolean,
): boolean => {
  if (files === null) return false;
  const isNew = ({ id }: Pick<ThreadUpload, "id">): boolean => files.every(({ fileId }) => fileId !== id);
  const isGone = ({ fileId, attachmentId }: (typeof files)[number]): boolean =>
    attachmentId !== null && now.every(({ id }) => id !== fileId);
  return files.some(isGone) || (!isRefused && now.some(isNew));
};

/** Follows the deletion of a message that the desk has, for its author; of nobody's message there is nothing to follow. */
export const relayGone = async (desk: Desk, { thread, messageId, userId }: Taken): Promise<RelayOutcome> => {
  if (userId === null) return { kind: "none" };
  const { platform, workspaceId, channelId } = thread;
  const call = desk.call({
    user: { platform, workspaceId, userId },
    userName: userId,
    place: { channelId, thread },
    key: `${platform}:gone.${channelId}.${messageId}`,
  });
  return relayDelete(call, { thread, messageId });
};

/** The same for a message of whose author the chat tells nothing: the desk knows whose it is, if it has it. */
export const relayDeletion = async (desk: Desk, thread: ChatThread, messageId: string): Promise<RelayOutcome> => {
  try {
    const query = { ...thread, messageId, limit: 1 };
    const [taken] = (await desk.bot.request("GET /chat/messages", { query })).items;
    return taken ? await relayGone(desk, { ...taken, thread }) : { kind: "none" };
  } catch (error) {
    if (!(error instanceof ApiError) || error.problem.code !== "server.unavailable") throw error;
    return { kind: "refused", text: error.message, isAway: true, canDelete: false };
  }
};
