import type { ThreadMessage } from "@docket/api/chat-board";
import type { PostedCard, SendAttempt } from "@docket/core/chat/card";
import type { ChatFailureKind } from "@docket/core/chat/chat-failure";
import { ChatFailure } from "@docket/core/chat/chat-failure";
import { afterEach, beforeEach, expect } from "vitest";
import type { BoardWorld } from "./board.contract.ts";
import { sampleCard, sampleMessage } from "./board-samples.ts";

/** A world for each test, and what most tests do in it. */
export class BoardTrial {
  readonly signal = new AbortController().signal;
  #world: BoardWorld | null = null;
  #keys = 0;

  constructor(open: () => Promise<BoardWorld>) {
    const expectNothingWrong = (): void => {
      expect(this.world.violations()).toEqual([]);
      expect(this.world.tricks()).toEqual([]);
    };
    beforeEach(async () => {
      this.#world = await open();
    });
    afterEach(async () => {
      await this.world.stop();
      expectNothingWrong();
    });
  }

  get world(): BoardWorld {
    if (!this.#world) throw new Error("no test is running");
    return this.#world;
  }

  /** Something new to send. */
  attempt(since: number | null = null): SendAttempt {
    return { key: `key${++this.#keys}`, since };
  }

  post(card = sampleCard(), tried = this.attempt()): Promise<PostedCard> {
    return this.world.board.postCard(this.world.channel, card, tried, this.signal);
  }

  say(
    posted: PostedCard,
    message: ThreadMessage = sampleMessage(),
    tried = this.attempt(),
  ): Promise<readonly string[]> {
    return this.world.board.postMessage(this.world.channel, posted, message, tried, this.signal);
  }
}

/** Expects a failure of this kind, with a sentence for admins that gives nothing away. */
export const expectFailure = async (
  { world }: BoardTrial,
  kind: ChatFailureKind,
  work: Promise<unknown>,
): Promise<ChatFailure> => {
  const failed = await work.then(
    () => new Error("it worked"),
    (reason: unknown) => reason,
  );
  expect(failed).toBeInstanceOf(ChatFailure);
  const { message, retryAfter, kind: found } = failed as ChatFailure;
  expect([found, message]).toEqual([kind, expect.stringMatching(/^\p{Lu}.*[.!]$/su)]);
  expect(message).not.toContain(world.channel.token);
  expect(message).not.toContain("burns");
  expect(retryAfter === null).toBe(kind !== "busy");
  return failed as ChatFailure;
};
