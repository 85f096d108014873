import type { Announcement, ChannelAccess } from "@docket/api/chat-board";
import type { SendAttempt } from "@docket/core/chat/card";
import type { APIGuildForumChannel, APIThreadChannel } from "discord-api-types/v10";
import { ChannelFlags, MessageFlags, Routes } from "discord-api-types/v10";
import { archiveAfter } from "./card-thread.ts";
import type { DiscordCalls } from "./discord-calls.ts";
import { findPost, marked } from "./find-sent.ts";
import { clip } from "./render/markdown.ts";
import { renderDirect } from "./render/thread-message.ts";
import { sendLine } from "./send-direct.ts";
import { nobody } from "./thread-parts.ts";

/** Some forums take no post without a tag. */
const tagsOf = async (calls: DiscordCalls, forumId: string): Promise<readonly string[]> => {
  const forum = await calls.get<APIGuildForumChannel>(Routes.channel(forumId));
  const needsTag = ((forum.flags ?? 0) & ChannelFlags.RequireTag) !== 0;
  const free = forum.available_tags.filter(({ moderated }) => !moderated);
  return needsTag ? free.slice(0, 1).map(({ id }) => id) : [];
};

/** Says something to everybody in a channel: a message, or a post where it is a forum, which has nothing else. */
export const announce = async (
  calls: DiscordCalls,
  channel: ChannelAccess,
  { text, url }: Announcement,
  attempt: SendAttempt,
): Promise<void> => {
  if (channel.kind === "text") return sendLine(calls, channel.channelId, { text, url, card: null }, attempt);
  const { key, since } = attempt;
  const mark = marked(url, key);
  const found = since === null ? null : await findPost(calls, channel, mark, since);
  if (found !== null) return;
  const message = { content: renderDirect(text, mark, null), flags: MessageFlags.SuppressEmbeds, ...nobody };
  await calls.post<APIThreadChannel>(Routes.threads(channel.channelId), {
    name: clip(text, 100),
    auto_archive_duration: archiveAfter.open,
    applied_tags: await tagsOf(calls, channel.channelId),
    message,
  });
};
