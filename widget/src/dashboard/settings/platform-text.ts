import type { ChatPlatform } from "@docket/core/chat/platform";
import { msg } from "@lit/localize";

/** What a chat is called. */
export const platformText = (platform: ChatPlatform): string =>
  ({ slack: msg("Slack"), discord: msg("Discord") })[platform];
