import type { IntegrationView } from "@docket/core/contract/integration";
import { msg } from "@lit/localize";
import { html, nothing } from "lit";
import "../../elements/badge/badge.ts";
import "../../elements/relative-time/relative-time.ts";

type Health = Pick<IntegrationView, "state" | "reason" | "since">;

const trouble = (name: string, { reason, since }: Health) =>
  html`<div class="facts">
    <docket-badge tone="red">${name}</docket-badge>
    <span>${reason}</span>
    ${since ? html`<docket-time at=${since}></docket-time>` : nothing}
  </div>`;

const isBroken = (health: Health | undefined): health is Health => health?.state === "broken";

/**
 * How a workspace or a channel is, and since when and why it is not well. In a workspace cards may be shown while what
 * people do there goes unheard, and the other way round.
 */
export const healthView = (shown: Health & Partial<Pick<IntegrationView, "listening">>) => {
  const { listening } = shown;
  if (!isBroken(shown) && !isBroken(listening))
    return html`<div class="facts"><docket-badge tone="green">${msg("Works")}</docket-badge></div>`;
  return html`${isBroken(shown) ? trouble(msg("Broken"), shown) : nothing}
  ${isBroken(listening) ? trouble(msg("Hears nothing"), listening) : nothing}`;
};
