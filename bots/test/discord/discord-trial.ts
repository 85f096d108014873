import type { ThreadMessage } from "@docket/api/chat-board";
import type { CardView, PostedCard, SendAttempt } from "@docket/core/chat/card";
import { ChatFailure } from "@docket/core/chat/chat-failure";
import type { ChannelKind } from "@docket/core/chat/platform";
import { expect } from "vitest";
import { sampleCard, sampleMessage } from "../board-samples.ts";
import type { DiscordWorld } from "./board-world.ts";
import { openWorld } from "./board-world.ts";
import type { Channel } from "./world.ts";

const signal = new AbortController().signal;

/** The Discord board in a world of its own, with what most tests do to it. */
export class DiscordTrial {
  #world: DiscordWorld | null = null;
  #keys = 0;

  async open(kind: ChannelKind, now?: () => number): Promise<void> {
    this.#world = await openWorld(kind, now);
  }

  /** Nothing may have been sent that Discord does not take, or that notifies or deceives anybody. */
  async finish(): Promise<void> {
    await this.world.stop();
    const faults = [...this.world.violations(), ...this.world.tricks()];
    if (faults.length > 0) throw new Error(faults.join("\n"));
  }

  get world(): DiscordWorld {
    if (!this.#world) throw new Error("there is no world yet");
    return this.#world;
  }

  /** The first try of something new. */
  attempt(): SendAttempt {
    this.#keys += 1;
    return { key: `key-${this.#keys}`, since: null };
  }

  openChannel() {
    return this.world.board.openChannel(this.world.channel, signal);
  }

  post(card = sampleCard(), attempt = this.attempt()): Promise<PostedCard> {
    return this.world.board.postCard(this.world.channel, card, attempt, signal);
  }

  update(posted: PostedCard, card: CardView): Promise<void> {
    return this.world.board.updateCard(this.world.channel, posted, card, signal);
  }

  say(posted: PostedCard, message = sampleMessage(), attempt = this.attempt()): Promise<readonly string[]> {
    return this.world.board.postMessage(this.world.channel, posted, message, attempt, signal);
  }

  change(posted: PostedCard, parts: readonly string[], message: ThreadMessage): Promise<readonly string[]> {
    return this.world.board.updateMessage(this.world.channel, posted, parts, message, signal);
  }

  thread({ threadId }: PostedCard): Channel {
    const found = this.world.guild.channels.get(threadId);
    if (!found) throw new Error("there is no such thread");
    return found;
  }

  tags(posted: PostedCard): readonly (string | undefined)[] {
    const applied = this.thread(posted).thread?.appliedTags ?? [];
    return applied.map((id) => this.world.place.tags.find((tag) => tag.id === id)?.name);
  }
}

/** The failure that a call of the board ends with. */
export const failure = async (work: Promise<unknown>): Promise<ChatFailure> => {
  const error: unknown = await work.then(
    () => new Error("it worked"),
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(ChatFailure);
  return error as ChatFailure;
};
