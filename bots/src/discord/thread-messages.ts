import type { Message, PartialMessage } from "discord.js";
import { MessageType } from "discord-api-types/v10";
import type { Desk, DeskCall } from "../desk/desk.ts";
import { answered, DeskAway, wentWrong } from "../desk/desk-away.ts";
import type { RelayOutcome } from "../desk/relay.ts";
import { relayDelete, relayEdit, relayMessage } from "../desk/relay.ts";
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

/** Whether the author was told that this was not sent. */
export const isMarkedUnsent = ({ reactions }: Message): boolean => reactions.cache.get(unsent)?.me === true;

/** Tells the author why their words went nowhere: by a direct message, since a thread knows no private ones. */
export const refuse = async (message: Message, reason: string): Promise<void> => {
  const answer = renderOutcome({ kind: "refused", text: `Not sent. ${reason}` });
  await message.react(unsent).catch(() => null);
  const where = `${answer.content}\n${message.url}`;
  await message.author.send({ ...answer, content: where }).catch(() => null);
};

/** Hands something to the desk, again and again while it is away. */
const persist = async ({ tries, sleep }: Threads, hand: () => Promise<RelayOutcome>): Promise<RelayOutcome> => {
  if (tries === "once") return answered(await hand());
  for (const pause of pauses) {
    const outcome = await hand();
    if (outcome.kind !== "refused" || !outcome.isAway) return outcome;
    await sleep(pause);
  }
  return hand();
};

const follow = async (
  threads: Threads,
  message: Message,
  hand: (call: DeskCall, thread: NonNullable<NonNullable<DeskCall["place"]>["thread"]>) => Promise<RelayOutcome>,
): Promise<void> => {
  const call = callOf(threads, message);
  const thread = call.place?.thread;
  if (!thread) return;
  try {
    const outcome = await persist(threads, () => hand(call, thread));
    if (outcome.kind === "refused") await refuse(message, outcome.text);
  } catch (error) {
    // Such as a file that cannot be had. While the desk is away it is handed over again.
    if (!(error instanceof DeskAway)) await refuse(message, wentWrong);
    throw error;
  }
};

/** Takes what somebody wrote in a thread. */
export const takeMessage = async (threads: Threads, message: Message): Promise<void> => {
  if (!isOurs(message) || (message.type !== MessageType.Default && message.type !== MessageType.Reply)) return;
  const said = { messageId: message.id, content: contentOf(threads, message) };
  await follow(threads, message, (call, thread) => relayMessage(call, { thread, ...said }));
};

/** Hands over what somebody made of a message. */
export const takeEdit = async (threads: Threads, message: Message): Promise<void> => {
  if (!isOurs(message)) return;
  const said = { messageId: message.id, content: contentOf(threads, message) };
  const how = { isReworded: true, at: message.editedTimestamp };
  await follow(threads, message, (call, thread) => relayEdit(call, { thread, ...said, ...how }));
};

/** Whether nothing changed but what Discord adds itself, such as the picture of a link. */
const isTheSame = (before: Message | PartialMessage, after: Message): boolean =>
  before.content === after.content && [...before.attachments.keys()].join() === [...after.attachments.keys()].join();

/** Follows somebody who changed what they wrote. */
export const followEdit = async (threads: Threads, before: Message | PartialMessage, after: Message): Promise<void> => {
  if (after.editedTimestamp === null || isTheSame(before, after)) return;
  await takeEdit(threads, after);
};

/** Follows somebody who deleted what they wrote. Of what the bot has not seen itself Discord tells no author. */
export const followDelete = async (threads: Threads, message: Message | PartialMessage): Promise<void> => {
  if (message.partial) {
    const thread = placeOf(message)?.thread;
    if (thread) await persist(threads, () => relayDeletion(threads.desk, thread, message.id));
  } else if (isOurs(message)) {
    await follow(threads, message, (call, thread) => relayDelete(call, { thread, messageId: message.id }));
  }
};
