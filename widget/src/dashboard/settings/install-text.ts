import type { ChannelView, IntegrationView } from "@docket/core/contract/integration";
import { msg } from "@lit/localize";
import type { Paged } from "./paged.ts";

const outcomes = ["done", "declined", "expired", "failed"] as const;
export type InstallOutcome = (typeof outcomes)[number];

/** How an installation ended that began here; null when none did. */
export const installOutcome = (search: string): InstallOutcome | null => {
  const said = new URLSearchParams(search).get("install");
  return outcomes.find((outcome) => outcome === said) ?? null;
};

export const installText = (outcome: InstallOutcome): string =>
  ({
    done: msg("The app is installed."),
    declined: msg("The app was not installed: somebody declined it in Slack."),
    expired: msg("The app was not installed: it took too long, or it began in another browser. Please begin again."),
    failed: msg("The app was not installed: Slack did not hand out its token. The log of the server says why."),
  })[outcome];

/** Whether a workspace of Slack has no channel yet. One into which the app was installed again kept its channels. */
export const lacksChannels = (workspaces: Paged<IntegrationView>, channels: Paged<ChannelView>): boolean => {
  const { items, hasMore } = channels;
  if (items === undefined || hasMore) return false;
  return (workspaces.items ?? []).some(
    ({ id, platform }) => platform === "slack" && !items.some(({ integrationId }) => integrationId === id),
  );
};
