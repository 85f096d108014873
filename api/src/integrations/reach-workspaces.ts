import type { Workspace } from "@docket/core/chat/card";
import type { ChatPlatform } from "@docket/core/chat/platform";
import { platformNames } from "@docket/core/chat/platform";
import { problem } from "../http/problem.ts";
import type { Services } from "../services.ts";
import { reachChat } from "./reach-chat.ts";

/**
 * Asks a chat in which workspaces the bot of the settings is. Without a token for it that is
 * `integration.not_configured`, without a good answer `integration.failed`.
 */
export const reachWorkspaces = async (
  { chats }: Pick<Services, "chats">,
  platform: ChatPlatform,
): Promise<readonly Workspace[]> => {
  const chat = chats[platform];
  if (!chat || chat.token === null) {
    const detail = `The settings of this desk have no token for ${platformNames[platform]}.`;
    throw problem("integration.not_configured", detail);
  }
  const { board, token } = chat;
  return reachChat(platform, (signal) => board.workspaces(token, signal));
};
