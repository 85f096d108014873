import type { AnyThreadChannel, Client } from "discord.js";
import type { FollowedCard } from "@docket/core/contract/chat";
import { followedCards } from "../desk/followed-cards.ts";
import type { Threads } from "./thread-messages.ts";
import { takeMessage } from "./thread-messages.ts";

const page = 100;

/** Discord's ids count up with time (https://discord.com/developers/docs/reference#snowflakes). */
const isAfter = (id: string, other: string): boolean => BigInt(id) > BigInt(other);

const threadOf = async (client: Client, { threadId }: FollowedCard): Promise<AnyThreadChannel | null> => {
  const channel = await client.channels.fetch(threadId).catch(() => null);
  return channel?.isThread() ? channel : null;
};

const catchUpCard = async (client: Client, threads: Threads, card: FollowedCard): Promise<void> => {
  const thread = await threadOf(client, card);
  let after = card.lastMessageId ?? card.threadId;
  if (thread === null || thread.lastMessageId === null || !isAfter(thread.lastMessageId, after)) return;
  for (;;) {
    const found = await thread.messages.fetch({ after, limit: page });
    const inOrder = [...found.values()].toSorted((a, b) => (isAfter(a.id, b.id) ? 1 : -1));
    for (const message of inOrder) await takeMessage(threads, message);
    const last = inOrder.at(-1);
    if (last === undefined || inOrder.length < page) return;
    after = last.id;
  }
};

/**
 * Takes what people wrote in the threads of cards while nobody listened. What was taken already is taken once, so it
 * does no harm to look at a message twice.
 */
export const catchUp = async (client: Client, threads: Threads): Promise<void> => {
  for await (const cards of followedCards(threads.desk, "discord")) {
    for (const card of cards) await catchUpCard(client, threads, card);
  }
};
