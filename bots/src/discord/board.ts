import type { Announcement, ChannelAccess, ChatBoard, DirectMessage, ThreadMessage } from "@docket/api/chat-board";
import type { CardView, PostedCard, Receipt, SendAttempt, Workspace } from "@docket/core/chat/card";
import { ChatFailure } from "@docket/core/chat/chat-failure";
import type { ChannelKind } from "@docket/core/chat/platform";
import type { APIGuild, APIUser } from "discord-api-types/v10";
import { RESTJSONErrorCodes as Code, Routes } from "discord-api-types/v10";
import { announce } from "./announce.ts";
import { inThread, settleThread } from "./card-thread.ts";
import { diagnose } from "./diagnose.ts";
import type { DiscordAccess, DiscordCalls } from "./discord-calls.ts";
import { DiscordClients } from "./discord-calls.ts";
import { errorCode, toChatFailure } from "./discord-failure.ts";
import { markMessage } from "./mark-message.ts";
import { openChannel } from "./open-channel.ts";
import { postCard } from "./post-card.ts";
import { renderCard } from "./render/card.ts";
import { sendDirect } from "./send-direct.ts";
import { changeParts, homeOf, joins, nobody, removeParts, sendParts, threadOf } from "./thread-parts.ts";

/** Discord takes five messages in five seconds in a channel (https://discord.com/developers/docs/topics/rate-limits). */
const pace = 1000;
const serversAtOnce = 200;

/** Discord as a board: a message with a thread for each card, or a post of a forum. */
class DiscordBoard implements ChatBoard {
  readonly platform = "discord";
  readonly pace = pace;
  readonly #clients: DiscordClients;

  constructor(access: DiscordAccess) {
    this.#clients = new DiscordClients(access);
  }

  async #ask<T>(
    place: Parameters<typeof diagnose>[2],
    signal: AbortSignal,
    work: (calls: DiscordCalls) => Promise<T>,
  ): Promise<T> {
    const calls = this.#clients.calls(place.token, signal);
    try {
      return await work(calls);
    } catch (error) {
      throw await diagnose(calls, error, place);
    }
  }

  async workspaces(token: string, signal: AbortSignal): Promise<readonly Workspace[]> {
    const calls = this.#clients.calls(token, signal);
    try {
      const { id: botUserId } = await calls.get<APIUser>(Routes.user());
      const servers: Workspace[] = [];
      for (;;) {
        const query = { limit: String(serversAtOnce), after: servers.at(-1)?.workspaceId ?? "0" };
        const page = await calls.get<readonly APIGuild[]>(Routes.userGuilds(), query);
        servers.push(...page.map(({ id: workspaceId, name }) => ({ workspaceId, name, botUserId })));
        if (page.length < serversAtOnce) return servers;
      }
    } catch (error) {
      throw toChatFailure(error);
    }
  }

  async openChannel(
    channel: Omit<ChannelAccess, "kind">,
    signal: AbortSignal,
  ): Promise<{ readonly name: string; readonly kind: ChannelKind }> {
    return this.#ask(channel, signal, (calls) => openChannel(calls, channel));
  }

  async postCard(
    channel: ChannelAccess,
    card: CardView,
    attempt: SendAttempt,
    signal: AbortSignal,
  ): Promise<PostedCard> {
    return this.#ask(channel, signal, (calls) => postCard(calls, channel, card, attempt));
  }

  /** Works on a card of a text channel whose thread somebody may have deleted: such a card is sent anew, so it goes. */
  async #withThread<T>(
    calls: DiscordCalls,
    channel: ChannelAccess,
    { cardId }: PostedCard,
    work: Promise<T>,
  ): Promise<T> {
    try {
      return await work;
    } catch (error) {
      if (channel.kind === "text" && errorCode(error) === Code.UnknownChannel)
        await calls.delete(Routes.channelMessage(channel.channelId, cardId)).catch(() => null);
      throw error;
    }
  }

  async updateCard(channel: ChannelAccess, posted: PostedCard, card: CardView, signal: AbortSignal): Promise<void> {
    const route = Routes.channelMessage(homeOf(channel, posted), posted.cardId);
    await this.#ask(channel, signal, (calls) => {
      const change = (): Promise<void> => calls.patch(route, { ...renderCard(card), ...nobody });
      const settled = settleThread(calls, channel, posted.threadId, card, change);
      return this.#withThread(calls, channel, posted, settled);
    });
  }

  async postMessage(
    channel: ChannelAccess,
    posted: PostedCard,
    message: ThreadMessage,
    attempt: SendAttempt,
    signal: AbortSignal,
  ): Promise<readonly string[]> {
    return this.#ask(channel, signal, (calls) => {
      const send = (): Promise<readonly string[]> => sendParts(calls, threadOf(channel, posted), message, attempt);
      return this.#withThread(calls, channel, posted, inThread(calls, posted.threadId, send));
    });
  }

  async updateMessage(
    channel: ChannelAccess,
    posted: PostedCard,
    parts: readonly string[],
    message: ThreadMessage,
    signal: AbortSignal,
  ): Promise<readonly string[]> {
    return this.#ask(channel, signal, (calls) =>
      inThread(calls, posted.threadId, () => changeParts(calls, threadOf(channel, posted), parts, message)),
    );
  }

  async deleteMessage(
    channel: ChannelAccess,
    { threadId }: PostedCard,
    parts: readonly string[],
    signal: AbortSignal,
  ): Promise<void> {
    try {
      await this.#ask(channel, signal, (calls) => inThread(calls, threadId, () => removeParts(calls, threadId, parts)));
    } catch (error) {
      if (!(error instanceof ChatFailure && error.kind === "gone")) throw error;
    }
  }

  async reaches(channel: ChannelAccess, posted: PostedCard, userId: string, signal: AbortSignal): Promise<boolean> {
    return this.#ask(channel, signal, (calls) => {
      const join = (): Promise<boolean> => joins(calls, posted.threadId, userId);
      return this.#withThread(calls, channel, posted, inThread(calls, posted.threadId, join));
    });
  }

  async announce(
    channel: ChannelAccess,
    message: Announcement,
    attempt: SendAttempt,
    signal: AbortSignal,
  ): Promise<void> {
    await this.#ask(channel, signal, (calls) => announce(calls, channel, message, attempt));
  }

  async sendDirect(
    { token }: Pick<ChannelAccess, "token">,
    userId: string,
    message: DirectMessage,
    attempt: SendAttempt,
    signal: AbortSignal,
  ): Promise<void> {
    try {
      await sendDirect(this.#clients.calls(token, signal), userId, message, attempt);
    } catch (error) {
      throw toChatFailure(error);
    }
  }

  async markMessage(
    channel: ChannelAccess,
    { threadId }: PostedCard,
    messageId: string,
    receipt: Receipt,
    signal: AbortSignal,
  ): Promise<void> {
    await this.#ask(channel, signal, (calls) =>
      inThread(calls, threadId, () => markMessage(calls, threadId, messageId, receipt)),
    );
  }
}

/** The board of Discord. */
export const createDiscordBoard = (access: DiscordAccess = {}): ChatBoard => new DiscordBoard(access);
