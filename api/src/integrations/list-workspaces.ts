import type { ChatPlatform } from "@docket/core/chat/platform";
import type { WorkspaceList } from "@docket/core/contract/integration";
import { and, eq } from "drizzle-orm";
import type { Call } from "../context.ts";
import { integrations } from "../db/schema/chat.ts";
import { reachWorkspaces } from "./reach-workspaces.ts";
import { isConnected } from "./select-integration.ts";

/** The workspaces in which the bot of the settings is, in the order of the chat, and as what each is connected. */
export const listWorkspaces = async ({ services }: Call, platform: ChatPlatform): Promise<WorkspaceList> => {
  const { db } = services;
  const workspaces = await reachWorkspaces(services, platform);
  const [rows] = await db.read(
    db.orm
      .select({ id: integrations.id, workspaceId: integrations.workspaceId })
      .from(integrations)
      .where(and(eq(integrations.platform, platform), isConnected)),
  );
  const connected = new Map(rows.map(({ id, workspaceId }) => [workspaceId, id]));
  return {
    items: workspaces.map(({ workspaceId, name }) => ({
      workspaceId,
      name,
      integrationId: connected.get(workspaceId) ?? null,
    })),
  };
};
