import type { Announcement, ChannelAccess, ChatBoard, DirectMessage, ThreadMessage } from "@docket/api/chat-board";
import type { CardView, PostedCard, Receipt, SendAttempt, Workspace } from "@docket/core/chat/card";
import { ChatFailure } from "@docket/core/chat/chat-failure";
import type { WebClient } from "@slack/web-api";
import { idOf } from "../shown-files.ts";
import { change, post } from "./post.ts";
import { renderCard } from "./render/card.ts";
import { escapeText } from "./render/mrkdwn.ts";
import { renderDirect } from "./render/thread-message.ts";
import { isMember } from "./is-member.ts";
import type { Arrived } from "./sent-mark.ts";
import { findArrived } from "./sent-mark.ts";
import type { SlackAccess } from "./slack-client.ts";
import { boundFetch, createSlackClient } from "./slack-client.ts";
import { notAmongDirects, toChatFailure, unless, unlessGone } from "./slack-failure.ts";
import { isFileId, removeFile } from "./thread-files.ts";
import { bringParts, changeMessage } from "./thread-parts.ts";

/** Slack takes about one message a second in a channel (https://docs.slack.dev/apis/web-api/rate-limits). */
const pace = 1000;

/** None of the signs that tell an author what was not sent, or waits: a receipt that comes later must leave them. */
const reactions: Readonly<Record<Receipt, string>> = {
  note: "memo",
  sent: "white_check_mark",
  kept: "mailbox_with_no_mail",
  failed: "x",
};

/** The address of a card; null where Slack does not say: what is to be told matters more. */
const cardUrl = async (client: WebClient, { channel, posted }: NonNullable<DirectMessage["card"]>) => {
  try {
    const found = await client.chat.getPermalink({ channel: channel.channelId, message_ts: posted.cardId });
    return found.permalink ?? null;
  } catch {
    return null;
  }
};

/** Slack as a board: a message for each card, with the conversation in its thread. */
class SlackBoard implements ChatBoard {
  readonly platform = "slack";
  readonly pace = pace;
  readonly #access: SlackAccess;

  constructor(access: SlackAccess) {
    this.#access = access;
  }

  async #ask<T>(token: string, signal: AbortSignal, work: (client: WebClient) => Promise<T>): Promise<T> {
    try {
      return await work(createSlackClient(this.#access, token, signal));
    } catch (error) {
      throw toChatFailure(error);
    }
  }

  async workspaces(token: string, signal: AbortSignal): Promise<readonly Workspace[]> {
    const found = await this.#ask(token, signal, (client) => client.auth.test());
    const { team_id: workspaceId, team: name, user_id: botUserId, bot_id: botId } = found;
    if (workspaceId === undefined || name === undefined || botUserId === undefined || botId === undefined)
      throw new ChatFailure("workspace", "This is not the token of a bot.");
    return [{ workspaceId, name, botUserId }];
  }

  async openChannel(
    { token, channelId }: Omit<ChannelAccess, "kind">,
    signal: AbortSignal,
  ): Promise<{ readonly name: string; readonly kind: "text" }> {
    const { channel } = await this.#ask(token, signal, (client) => client.conversations.info({ channel: channelId }));
    if (channel?.is_im === true || channel?.is_mpim === true) throw notAmongDirects();
    if (channel?.is_archived === true) throw new ChatFailure("channel", "The channel is archived.");
    if (channel?.is_member !== true)
      throw new ChatFailure("channel", "The bot is not in the channel: invite it to the channel first.");
    return { name: channel.name ?? channelId, kind: "text" };
  }

  async postCard(
    { token, channelId }: ChannelAccess,
    card: CardView,
    { key, since }: SendAttempt,
    signal: AbortSignal,
  ): Promise<PostedCard> {
    return this.#ask(token, signal, async (client) => {
      const place = { channelId, threadTs: null };
      const arrived = since === null ? null : await findArrived(client, place, key, since);
      const mark = { key, part: 0 };
      const { ts = "" } = arrived?.get("0") ?? (await post(client, channelId, renderCard(card), "docket_card", mark));
      return { cardId: ts, threadId: ts };
    });
  }

  async updateCard(
    { token, channelId }: ChannelAccess,
    { cardId }: PostedCard,
    card: CardView,
    signal: AbortSignal,
  ): Promise<void> {
    await this.#ask(token, signal, (client) => change(client, channelId, cardId, renderCard(card)));
  }

  async postMessage(
    { token, channelId }: ChannelAccess,
    { threadId: threadTs }: PostedCard,
    message: ThreadMessage,
    { key, since }: SendAttempt,
    signal: AbortSignal,
  ): Promise<readonly string[]> {
    return this.#ask(token, signal, async (client) => {
      const place = { channelId, threadTs };
      const arrived = since === null ? new Map<string, Arrived>() : await findArrived(client, place, key, since);
      return bringParts(client, boundFetch(this.#access, signal), place, message, key, arrived);
    });
  }

  async updateMessage(
    { token, channelId }: ChannelAccess,
    { threadId: threadTs }: PostedCard,
    parts: readonly string[],
    message: ThreadMessage,
    signal: AbortSignal,
  ): Promise<readonly string[]> {
    return this.#ask(token, signal, (client) =>
      changeMessage(client, boundFetch(this.#access, signal), { channelId, threadTs }, parts, message),
    );
  }

  async deleteMessage(
    { token, channelId }: ChannelAccess,
    _posted: PostedCard,
    parts: readonly string[],
    signal: AbortSignal,
  ): Promise<void> {
    await this.#ask(token, signal, async (client) => {
      for (const part of parts)
        await (isFileId(part)
          ? removeFile(client, channelId, idOf(part))
          : unlessGone(client.chat.delete({ channel: channelId, ts: part })));
    });
  }

  async reaches({ token, channelId }: ChannelAccess, _posted: PostedCard, userId: string, signal: AbortSignal) {
    return this.#ask(token, signal, (client) => isMember(client, channelId, userId));
  }

  async announce(
    { token, channelId }: ChannelAccess,
    { text, url }: Announcement,
    { key, since }: SendAttempt,
    signal: AbortSignal,
  ): Promise<void> {
    await this.#ask(token, signal, async (client) => {
      const place = { channelId, threadTs: null };
      const arrived = since === null ? null : await findArrived(client, place, key, since);
      if (arrived?.has("0") === true) return;
      const content = { text: escapeText(text), blocks: [renderDirect(text, url, null)] };
      await post(client, channelId, content, "docket_message", { key, part: 0 });
    });
  }

  /** Slack shows a bot no direct messages without a scope of its own: what may have been sent is not sent again. */
  async sendDirect(
    { token }: Pick<ChannelAccess, "token">,
    userId: string,
    { text, url, card }: DirectMessage,
    { key, since }: SendAttempt,
    signal: AbortSignal,
  ): Promise<void> {
    if (since !== null) return;
    await this.#ask(token, signal, async (client) => {
      const content = {
        text: escapeText(text),
        blocks: [renderDirect(text, url, card && (await cardUrl(client, card)))],
      };
      await post(client, userId, content, "docket_message", { key, part: 0 });
    });
  }

  async markMessage(
    { token, channelId: channel }: ChannelAccess,
    _posted: PostedCard,
    timestamp: string,
    receipt: Receipt,
    signal: AbortSignal,
  ): Promise<void> {
    await this.#ask(token, signal, async (client) => {
      const { message } = await client.reactions.get({ channel, timestamp, full: true });
      const there = new Set((message?.reactions ?? []).map(({ name }) => name));
      const stale = Object.values(reactions).filter((name) => name !== reactions[receipt] && there.has(name));
      for (const name of stale) await unless(["no_reaction"], client.reactions.remove({ channel, timestamp, name }));
      await unless(["already_reacted"], client.reactions.add({ channel, timestamp, name: reactions[receipt] }));
    });
  }
}

/** The board of Slack. */
export const createSlackBoard = (access: SlackAccess = {}): ChatBoard => new SlackBoard(access);
