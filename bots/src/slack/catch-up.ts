import type { WebClientOptions } from "@slack/web-api";
import { WebClient } from "@slack/web-api";
import { writtenAt } from "@docket/core/chat/written-at";
import type { FollowedCard } from "@docket/core/contract/chat";
import type { Ms } from "@docket/core/time";
import { second } from "@docket/core/time";
import type { Desk } from "../desk/desk.ts";
import { answered, DeskAway, wentWrong } from "../desk/desk-away.ts";
import { followedCards, missedOf } from "../desk/followed-cards.ts";
import type { Taken } from "../desk/taken-messages.ts";
import { hasOtherFiles, relayGone, takenMessages } from "../desk/taken-messages.ts";
import type { FileSource } from "./message-content.ts";
import { uploadIdsOf } from "./message-content.ts";
import type { RelayContext } from "./relay-change.ts";
import { isMarkedUnsent, refuse, relayChange } from "./relay-change.ts";
import { chatFailureOf } from "./slack-failure.ts";
import type { SlackMessage, ThreadChange } from "./thread-message.ts";
import { readChange } from "./thread-message.ts";

const page = 200;

const timeOf = (ts: string): Ms => writtenAt("slack", ts) ?? 0;

const toTs = (at: Ms): string => (at / second).toFixed(6);

/** What is in the thread of a card since then. */
const writtenSince = async (
  client: WebClient,
  { channelId, threadId }: FollowedCard,
  since: Ms,
): Promise<readonly SlackMessage[]> => {
  const found: SlackMessage[] = [];
  for (let cursor: string | undefined; ;) {
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

/** The newest reply in each thread of a channel, back to the oldest of these cards: one call for many threads. */
const newestReplies = async (
  client: WebClient,
  channel: string,
  cards: readonly FollowedCard[],
): Promise<ReadonlyMap<string, string>> => {
  const newest = new Map<string, string>();
  const oldest = cards.map(({ threadId }) => threadId).toSorted((a, b) => Number(a) - Number(b))[0] ?? "0";
  for (let cursor: string | undefined; ;) {
    const answer = await client.conversations.history({
      channel,
      oldest,
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
  const isRefused = isMarkedUnsent(message, botUserId);
  if (taken) {
    const isEdited =
      timeOf(message.edited?.ts ?? "0") >= since || hasOtherFiles(taken, uploadIdsOf(message), isRefused);
    return isEdited ? { ...change, kind: "edited" } : null;
  }
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

const catchUpCard = async (catching: Catching, client: WebClient, card: FollowedCard): Promise<void> => {
  const { desk } = catching;
  const { since, lookedAtSince } = missedOf(card);
  const taken = await takenMessages(desk, card, (ts) => timeOf(ts) >= lookedAtSince);
  const written = await writtenSince(client, card, lookedAtSince);
  const there = new Set(written.map(({ ts }) => ts));
  for (const [ts, one] of taken) if (!there.has(ts) && wasDeleted(ts, written)) answered(await relayGone(desk, one));
  for (const message of written) {
    const change = missedChange(message, taken.get(message.ts), since, catching);
    if (change) await relayMissed({ ...catching, client, channelId: card.channelId, tries: "more" }, change);
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

/**
 * Follows what people wrote, changed and deleted in the threads of cards while nobody listened. What was taken already
 * is taken once, so it does no harm to look at a message twice. Throws when it could not look everywhere.
 */
export const catchUp = async (catching: Catching): Promise<void> => {
  const client = patientClient(catching);
  const cards = await followedCards(catching.desk, { platform: "slack", workspaceId: catching.workspaceId });
  for (const [channelId, inChannel] of Map.groupBy(cards, (card) => card.channelId)) {
    const newest = await lookAt(() => newestReplies(client, channelId, inChannel));
    if (newest === null) continue;
    for (const card of inChannel) {
      catching.signal?.throwIfAborted();
      if (isLively(card, newest.get(card.threadId))) await lookAt(() => catchUpCard(catching, client, card));
    }
  }
};
