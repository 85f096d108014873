import type { Source } from "@docket/core/tickets/ticket";
import { msg } from "@lit/localize";

/** Where a ticket came from. */
export const sourceText = (source: Source): string =>
  ({
    widget: msg("Widget"),
    email: msg("Email"),
    slack: "Slack",
    discord: "Discord",
    dashboard: msg("Dashboard"),
    api: "API",
  })[source];
