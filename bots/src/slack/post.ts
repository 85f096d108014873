import type { KnownBlock } from "@slack/types";
import type { WebClient } from "@slack/web-api";
import type { SentMark } from "./sent-mark.ts";
import { markBlocks, markMetadata } from "./sent-mark.ts";

/** Nothing in a message is made into a mention, and no address is looked up for a preview. */
const asWritten = { parse: "none", link_names: false } as const;
const unfurled = { unfurl_links: false, unfurl_media: false } as const;

/** A message as it is rendered. */
export interface Content {
  readonly text: string;
  readonly blocks: readonly KnownBlock[];
}

/** Sends a message to a channel, or to a thread. */
export const post = async (
  client: WebClient,
  channelId: string,
  { text, blocks }: Content,
  eventType: Parameters<typeof markMetadata>[0],
  mark: SentMark,
  threadTs?: string,
) =>
  client.chat.postMessage({
    channel: channelId,
    text,
    blocks: markBlocks(blocks, mark),
    metadata: markMetadata(eventType, mark),
    ...asWritten,
    ...unfurled,
    ...(threadTs === undefined ? {} : { thread_ts: threadTs }),
  });

/** Changes a message. */
export const change = async (
  client: WebClient,
  channel: string,
  ts: string,
  { text, blocks }: Content,
): Promise<void> => {
  await client.chat.update({ channel, ts, text, blocks: [...blocks], ...asWritten });
};
