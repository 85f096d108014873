import { ChatFailure } from "@docket/core/chat/chat-failure";
import type { ChatPlatform } from "@docket/core/chat/platform";
import { platformNames } from "@docket/core/chat/platform";
import { second } from "@docket/core/time";
import { inTime } from "../outbox/in-time.ts";
import { SealBroken, unseal } from "../platform/seal.ts";
import type { Services } from "../services.ts";
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

/** Finds the token of a workspace: its own, or the one of the settings. Throws `ChatFailure`. */
export const boardAccess = async (
  { config, chats }: Pick<Services, "config" | "chats">,
  integrated: Integrated,
): Promise<BoardAccess> => {
  const { platform, sealedToken } = integrated;
  const chat = chats[platform];
  const name = platformNames[platform];
  if (!chat) throw new ChatFailure("workspace", `${name} is not set up any more: its settings are gone.`);
  const token = sealedToken === null ? chat.token : await openToken(config.secret, integrated, sealedToken);
  if (token === null) throw new ChatFailure("workspace", `The settings have no token for ${name} any more.`);
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
