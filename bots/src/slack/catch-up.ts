import type { WebClient } from "@slack/web-api";
import type { FollowedCard } from "@docket/core/contract/chat";
import type { Desk } from "../desk/desk.ts";
import { followedCards } from "../desk/followed-cards.ts";
import type { FileSource } from "./relay-change.ts";
import { relayChange } from "./relay-change.ts";
import type { SlackMessage } from "./thread-message.ts";
import { readChange } from "./thread-message.ts";

const page = 200;

/** Everything that was written in the thread of a card after what the desk knows of. */
const writtenSince = async (client: WebClient, card: FollowedCard): Promise<readonly SlackMessage[]> => {
  const found: SlackMessage[] = [];
  const oldest = card.lastMessageId ?? card.threadId;
  for (let cursor: string | undefined; ;) {
    const answer = await client.conversations.replies({
      channel: card.channelId,
      ts: card.threadId,
      oldest,
      limit: page,
      ...(cursor ? { cursor } : {}),
    });
    found.push(...((answer.messages ?? []) as SlackMessage[]));
    cursor = answer.response_metadata?.next_cursor;
    if (!cursor) return found.filter(({ ts }) => Number(ts) > Number(oldest));
  }
};

/** The newest reply in each thread of a channel, back to the oldest of these cards: one call for many threads. */
const newestReplies = async (
  client: WebClient,
  cards: readonly FollowedCard[],
): Promise<ReadonlyMap<string, string>> => {
  const newest = new Map<string, string>();
  const [first] = cards;
  if (!first) return newest;
  const oldest = cards.map(({ threadId }) => threadId).toSorted((a, b) => Number(a) - Number(b))[0] ?? "0";
  for (let cursor: string | undefined; ;) {
    const answer = await client.conversations.history({
      channel: first.channelId,
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

const byChannel = (cards: readonly FollowedCard[]): ReadonlyMap<string, readonly FollowedCard[]> =>
  Map.groupBy(cards, ({ channelId }) => channelId);

interface Catching {
  readonly desk: Desk;
  readonly client: WebClient;
  readonly token: string;
  readonly botUserId: string;
  readonly source: FileSource;
}

const catchUpCard = async (catching: Catching, card: FollowedCard): Promise<void> => {
  for (const message of await writtenSince(catching.client, card)) {
    const change = readChange(message);
    if (change === null || change.message.user === catching.botUserId) continue;
    await relayChange({ ...catching, workspaceId: card.workspaceId, channelId: card.channelId, tries: "last" }, change);
  }
};

/**
 * Takes what people wrote in the threads of cards while nobody listened. What was taken already is taken once, so it
 * does no harm to look at a message twice.
 */
export const catchUp = async (catching: Catching, workspaceId: string): Promise<void> => {
  for await (const cards of followedCards(catching.desk, "slack")) {
    const own = cards.filter((card) => card.workspaceId === workspaceId);
    for (const inChannel of byChannel(own).values()) {
      const newest = await newestReplies(catching.client, inChannel);
      for (const card of inChannel) {
        const reply = newest.get(card.threadId);
        if (reply !== undefined && Number(reply) > Number(card.lastMessageId ?? 0)) await catchUpCard(catching, card);
      }
    }
  }
};
