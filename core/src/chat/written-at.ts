import type { Ms } from "../time.ts";
import { second } from "../time.ts";
import type { ChatPlatform } from "./platform.ts";

/** The first moment of Discord's ids (https://discord.com/developers/docs/reference#snowflakes). */
const discordEpoch = 1_420_070_400_000;

/**
 * When a message of a chat was written, which its id says: in Slack it is the time in seconds, in Discord the time is in
 * the bits above the lowest 22. Null for what is no such id.
 */
export const writtenAt = (platform: ChatPlatform, messageId: string): Ms | null => {
  if (platform === "slack") return /^\d{1,12}\.\d{6}$/.test(messageId) ? Math.floor(Number(messageId) * second) : null;
  return /^\d{15,20}$/.test(messageId) ? Number(BigInt(messageId) >> 22n) + discordEpoch : null;
};
