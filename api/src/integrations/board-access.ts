import { ChatFailure } from "@docket/core/chat/chat-failure";
import type { ChatPlatform } from "@docket/core/chat/platform";
import { platformNames } from "@docket/core/chat/platform";
import { second } from "@docket/core/time";
import { inTime } from "../outbox/in-time.ts";
import { SealBroken, unseal } from "../platform/seal.ts";
import type { Chats, Services } from "../services.ts";
import type { ChatBoard } from "./chat-board.ts";

/** How a workspace is reached. */
export interface BoardAccess {
  readonly board: ChatBoard;
  readonly token: string;
}

interface Integrated {
  readonly platform: ChatPlatform;
  readonly workspaceId: string;
  readonly sealedToken: string | null;
}

/** What a workspace's token is sealed for. */
export const tokenSeal = ({ platform, workspaceId }: Omit<Integrated, "sealedToken">): string =>
  `${platform}:${workspaceId}`;

const openToken = async (secret: string, integrated: Integrated, sealed: string): Promise<string> => {
  try {
    return await unseal(secret, tokenSeal(integrated), sealed);
  } catch (error) {
    if (!(error instanceof SealBroken)) throw error;
    throw new ChatFailure("workspace", `The token of this workspace is lost; install the app again. ${error.message}`);
  }
};

const missing = (platform: ChatPlatform, chat: Chats[ChatPlatform]): string => {
  const name = platformNames[platform];
  const fault = chat
    ? `The settings have no token for ${name} any more.`
    : `${name} is not set up any more: its settings are gone.`;
  return `${fault} docs/${platform}.md says what to set.`;
};

/** Why the settings do not let the desk into a workspace, and what to do; null while they do. */
export const settingsGone = (
  { chats }: Pick<Services, "chats">,
  { platform, sealedToken }: Pick<Integrated, "platform" | "sealedToken">,
): string | null => {
  const chat = chats[platform];
  return chat && (sealedToken ?? chat.token) !== null ? null : missing(platform, chat);
};

/** Finds the token of a workspace: its own, or the one of the settings. Throws `ChatFailure`. */
export const boardAccess = async (
  { config, chats }: Pick<Services, "config" | "chats">,
  integrated: Integrated,
): Promise<BoardAccess> => {
  const { platform, sealedToken } = integrated;
  const chat = chats[platform];
  const token = sealedToken === null ? chat?.token : await openToken(config.secret, integrated, sealedToken);
  if (!chat || !token) throw new ChatFailure("workspace", missing(platform, chat));
  return { board: chat.board, token };
};

/** Asks a chat something. Without an answer in time (milliseconds) it counts as away. */
export const askChat = <T>(
  platform: ChatPlatform,
  patience: number,
  question: (signal: AbortSignal) => Promise<T>,
): Promise<T> => {
  const late = () =>
    new ChatFailure("away", `${platformNames[platform]} did not answer within ${patience / second} seconds.`);
  return inTime(patience, late, question);
};
