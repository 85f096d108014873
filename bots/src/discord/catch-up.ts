import type { AnyThreadChannel, Client, Message } from "discord.js";
import { DiscordAPIError, SnowflakeUtil } from "discord.js";
import { RESTJSONErrorCodes as Code } from "discord-api-types/v10";
import { writtenAt } from "@docket/core/chat/written-at";
import type { FollowedCard } from "@docket/core/contract/chat";
import type { Ms } from "@docket/core/time";
import { answered, DeskAway } from "../desk/desk-away.ts";
import type { Missed } from "../desk/followed-cards.ts";
import { followedCards, missedOf } from "../desk/followed-cards.ts";
import type { Taken } from "../desk/taken-messages.ts";
import { hasOtherFiles, isNewEdit, relayGone, takenMessages } from "../desk/taken-messages.ts";
import { allWordsOf, attachmentsOf, hasMore } from "./message-content.ts";
import type { Threads } from "./thread-messages.ts";
import { isMarkedUnsent, takeEdit, takeMessage } from "./thread-messages.ts";

const page = 100;

const timeOf = (id: string): Ms => writtenAt("discord", id) ?? 0;

/** The least id of that time. */
const idAt = (timestamp: Ms): string =>
  String(SnowflakeUtil.generate({ timestamp, increment: 0n, workerId: 0n, processId: 0n }));

/** What the bot is not shown, or what is not there any more. */
const closed: readonly unknown[] = [
  Code.UnknownChannel,
  Code.UnknownMessage,
  Code.MissingAccess,
  Code.MissingPermissions,
];

/** Looks somewhere, unless that place is not there or not open to the bot any more. */
const lookAt = async <T>(look: () => Promise<T>): Promise<T | null> => {
  try {
    return await look();
  } catch (error) {
    if (!(error instanceof DiscordAPIError) || !closed.includes(error.code)) throw error;
    return null;
  }
};

/** What is in a thread since then, the oldest first. */
const writtenSince = async (thread: AnyThreadChannel, since: Ms): Promise<readonly Message[]> => {
  const found: Message[] = [];
  for (let after = idAt(since); ;) {
    const messages = await thread.messages.fetch({ after, limit: page });
    const inOrder = [...messages.values()].toSorted((a, b) => (BigInt(a.id) > BigInt(b.id) ? 1 : -1));
    found.push(...inOrder);
    const last = inOrder.at(-1);
    if (last === undefined || inOrder.length < page) return found;
    after = last.id;
  }
};

/**
 * Whether a message that is not among those of its thread was deleted: who may not read what was written before is shown
 * nothing at all.
 */
const isGone = async (thread: AnyThreadChannel, id: string): Promise<boolean> => {
  try {
    await thread.messages.fetch({ message: id, force: true });
    return false;
  } catch (error) {
    if (error instanceof DiscordAPIError && error.code === Code.UnknownMessage) return true;
    throw error;
  }
};

/** Hands over what somebody changed in a message that the desk has, or wrote in one that it does not have. */
const relayMissed = async (threads: Threads, message: Message, taken: Taken | undefined, since: Ms): Promise<void> => {
  try {
    if (taken) {
      const isEdited =
        isNewEdit(taken, message.editedTimestamp ?? 0, since) ||
        hasOtherFiles(taken, attachmentsOf(message), isMarkedUnsent(message));
      if (isEdited) await takeEdit(threads, message);
      return;
    }
    // Whoever took the last out of it said so then.
    if (allWordsOf(message) === "" && !hasMore(message)) return;
    // Who was told that it was not sent does not expect that it is, later.
    if (message.createdTimestamp >= since && !isMarkedUnsent(message)) await takeMessage(threads, message);
  } catch (error) {
    // What goes wrong with one message, such as a file that cannot be had, is told to its author, and must not hold up
    // the rest.
    if (error instanceof DeskAway) throw error;
  }
};

/** Whether something happened in the thread of a card that is to be looked at. */
const isLively = (card: FollowedCard, { lastMessageId }: AnyThreadChannel): boolean =>
  [lastMessageId, card.lastMessageId].some((id) => id !== null && timeOf(id) >= missedOf(card).lookedAtSince);

const catchUpCard = async (threads: Threads, card: FollowedCard, thread: AnyThreadChannel, missed: Missed) => {
  const { since, lookedAtSince } = missed;
  const taken = await takenMessages(threads.desk, card, (id) => timeOf(id) >= lookedAtSince);
  const written = await writtenSince(thread, lookedAtSince);
  const there = new Set(written.map(({ id }) => id));
  for (const [id, one] of taken)
    if (!there.has(id) && (await isGone(thread, id))) answered(await relayGone(threads.desk, one));
  for (const message of written) await relayMissed(threads, message, taken.get(message.id), since);
};

/** Whether to believe what the bot knows of a thread, and from when on something there may be new to the desk. */
interface Look {
  readonly force: boolean;
  readonly missedOf: (card: FollowedCard) => Missed;
}

const lookAtCard = async (client: Client, threads: Threads, card: FollowedCard, look: Look): Promise<void> => {
  const thread = await client.channels.fetch(card.threadId, { force: look.force });
  if (thread?.isThread() && isLively(card, thread)) await catchUpCard(threads, card, thread, look.missedOf(card));
};

/**
 * Follows what people wrote, changed and deleted in the threads of cards while nobody listened. What was taken already
 * is taken once, so it does no harm to look at a message twice. Throws when it could not look everywhere.
 */
export const catchUp = async (client: Client, threads: Threads, signal: AbortSignal): Promise<void> => {
  const once: Threads = { ...threads, tries: "once" };
  for (const card of await followedCards(threads.desk, { platform: "discord" })) {
    signal.throwIfAborted();
    await lookAt(() => lookAtCard(client, once, card, { force: false, missedOf }));
  }
};

/**
 * The same for the channel of these cards that the bot may not have seen for a while. Discord does not reliably say since
 * when, and of what was said meanwhile nothing came: whatever is looked at may be new.
 */
export const catchUpReturned = async (
  client: Client,
  threads: Threads,
  cards: readonly FollowedCard[],
): Promise<void> => {
  const missedAll = (card: FollowedCard): Missed => {
    const { lookedAtSince } = missedOf(card);
    return { since: lookedAtSince, lookedAtSince };
  };
  for (const card of cards) await lookAt(() => lookAtCard(client, threads, card, { force: true, missedOf: missedAll }));
};
