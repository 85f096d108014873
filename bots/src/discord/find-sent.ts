import type { ChannelAccess } from "@docket/api/chat-board";
import type { Ms } from "@docket/core/time";
import { minute } from "@docket/core/time";
import type { APIMessage, APIThreadChannel, APIUser } from "discord-api-types/v10";
import { RESTJSONErrorCodes as Code, Routes } from "discord-api-types/v10";
import type { DiscordCalls } from "./discord-calls.ts";
import { errorCode } from "./discord-failure.ts";
import { linkTarget } from "./render/card.ts";

/** How far the clocks of Discord and of Docket may differ. */
const skew = 5 * minute;
const pageSize = 100;
const epoch = 1_420_070_400_000n;
const sequenceBits = 22n;

/** An id that is older than everything sent since then. */
export const idBefore = (since: Ms): string => {
  const at = BigInt(Math.max(0, since - skew)) - epoch;
  return String(at > 0n ? at << sequenceBits : 0n);
};

/**
 * An address that also names what was sent: Discord keeps it as long as the message, people see a link, and nobody else
 * can put it into a message of the bot. Nonces do not do: Discord forgets them after some minutes.
 */
export const marked = (url: string, key: string): string => `${url}#${key}`;

/** An address with the mark that is in the embeds of a message, if one is: whether it arrived may still be to be found out. */
export const markedAs = (
  url: string,
  embeds: readonly { readonly url?: string | null; readonly description?: string | null }[],
): string => {
  const heads = [`${url}#`, `](<${linkTarget(url)}#`];
  for (const text of embeds.flatMap((embed) => [embed.url ?? "", embed.description ?? ""]))
    for (const head of heads) {
      const key = /^[0-9a-f]+/.exec(text.slice(text.lastIndexOf(head) + head.length))?.[0];
      if (text.includes(head) && key !== undefined) return marked(url, key);
    }
  return url;
};

const isMarked = ({ content, embeds }: APIMessage, mark: string): boolean => {
  const link = `](<${linkTarget(mark)}>)`;
  const [heading = ""] = content.split("\n", 1);
  return (
    heading.includes(link) ||
    embeds.some(({ url, description }) => url === mark || description?.endsWith(link) === true)
  );
};

/** The bot's messages with this mark in a channel or thread, the oldest first; those after this id. */
export const findMessages = async (
  calls: DiscordCalls,
  channelId: string,
  mark: string,
  start: string,
): Promise<readonly string[]> => {
  const { id: botId } = await calls.get<APIUser>(Routes.user());
  const found: string[] = [];
  let after = start;
  for (;;) {
    const query = { after, limit: String(pageSize) };
    const page = await calls.get<readonly APIMessage[]>(Routes.channelMessages(channelId), query);
    const inOrder = page.toReversed();
    found.push(...inOrder.filter((one) => one.author.id === botId && isMarked(one, mark)).map(({ id }) => id));
    after = inOrder.at(-1)?.id ?? after;
    if (page.length < pageSize) return found;
  }
};

interface ThreadPage {
  readonly threads: readonly APIThreadChannel[];
  readonly has_more?: boolean;
}

/** The posts of a forum that were opened since then or are archived since then. */
const recentPosts = async (
  calls: DiscordCalls,
  { workspaceId, channelId }: ChannelAccess,
  since: Ms,
): Promise<readonly APIThreadChannel[]> => {
  const active = await calls.get<ThreadPage>(Routes.guildActiveThreads(workspaceId));
  const posts = active.threads.filter((post) => post.parent_id === channelId);
  let before = "";
  for (;;) {
    const query = { limit: String(pageSize), ...(before === "" ? {} : { before }) };
    const route = Routes.channelThreads(channelId, "public");
    const page = await calls.get<ThreadPage>(route, query);
    posts.push(...page.threads);
    before = page.threads.at(-1)?.thread_metadata?.archive_timestamp ?? "";
    if (page.has_more !== true || Date.parse(before) < since - skew) break;
  }
  const oldest = BigInt(idBefore(since));
  return posts.filter(({ id }) => BigInt(id) > oldest);
};

/** The post of a forum with this mark; null when there is none. */
export const findPost = async (
  calls: DiscordCalls,
  forum: ChannelAccess,
  mark: string,
  since: Ms,
): Promise<string | null> => {
  for (const { id } of await recentPosts(calls, forum, since)) {
    try {
      const first = await calls.get<APIMessage>(Routes.channelMessage(id, id));
      if (isMarked(first, mark)) return id;
    } catch (error) {
      // A post whose first message was deleted.
      if (errorCode(error) !== Code.UnknownMessage) throw error;
    }
  }
  return null;
};
