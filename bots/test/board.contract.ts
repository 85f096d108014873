import type { ChannelAccess, ChatBoard } from "@docket/api/chat-board";
import type { PostedCard } from "@docket/core/chat/card";
import { describe } from "vitest";
import { cardContract } from "./board-cards.contract.ts";
import { failureContract } from "./board-failures.contract.ts";
import { messageContract } from "./board-messages.contract.ts";
import { BoardTrial } from "./board-trial.ts";

/** A message as people see it in the chat. */
export interface SeenMessage {
  readonly id: string;
  /** Everything that can be read of it, as it is shown. */
  readonly text: string;
  readonly files: readonly SeenFile[];
}

export interface SeenFile {
  readonly name: string;
  readonly content: string;
}

/** A chat with one channel that the bot is in, and a board that works on it. */
export interface BoardWorld {
  readonly board: ChatBoard;
  readonly channel: ChannelAccess;
  readonly workspaceName: string;
  readonly channelName: string;
  /** The time of the chat. */
  now(): number;
  /** The cards that stand in the channel, the oldest first, and whatever else somebody sent outside of their threads. */
  cards(): readonly SeenMessage[];
  /** What stands in the thread of a card, the oldest first, without the card. */
  thread(posted: PostedCard): readonly SeenMessage[];
  /** Who or what was mentioned by messages of the bot, and links that show something else than where they lead. */
  tricks(): readonly string[];
  /** What the platform refused or would have refused: bounds that were not kept. */
  violations(): readonly string[];
  /** Somebody writes in the thread of a card. Returns the id of the message. */
  write(posted: PostedCard, text: string): Promise<string>;
  /** The marks of the bot on a message. */
  marks(posted: PostedCard, messageId: string): readonly string[];
  /** Somebody deletes a message in the thread of a card. */
  remove(posted: PostedCard, messageId: string): void;
  /** Somebody deletes the card with everything in its thread. */
  removeCard(posted: PostedCard): void;
  /** Of the messages sent from now on, the chat takes the `nth` (1 is the next) and its answer gets lost. */
  loseAnswer(nth: number): void;
  /** The next call that sends something is answered with an error of the chat's own, and nothing is taken. */
  breakNext(): void;
  /** The next call that sends something is never answered, and nothing is taken. */
  hangNext(): void;
  /** The next call that sends something is refused: too many calls. */
  limitNext(retryAfterMs: number): void;
  archiveChannel(): void;
  deleteChannel(): void;
  /** The bot may not see the channel any more. */
  leaveChannel(): void;
  revokeToken(): void;
  stop(): Promise<void>;
}

/** What every board does, whatever the chat. */
export const boardContract = (name: string, open: () => Promise<BoardWorld>): void => {
  describe(`the board: ${name}`, () => {
    const trial = new BoardTrial(open);
    cardContract(trial);
    messageContract(trial);
    failureContract(trial);
  });
};
