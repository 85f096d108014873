import type { WebClient } from "@slack/web-api";
import { chatFailureOf } from "./slack-failure.ts";

const membersAtOnce = 1000;

/**
 * Whether somebody is in a channel, as Slack says each time: one who left a moment ago would hear of nothing. Where
 * Slack does not say, as when it was asked too often, they are taken not to be, for a direct message reaches both.
 */
export const isMember = async (client: WebClient, channel: string, userId: string): Promise<boolean> => {
  let cursor = "";
  try {
    do {
      const asked = { channel, limit: membersAtOnce, ...(cursor === "" ? {} : { cursor }) };
      const { members = [], response_metadata: next } = await client.conversations.members(asked);
      if (members.includes(userId)) return true;
      cursor = next?.next_cursor ?? "";
    } while (cursor !== "");
    return false;
  } catch (error) {
    const kind = chatFailureOf(error)?.kind;
    if (kind === "busy" || kind === "refused") return false;
    throw error;
  }
};
