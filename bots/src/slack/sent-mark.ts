import type { Ms } from "@docket/core/time";
import { minute } from "@docket/core/time";
import type { KnownBlock, MessageMetadata } from "@slack/types";
import type { WebClient } from "@slack/web-api";

/** What tells a thing that was sent from all others: the key of its sending, and which part of it this is. */
export interface SentMark {
  readonly key: string;
  readonly part: number | "files";
}

/** Something that an earlier try brought to Slack. */
export interface Arrived {
  readonly ts: string;
  readonly fileIds: readonly string[];
}

type Listed = NonNullable<Awaited<ReturnType<WebClient["conversations"]["history"]>>["messages"]>[number];

const prefix = "sent";

/** The mark as metadata of a message. */
export const markMetadata = (
  eventType: "docket_card" | "docket_message",
  { key, part }: SentMark,
): MessageMetadata => ({
  event_type: eventType,
  event_payload: { key, part: String(part) },
});

/** The same mark on what takes the place of such a message: whether it arrived may still be to be found out. */
export const keepMark = <B extends KnownBlock>(blocks: readonly B[], mark: string | null): B[] => {
  const first = blocks.findIndex(({ type }) => type === "rich_text");
  return blocks.map((block, i) => (i === first && mark !== null ? { ...block, block_id: mark } : block));
};

/**
 * The same mark on the first rich text: the messages of files have no metadata, and metadata can be read back with a
 * scope of its own only.
 */
export const markBlocks = <B extends KnownBlock>(blocks: readonly B[], { key, part }: SentMark): B[] =>
  keepMark(blocks, `${prefix}:${key}:${part}`);

/** The mark in the blocks of a message; null when there is none. */
export const markIn = (blocks: readonly { readonly block_id?: string }[]): string | null =>
  blocks.find((block) => block.block_id?.startsWith(`${prefix}:`))?.block_id ?? null;

/** Which part of this sending a message is; null when it is none. */
const partOf = ({ metadata, blocks = [] }: Listed, key: string): string | null => {
  const { key: found, part } = (metadata?.event_payload ?? {}) as Record<string, unknown>;
  if (found === key && typeof part === "string") return part;
  const head = `${prefix}:${key}:`;
  return blocks.find((block) => block.block_id?.startsWith(head))?.block_id?.slice(head.length) ?? null;
};

/** How far the clocks of Slack and of Docket may differ. */
const skew = 5 * minute;
const pageSize = 200;
/** So many pages are read before what is looked for is taken not to be there. */
const mostPages = 20;

/** What arrived of a sending since then, by its parts: in a thread, or in the channel itself. */
export const findArrived = async (
  client: WebClient,
  { channelId, threadTs }: { readonly channelId: string; readonly threadTs: string | null },
  key: string,
  since: Ms,
): Promise<ReadonlyMap<string, Arrived>> => {
  const arrived = new Map<string, Arrived>();
  const asked = {
    channel: channelId,
    oldest: (Math.max(0, since - skew) / 1000).toFixed(6),
    limit: pageSize,
    include_all_metadata: true,
  };
  let cursor = "";
  for (let page = 0; page < mostPages; page++) {
    const next = { ...asked, ...(cursor === "" ? {} : { cursor }) };
    const { messages = [], response_metadata: more } =
      threadTs === null
        ? await client.conversations.history(next)
        : await client.conversations.replies({ ...next, ts: threadTs });
    for (const message of messages) {
      const part = partOf(message, key);
      if (part !== null && message.ts !== undefined)
        arrived.set(part, { ts: message.ts, fileIds: (message.files ?? []).flatMap(({ id }) => id ?? []) });
    }
    cursor = more?.next_cursor ?? "";
    if (cursor === "") break;
  }
  return arrived;
};
