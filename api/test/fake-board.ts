import type { CardView, PostedCard, Receipt, SendAttempt, Workspace } from "@docket/core/chat/card";
import { ChatFailure, UnknownChannel } from "@docket/core/chat/chat-failure";
import type { ChatPlatform } from "@docket/core/chat/platform";
import type {
  Announcement,
  ChannelAccess,
  ChatBoard,
  DirectMessage,
  ThreadMessage,
} from "../src/integrations/chat-board.ts";
import type { Clock } from "../src/services.ts";

/** What is in a thread: sent by Docket, or written by somebody. */
export interface FakeMessage {
  readonly id: string;
  readonly key: string | null;
  /** Null for what somebody wrote. */
  message: ThreadMessage | null;
  text: string;
  receipt: Receipt | null;
}

export interface FakeCard {
  readonly id: string;
  readonly key: string;
  readonly channelId: string;
  view: CardView;
  readonly messages: FakeMessage[];
}

export type BoardCall = Exclude<keyof ChatBoard, "platform" | "pace">;

/**
 * What happens to a call: nothing special, a failure before it does anything, no answer ever, or an answer that gets
 * lost after it was done.
 */
export type Trouble = ChatFailure | "hang" | "lost" | null;

/** A chat in memory that shows cards, and can be in trouble. */
export class FakeBoard implements ChatBoard {
  readonly platform: ChatPlatform;
  readonly pace = 1000;
  readonly channels = new Map([
    ["C1", "support"],
    ["C2", "billing"],
    ["C3", "urgent"],
  ]);
  readonly workspacesOf = new Map<string, readonly Workspace[]>();
  readonly cards: FakeCard[] = [];
  readonly calls: { readonly call: BoardCall; readonly channelId: string; readonly at: number }[] = [];
  /** Decides what happens to a call. */
  trouble: (call: BoardCall, channelId: string, token: string) => Trouble = () => null;
  /** Runs when a call was done, before its answer. */
  afterwards: (call: BoardCall) => void | Promise<void> = () => {};
  readonly #clock: Pick<Clock, "now">;
  #ids = 0;

  constructor(clock: Pick<Clock, "now">, platform: ChatPlatform = "slack") {
    this.platform = platform;
    this.#clock = clock;
  }

  /** How often this was called. */
  count(call: BoardCall): number {
    return this.calls.filter((one) => one.call === call).length;
  }

  cardOf(number: number, channelId = "C1"): FakeCard {
    const [card, ...more] = this.cards.filter((one) => one.view.number === number && one.channelId === channelId);
    if (!card || more.length > 0)
      throw new Error(`#${number} has ${card ? "several cards" : "no card"} in ${channelId}`);
    return card;
  }

  /** What a reader of the thread sees, a line a message. */
  threadOf(number: number, channelId = "C1"): string[] {
    return this.cardOf(number, channelId).messages.map(({ message, text, receipt }) =>
      [message ? `${message.author}: ${text}` : text, receipt && `(${receipt})`].filter(Boolean).join(" "),
    );
  }

  /** Somebody writes in the thread of a card; returns the id. */
  write(number: number, text: string, channelId = "C1"): string {
    const id = this.#id();
    this.cardOf(number, channelId).messages.push({ id, key: null, message: null, text, receipt: null });
    return id;
  }

  /** Somebody deletes a card and its thread. */
  remove(card: FakeCard): void {
    this.cards.splice(this.cards.indexOf(card), 1);
  }

  workspaces(token: string): Promise<readonly Workspace[]> {
    return this.#call("workspaces", { channelId: "", token }, () => this.workspacesOf.get(token) ?? []);
  }

  openChannel({ channelId, token }: Pick<ChannelAccess, "channelId" | "token">) {
    return this.#call("openChannel", { channelId, token }, () => ({
      name: this.#channel(channelId),
      kind: "text" as const,
    }));
  }

  postCard(channel: ChannelAccess, view: CardView, attempt: SendAttempt): Promise<PostedCard> {
    return this.#call("postCard", channel, () => {
      this.#channel(channel.channelId);
      const earlier = attempt.since === null ? null : this.cards.find(({ key }) => key === attempt.key);
      if (earlier) return { cardId: earlier.id, threadId: earlier.id };
      const id = this.#id();
      this.cards.push({ id, key: attempt.key, channelId: channel.channelId, view, messages: [] });
      return { cardId: id, threadId: id };
    });
  }

  updateCard(channel: ChannelAccess, posted: PostedCard, view: CardView): Promise<void> {
    return this.#call("updateCard", channel, () => {
      this.#card(posted).view = view;
    });
  }

  postMessage(
    channel: ChannelAccess,
    posted: PostedCard,
    message: ThreadMessage,
    attempt: SendAttempt,
  ): Promise<readonly string[]> {
    return this.#call("postMessage", channel, async () => {
      const { messages } = this.#card(posted);
      const earlier = attempt.since === null ? null : messages.find(({ key }) => key === attempt.key);
      if (earlier) return [earlier.id];
      const id = this.#id();
      const text = await textOf(message);
      messages.push({ id, key: attempt.key, message, text, receipt: message.receipt });
      return [id];
    });
  }

  updateMessage(
    channel: ChannelAccess,
    posted: PostedCard,
    parts: readonly string[],
    message: ThreadMessage,
  ): Promise<readonly string[]> {
    return this.#call("updateMessage", channel, async () => {
      const shown = this.#message(posted, parts[0]);
      Object.assign(shown, { message, text: await textOf(message), receipt: message.receipt });
      return parts;
    });
  }

  deleteMessage(channel: ChannelAccess, posted: PostedCard, parts: readonly string[]): Promise<void> {
    return this.#call("deleteMessage", channel, () => {
      const { messages } = this.#card(posted);
      messages.splice(0, messages.length, ...messages.filter(({ id }) => !parts.includes(id)));
    });
  }

  markMessage(channel: ChannelAccess, posted: PostedCard, messageId: string, receipt: Receipt): Promise<void> {
    return this.#call("markMessage", channel, () => {
      this.#message(posted, messageId).receipt = receipt;
    });
  }

  /** Accounts that are not in the channels. */
  readonly absent = new Set<string>();

  reaches(channel: ChannelAccess, _posted: PostedCard, userId: string): Promise<boolean> {
    return this.#call("reaches", channel, () => !this.absent.has(userId));
  }

  /** What was said to everybody in a channel. */
  readonly announced: { readonly channelId: string; readonly key: string; readonly text: string }[] = [];

  announce(channel: ChannelAccess, { text }: Announcement, { key, since }: SendAttempt): Promise<void> {
    return this.#call("announce", channel, () => {
      const { channelId } = channel;
      if (since === null || !this.announced.some((one) => one.key === key))
        this.announced.push({ channelId, key, text });
    });
  }

  /** What was sent to people alone. */
  readonly direct: { readonly userId: string; readonly key: string; readonly text: string }[] = [];

  sendDirect(
    { token }: Pick<ChannelAccess, "token">,
    userId: string,
    { text }: DirectMessage,
    { key, since }: SendAttempt,
  ): Promise<void> {
    return this.#call("sendDirect", { channelId: "", token }, () => {
      if (since === null || !this.direct.some((one) => one.key === key)) this.direct.push({ userId, key, text });
    });
  }

  #id(): string {
    return `${1700000000 + ++this.#ids}.000000`;
  }

  #channel(channelId: string): string {
    const name = this.channels.get(channelId);
    if (name === undefined) throw new UnknownChannel("The channel was deleted.");
    return name;
  }

  #card({ cardId }: PostedCard): FakeCard {
    const card = this.cards.find(({ id }) => id === cardId);
    if (!card) throw new ChatFailure("gone", "The card is gone.");
    return card;
  }

  #message(posted: PostedCard, messageId: string | undefined): FakeMessage {
    const message = this.#card(posted).messages.find(({ id }) => id === messageId);
    if (!message) throw new ChatFailure("gone", "The message is gone.");
    return message;
  }

  async #call<T>(
    call: BoardCall,
    { channelId, token }: Pick<ChannelAccess, "channelId" | "token">,
    action: () => T | Promise<T>,
  ): Promise<T> {
    this.calls.push({ call, channelId, at: this.#clock.now() });
    const trouble = this.trouble(call, channelId, token);
    if (trouble === "hang") return new Promise(() => {});
    if (trouble instanceof ChatFailure) throw trouble;
    const answer = await action();
    await this.afterwards(call);
    if (trouble === "lost") throw new ChatFailure("away", "The connection broke.");
    return answer;
  }
}

const textOf = async ({ body, files, edited, mentions }: ThreadMessage): Promise<string> => {
  const read = await Promise.all(files.map(async (file) => `[${file.name}: ${await (await file.read()).text()}]`));
  return [mentions === null ? "" : `@${mentions.userId}`, body, ...read, ...(edited ? ["(edited)"] : [])]
    .filter(Boolean)
    .join(" ");
};
