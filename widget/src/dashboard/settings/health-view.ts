import type { IntegrationView } from "@docket/core/contract/integration";
import { msg } from "@lit/localize";
import { html, nothing } from "lit";
import "../../elements/badge/badge.ts";
import "../../elements/relative-time/relative-time.ts";

/** How a workspace or a channel is, and since when and why it is not well. */
export const healthView = ({ state, reason, since }: Pick<IntegrationView, "state" | "reason" | "since">) =>
  html`<div class="facts">
    ${
      state === "active"
        ? html`<docket-badge tone="green">${msg("Works")}</docket-badge>`
        : html`<docket-badge tone="red">${msg("Broken")}</docket-badge>
            <span>${reason}</span>
            ${since ? html`<docket-time at=${since}></docket-time>` : nothing}`
    }
  </div>`;
