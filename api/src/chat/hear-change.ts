import { AppRemoved, ChatFailure } from "@docket/core/chat/chat-failure";
import type { ChatPlatform } from "@docket/core/chat/platform";
import type { changedInput } from "@docket/core/contract/chat";
import { second } from "@docket/core/time";
import type { z } from "zod";
import type { Call } from "../context.ts";
import { askChat, boardAccess } from "../integrations/board-access.ts";
import type { ChannelRow, IntegrationRow } from "../integrations/integration-row.ts";
import { channelOf, integrationOf } from "../integrations/select-integration.ts";
import { renameIntegration, resumeChannel, resumeIntegration, updateChannelRow } from "../integrations/store.ts";
import type { Services } from "../services.ts";
import { markFailed } from "./card-store.ts";

type Changed = z.output<typeof changedInput>;

/** Nobody waits for it. */
const patience = 10 * second;

const outside: Readonly<Record<ChatPlatform, string>> = {
  slack: "The app is not in the workspace any more: install it again.",
  discord: "The bot is not in the server: invite it again.",
};

const lookAtWorkspace = async (services: Services, integration: IntegrationRow): Promise<void> => {
  const { id, platform, workspaceId, name, state } = integration;
  const { db, clock, wake } = services;
  const { board, token } = await boardAccess(services, integration);
  const there = await askChat(platform, patience, (signal) => board.workspaces(token, signal));
  const found = there.find((one) => one.workspaceId === workspaceId);
  if (!found) throw new AppRemoved(outside[platform]);
  if (found.name !== name) await db.write(renameIntegration(db, id, found.name));
  if (state !== "broken") return;
  await db.write(...resumeIntegration(db, id, clock.now()));
  wake();
};

const lookAtChannel = async (services: Services, integration: IntegrationRow, channel: ChannelRow): Promise<void> => {
  const { db, clock, wake } = services;
  const { workspaceId, channelId } = channel;
  const { board, token } = await boardAccess(services, integration);
  const place = { token, workspaceId, channelId };
  const { name } = await askChat(integration.platform, patience, (signal) => board.openChannel(place, signal));
  if (name !== channel.name) await db.write(updateChannelRow(db, channel.id, { name }));
  if (channel.state !== "broken" && integration.state !== "broken") return;
  await db.write(...resumeChannel(db, channel, clock.now()));
  wake();
};

/** Asks a chat what became of a channel or a workspace, and writes it down. Says what failed; null where nothing did. */
export const look = async (
  services: Services,
  { platform, workspaceId, channelId = "" }: Changed,
): Promise<ChatFailure | null> => {
  const { db, clock } = services;
  const [[integration], [channel]] = await db.read(
    integrationOf(db, platform, workspaceId),
    channelOf(db, platform, workspaceId, channelId),
  );
  if (!integration || integration.offAt !== null) return null;
  try {
    if (channelId === "") await lookAtWorkspace(services, integration);
    else if (channel) await lookAtChannel(services, integration, channel);
    return null;
  } catch (error) {
    if (!(error instanceof ChatFailure)) throw error;
    // One that has trouble for a moment is asked with the next card.
    await markFailed(db, { integrationId: integration.id, channelId: channel?.id ?? null }, error, clock.now());
    return error;
  }
};

/**
 * Hears that something happened to a channel or a workspace in its chat. Whoever says so is not believed: the chat is
 * asked, and what it says is shown to admins. What the desk has nothing in is let be.
 */
export const hearChange = ({ services }: Call, changed: Changed): void =>
  services.background.run("chat", async () => {
    await look(services, changed);
  });
