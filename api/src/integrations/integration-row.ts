import { directsShutText } from "@docket/core/chat/direct";
import type { ChannelView, IntegrationView } from "@docket/core/contract/integration";
import { toIso, toIsoOrNull } from "@docket/core/time";
import type { channels, integrations } from "../db/schema/chat.ts";
import type { Services } from "../services.ts";
import { settingsGone } from "./board-access.ts";
import { viewListening } from "./listening.ts";

export type IntegrationRow = Omit<typeof integrations.$inferSelect, "catchUpAfter" | "look" | "offAt">;

/** A channel with the workspace in which it is, and how often it was changed. */
export interface ChannelRow extends Readonly<Omit<typeof channels.$inferSelect, "modeSince" | "offAt">> {
  readonly platform: IntegrationRow["platform"];
  readonly workspaceId: string;
  readonly version: number;
}

/** What works. */
export const sound = { state: "active", reason: null, brokenAt: null } as const;

const health = ({ state, reason, brokenAt }: Pick<IntegrationRow, "state" | "reason" | "brokenAt">) => ({
  state,
  reason,
  since: toIsoOrNull(brokenAt),
});

const viewDirects = ({ platform, directsShutAt }: IntegrationRow): IntegrationView["directs"] =>
  directsShutAt === null
    ? { state: "active", reason: null, since: null }
    : { state: "broken", reason: directsShutText[platform], since: toIso(directsShutAt) };

/** A workspace without its token. Without the settings for its chat nothing works there, whatever was last seen of it. */
export const viewIntegration = (
  services: Pick<Services, "clock" | "config" | "chats">,
  row: IntegrationRow,
): IntegrationView => {
  const reason = settingsGone(services, row);
  const gone = reason === null ? null : ({ state: "broken", reason, since: toIsoOrNull(row.brokenAt) } as const);
  return {
    id: row.id,
    platform: row.platform,
    workspaceId: row.workspaceId,
    name: row.name,
    ...(gone ?? health(row)),
    listening: gone ?? viewListening(row, services),
    directs: viewDirects(row),
    createdAt: toIso(row.createdAt),
  };
};

export const viewChannel = (row: ChannelRow): ChannelView => ({
  id: row.id,
  integrationId: row.integrationId,
  platform: row.platform,
  workspaceId: row.workspaceId,
  channelId: row.channelId,
  name: row.name,
  kind: row.kind,
  mode: row.mode,
  filter: {
    categories: [...row.filter.categories],
    priorities: [...row.filter.priorities],
    tags: [...row.filter.tags],
    sites: [...row.filter.sites],
  },
  fallback: row.fallback,
  ...health(row),
  createdAt: toIso(row.createdAt),
  version: row.version,
});
