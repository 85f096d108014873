import type { WebClientOptions } from "@slack/web-api";
import { WebClient } from "@slack/web-api";
import { writtenAt } from "@docket/core/chat/written-at";
import type { FollowedCard } from "@docket/core/contract/chat";
import type { Ms } from "@docket/core/time";
import { second } from "@docket/core/time";
import type { Desk } from "../desk/desk.ts";
import { answered, DeskAway, wentWrong } from "../desk/desk-away.ts";
import { cardPage, missedOf } from "../desk/followed-cards.ts";
import type { Taken } from "../desk/taken-messages.ts";
import { hasOtherFiles, isNewEdit, relayGone, takenMessages } from "../desk/taken-messages.ts";
import type { FileSource } from "./message-content.ts";
import { isEmpty, uploadIdsOf } from "./message-content.ts";
import type { RelayContext } from "./relay-change.ts";
import { isMarked, refuse, relayChange } from "./relay-change.ts";
import { chatFailureOf } from "./slack-failure.ts";
import type { SlackMessage, ThreadChange } from "./thread-message.ts";
import { readChange } from "./thread-message.ts";

const page = 200;

const timeOf = (ts: string): Ms => writtenAt("slack", ts) ?? 0;

const toTs = (at: Ms): string => (at / second).toFixed(6);

/** What is in the thread of a card since then. */
const writtenSince = async (
  { client, pace }: Looking,
  { channelId, threadId }: FollowedCard,
  since: Ms,
): Promise<readonly SlackMessage[]> => {
  const found: SlackMessage[] = [];
  for (let cursor: string | undefined; ;) {
    pace.calls++;
    const answer = await client.conversations.replies({
      channel: channelId,
      ts: threadId,
      oldest: toTs(since),
      inclusive: true,
      limit: page,
      ...(cursor ? { cursor } : {}),
    });
    found.push(...((answer.messages ?? []) as SlackMessage[]));
    cursor = answer.response_metadata?.next_cursor;
    if (!cursor) return found;
  }
};

/** The newest reply in each thread of a channel, from the oldest of these cards to the newest: one call for many threads. */
const newestReplies = async (
  { client, pace }: Looking,
  channel: string,
  cards: readonly FollowedCard[],
): Promise<ReadonlyMap<string, string>> => {
  const newest = new Map<string, string>();
  const inOrder = cards.map(({ threadId }) => threadId).toSorted((one, other) => Number(one) - Number(other));
  const [oldest = "0", latest = oldest] = [inOrder[0], inOrder.at(-1)];
  for (let cursor: string | undefined; ;) {
    pace.calls++;
    const answer = await client.conversations.history({
      channel,
      oldest,
      latest,
      inclusive: true,
      limit: page,
      ...(cursor ? { cursor } : {}),
    });
    for (const { ts, latest_reply: reply } of answer.messages ?? []) if (ts && reply) newest.set(ts, reply);
    cursor = answer.response_metadata?.next_cursor;
    if (!cursor) return newest;
  }
};

/** In which workspace it is looked, and what for. */
export interface Catching {
  readonly desk: Desk;
  /** How Slack is reached. */
  readonly clientOptions: WebClientOptions;
  readonly token: string;
  readonly botUserId: string;
  readonly workspaceId: string;
  readonly source: FileSource;
  readonly signal?: AbortSignal;
}

/** A look that is under way: how many calls it made, and when people last did something that it came to hand over. */
interface Looking extends Catching {
  readonly client: WebClient;
  readonly pace: { calls: number; missedAt: Ms | null };
}

const foundMissed = ({ pace }: Looking, at: Ms): void => {
  pace.missedAt = Math.max(pace.missedAt ?? 0, at);
};

/** What is asked in the background waits when Slack has had enough, and asks again. */
const patientClient = ({ token, clientOptions }: Catching): WebClient =>
  new WebClient(token, { ...clientOptions, rejectRateLimitedCalls: false, retryConfig: { retries: 4 } });

/** What somebody changed in a message that the desk has, or wrote in one that it does not have. */
const missedChange = (
  message: SlackMessage,
  taken: Taken | undefined,
  since: Ms,
  { botUserId }: Catching,
): ThreadChange | null => {
  const change = readChange(message);
  if (change === null || change.message.user === botUserId) return null;
  const isRefused = isMarked(message, "unsent", botUserId);
  if (taken) {
    const isEdited =
      isNewEdit(taken, timeOf(message.edited?.ts ?? "0"), since) ||
      hasOtherFiles(taken, uploadIdsOf(message), isRefused);
    return isEdited ? { ...change, kind: "edited" } : null;
  }
  // Whoever took the last out of it said so then.
  if (isEmpty(message)) return null;
  // Who was told that it was not sent does not expect that it is, later.
  return timeOf(message.ts) < since || isRefused ? null : change;
};

/** Hands something over. What goes wrong with it alone, such as a file that cannot be had, must not hold up the rest. */
const relayMissed = async (context: RelayContext, change: ThreadChange): Promise<void> => {
  try {
    await relayChange(context, change);
  } catch (error) {
    if (error instanceof DeskAway) throw error;
    await refuse(context, change, wentWrong);
  }
};

/**
 * Whether a message that is not in its thread any more was deleted. A workspace that keeps messages for a while only
 * loses the oldest first, the card before all: then something older is not there either.
 */
const wasDeleted = (ts: string, written: readonly SlackMessage[]): boolean =>
  written.some((other) => timeOf(other.ts) < timeOf(ts) && other.subtype !== "tombstone");

const catchUpCard = async (looking: Looking, card: FollowedCard): Promise<void> => {
  const { desk } = looking;
  const { since, lookedAtSince } = missedOf(card);
  const taken = await takenMessages(desk, card, (ts) => timeOf(ts) >= lookedAtSince);
  const written = await writtenSince(looking, card, lookedAtSince);
  const there = new Set(written.map(({ ts }) => ts));
  for (const [ts, one] of taken) {
    if (there.has(ts) || !wasDeleted(ts, written)) continue;
    answered(await relayGone(desk, one));
    foundMissed(looking, Date.parse(card.followedUntil));
  }
  for (const message of written) {
    const change = missedChange(message, taken.get(message.ts), since, looking);
    if (change === null) continue;
    const mayWait = isMarked(message, "waiting", looking.botUserId);
    await relayMissed({ ...looking, channelId: card.channelId, tries: "more", mayWait }, change);
    foundMissed(looking, timeOf(message.edited?.ts ?? message.ts));
  }
};

/** Whether something happened in the thread of a card that is to be looked at. */
const isLively = (card: FollowedCard, reply: string | undefined): boolean =>
  Math.max(timeOf(reply ?? "0"), timeOf(card.lastMessageId ?? "0")) >= missedOf(card).lookedAtSince;

/** Looks somewhere, unless that place is not there or not open to the bot any more. */
const lookAt = async <T>(look: () => Promise<T>): Promise<T | null> => {
  try {
    return await look();
  } catch (error) {
    if (!["channel", "gone"].includes(chatFailureOf(error)?.kind ?? "")) throw error;
    return null;
  }
};

/** Where a look goes on: in the page of cards that comes with this cursor, behind the card of this thread. */
interface Position {
  readonly cursor: string | null;
  readonly behind: string | null;
}

/** How far a look came. */
export interface Looked {
  /** Where to go on; null when all was looked through. */
  readonly next: string | null;
  /** When people last did something that it came to hand over; null if there was nothing. */
  readonly missedAt: Ms | null;
}

/** What is left of a page: all of it where the card behind which it goes on is not in it any more. */
const leftOf = (cards: readonly FollowedCard[], behind: string | null): readonly FollowedCard[] =>
  cards.slice(cards.findIndex(({ threadId }) => threadId === behind) + 1);

/** Looks through a page of cards. Returns the card after which it was enough; null at the end of the page. */
const lookThrough = async (
  looking: Looking,
  cards: readonly FollowedCard[],
  isEnough: () => boolean,
): Promise<FollowedCard | null> => {
  const newest = new Map<string, ReadonlyMap<string, string> | null>();
  for (const [channelId, inChannel] of Map.groupBy(cards, (card) => card.channelId))
    newest.set(channelId, await lookAt(() => newestReplies(looking, channelId, inChannel)));
  for (const card of cards) {
    looking.signal?.throwIfAborted();
    const replies = newest.get(card.channelId);
    if (!replies || !isLively(card, replies.get(card.threadId))) continue;
    await lookAt(() => catchUpCard(looking, card));
    if (isEnough()) return card;
  }
  return null;
};

/**
 * Follows what people wrote, changed and deleted in the threads of cards while nobody listened, or Slack did not bring it.
 * What was taken already is taken once, so it does no harm to look at a message twice. After about so many calls it leaves
 * off. Throws when it could not look somewhere.
 */
export const catchUp = async (
  catching: Catching,
  { from = null, calls = Infinity }: { readonly from?: string | null; readonly calls?: number } = {},
): Promise<Looked> => {
  const pace: Looking["pace"] = { calls: 0, missedAt: null };
  const looking: Looking = { ...catching, client: patientClient(catching), pace };
  const workspace = { platform: "slack", workspaceId: catching.workspaceId } as const;
  const isEnough = (): boolean => pace.calls >= calls;
  let position: Position = from === null ? { cursor: null, behind: null } : (JSON.parse(from) as Position);
  for (;;) {
    const { items, nextCursor } = await cardPage(catching.desk, workspace, position.cursor);
    const last = await lookThrough(looking, leftOf(items, position.behind), isEnough);
    if (last === null && nextCursor === null) return { next: null, missedAt: pace.missedAt };
    position = last === null ? { cursor: nextCursor, behind: null } : { ...position, behind: last.threadId };
    if (isEnough()) return { next: JSON.stringify(position), missedAt: pace.missedAt };
  }
};
