import type { Message, PartialMessage } from "discord.js";
import { MessageType } from "discord-api-types/v10";
import type { ChatThread } from "@docket/core/chat/platform";
import type { Desk, DeskCall } from "../desk/desk.ts";
import { answered, DeskAway, handedOverAgain, wentWrong } from "../desk/desk-away.ts";
import type { Doing, Done } from "../desk/not-taken.ts";
import { notTaken } from "../desk/not-taken.ts";
import type { RelayOutcome } from "../desk/relay.ts";
import { InOrder } from "../desk/in-order.ts";
import { keepRefused, relayDelete, relayEdit, relayMessage } from "../desk/relay.ts";
import { relayDeletion } from "../desk/taken-messages.ts";
import { placeOf } from "./asking.ts";
import type { FileSource } from "./message-content.ts";
import { contentOf } from "./message-content.ts";
import { renderOutcome } from "./render/outcome.ts";

/** Sleeps; a test moves the time by hand. */
export type Sleep = (ms: number) => Promise<void>;

export interface Threads extends FileSource {
  readonly desk: Desk;
  readonly sleep: Sleep;
  /** Whether to try again while the desk is away; who tries once gets a `DeskAway` instead. */
  readonly tries: "patient" | "once";
}

/** How long to wait before each next try while the desk is away, in milliseconds. */
const pauses = [1000, 5000, 30_000, 120_000] as const;

/** Written by somebody of the server, in a thread. */
const isOurs = ({ author, guildId, channel, system, webhookId }: Message): boolean =>
  guildId !== null && channel.isThread() && !author.bot && !system && webhookId === null;

const callOf = ({ desk }: Threads, message: Message): DeskCall =>
  desk.call({
    user: { platform: "discord", workspaceId: message.guildId ?? "", userId: message.author.id },
    userName: message.author.displayName,
    place: placeOf(message),
    key: `discord:message.${message.id}`,
  });

const unsent = "⚠️";
const waiting = "⏳";

/** Whether the author was told that this was not sent. */
export const isMarkedUnsent = ({ reactions }: Message): boolean => reactions.cache.get(unsent)?.me === true;

/** Takes the sign of an earlier change back: what stands there now was taken. */
const unmark = async ({ client, reactions }: Message): Promise<void> => {
  await reactions.cache
    .get(unsent)
    ?.users.remove(client.user)
    .catch(() => null);
};

/** Tells the author of something by a direct message, since a thread knows no private ones; null when they take none. */
const tell = async (message: Message, text: string): Promise<Message | null> => {
  const answer = renderOutcome({ kind: "refused", text });
  const where = `${answer.content}\n${message.url}`;
  return message.author.send({ ...answer, content: where }).catch(() => null);
};

/** Tells the author what was not taken, and why; `canDelete` as for `notTaken`. */
const refuse = async (
  threads: Threads,
  message: Message,
  done: Done,
  reason: string,
  canDelete = true,
): Promise<void> => {
  await message.react(unsent).catch(() => null);
  await tell(message, await notTaken(threads.desk, done, reason, canDelete));
  const { editedTimestamp: at } = message;
  if (done.kind === "edited" && at !== null) await keepRefused(callOf(threads, message), done.thread, message.id, at);
};

/** What the author of a message is told while it waits for the desk. */
class Waiting {
  readonly #message: Message;
  #told: Message | null = null;

  constructor(message: Message) {
    this.#message = message;
  }

  async begin(): Promise<void> {
    await this.#message.react(waiting).catch(() => null);
    this.#told = await tell(this.#message, handedOverAgain);
  }

  /** Takes it back, also what was told before the bot was started. */
  async end(): Promise<void> {
    const { client, reactions } = this.#message;
    const sign = reactions.cache.get(waiting);
    if (sign?.me === true) await sign.users.remove(client.user).catch(() => null);
    await this.#told?.delete().catch(() => null);
  }
}

/** Hands something to the desk, again and again while it is away; calls `wait` when that is for more than a moment. */
const persist = async (
  { tries, sleep }: Threads,
  hand: () => Promise<RelayOutcome>,
  wait: () => Promise<void> = () => Promise.resolve(),
): Promise<RelayOutcome> => {
  if (tries === "once") return answered(await hand());
  for (const [i, pause] of pauses.entries()) {
    const outcome = await hand();
    if (outcome.kind !== "refused" || !outcome.isAway) return outcome;
    if (i === 1) await wait();
    await sleep(pause);
  }
  return hand();
};

/** What was begun about each message, in this process. */
const inOrder = new InOrder();

const follow = async (
  threads: Threads,
  kind: Doing,
  message: Message,
  hand: (call: DeskCall, thread: ChatThread) => Promise<RelayOutcome>,
): Promise<void> => {
  const call = callOf(threads, message);
  const thread = call.place?.thread;
  if (!thread) return;
  const done = { kind, thread, messageId: message.id };
  const waits = new Waiting(message);
  try {
    const outcome = await persist(
      threads,
      () => hand(call, thread),
      () => waits.begin(),
    );
    await waits.end();
    if (outcome.kind === "taken" && isMarkedUnsent(message)) await unmark(message);
    if (outcome.kind === "refused") await refuse(threads, message, done, outcome.text, outcome.canDelete);
  } catch (error) {
    // While the desk is away it is handed over again.
    if (error instanceof DeskAway) throw error;
    // Such as a file that cannot be had.
    await waits.end();
    await refuse(threads, message, done, wentWrong);
    throw error;
  }
};

/** Takes what somebody wrote in a thread. */
export const takeMessage = async (threads: Threads, message: Message): Promise<void> => {
  if (!isOurs(message) || (message.type !== MessageType.Default && message.type !== MessageType.Reply)) return;
  const said = { messageId: message.id, content: contentOf(threads, message) };
  const stands = () => inOrder.stands(message.id);
  await inOrder.run(message.id, () =>
    follow(threads, "written", message, (call, thread) => relayMessage(call, { thread, ...said }, stands)),
  );
};

/** Hands over what somebody made of a message. */
export const takeEdit = async (threads: Threads, message: Message): Promise<void> => {
  if (!isOurs(message)) return;
  const said = { messageId: message.id, content: contentOf(threads, message) };
  const how = { isReworded: true, at: message.editedTimestamp };
  await inOrder.run(message.id, () =>
    follow(threads, "edited", message, (call, thread) => relayEdit(call, { thread, ...said, ...how })),
  );
};

/** Whether nothing changed but what Discord adds itself, such as the picture of a link. */
const isTheSame = (before: Message | PartialMessage, after: Message): boolean =>
  before.content === after.content && [...before.attachments.keys()].join() === [...after.attachments.keys()].join();

/** Follows somebody who changed what they wrote. */
export const followEdit = async (threads: Threads, before: Message | PartialMessage, after: Message): Promise<void> => {
  if (after.editedTimestamp === null || isTheSame(before, after)) return;
  await takeEdit(threads, after);
};

const relayDeleted = async (threads: Threads, message: Message | PartialMessage): Promise<void> => {
  if (message.partial) {
    const thread = placeOf(message)?.thread;
    if (thread) await persist(threads, () => relayDeletion(threads.desk, thread, message.id));
  } else if (isOurs(message)) {
    await follow(threads, "deleted", message, (call, thread) => relayDelete(call, { thread, messageId: message.id }));
  }
};

/** Follows somebody who deleted what they wrote. Of what the bot has not seen itself Discord tells no author. */
export const followDelete = (threads: Threads, message: Message | PartialMessage): Promise<void> => {
  inOrder.wasDeleted(message.id);
  return inOrder.run(message.id, () => relayDeleted(threads, message));
};
