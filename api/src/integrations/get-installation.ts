import type { Workspace } from "@docket/core/chat/card";
import { ChatFailure } from "@docket/core/chat/chat-failure";
import type { ChatPlatform } from "@docket/core/chat/platform";
import { second } from "@docket/core/time";
import { and, eq } from "drizzle-orm";
import { markFailed } from "../chat/card-store.ts";
import { integrations } from "../db/schema/chat.ts";
import type { Chat, Services } from "../services.ts";
import { askChat, boardAccess } from "./board-access.ts";
import type { BotInstallation } from "./chat-setup.ts";
import { isConnected, isHeard } from "./select-integration.ts";

/** A chat waits three seconds for its answer, and this is the beginning of it. */
const patience = 1.5 * second;

/** The workspaces that the token of the settings reaches; they do not change while the process runs. */
const reached = new WeakMap<Chat, readonly Workspace[]>();

const workspacesOf = async (platform: ChatPlatform, chat: Chat, token: string): Promise<readonly Workspace[]> => {
  const known = reached.get(chat);
  if (known) return known;
  const found = await askChat(platform, patience, (signal) => chat.board.workspaces(token, signal));
  reached.set(chat, found);
  return found;
};

/** A workspace that is not connected yet, but whose token is in the settings: there an admin connects it by a command. */
const unconnected = async (
  { chats }: Pick<Services, "chats">,
  platform: ChatPlatform,
  workspaceId: string,
): Promise<BotInstallation | null> => {
  const chat = chats[platform];
  if (!chat || chat.token === null) return null;
  const found = (await workspacesOf(platform, chat, chat.token)).find((one) => one.workspaceId === workspaceId);
  return found ? { token: chat.token, botUserId: found.botUserId } : null;
};

/** The bot in a workspace; null where there is none or it was taken out, and where none works, which is marked so then. */
export const getInstallation = async (
  services: Pick<Services, "db" | "clock" | "config" | "chats">,
  platform: ChatPlatform,
  workspaceId: string,
): Promise<BotInstallation | null> => {
  const { db, clock } = services;
  const [[row]] = await db.read(
    db.orm
      .select({
        id: integrations.id,
        sealedToken: integrations.sealedToken,
        botUserId: integrations.botUserId,
        isHeard,
      })
      .from(integrations)
      .where(and(eq(integrations.platform, platform), eq(integrations.workspaceId, workspaceId), isConnected)),
  );
  try {
    if (row && !row.isHeard) return null;
    if (!row) return await unconnected(services, platform, workspaceId);
    const { token } = await boardAccess(services, { platform, workspaceId, sealedToken: row.sealedToken });
    return { token, botUserId: row.botUserId };
  } catch (error) {
    if (!(error instanceof ChatFailure)) throw error;
    // What Slack sends now is not taken: the desk must not go on saying that it follows everything there.
    if (row) await markFailed(db, { integrationId: row.id, channelId: null }, error, clock.now());
    return null;
  }
};
