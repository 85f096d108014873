import type { ChannelView, IntegrationView } from "@docket/core/contract/integration";
import { msg, str } from "@lit/localize";
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
 * people do there goes unheard, and the other way round, and while no direct message gets through; one reason for both is said once.
 */
export const healthView = (shown: Health & Partial<Pick<IntegrationView, "listening" | "directs">>) => {
  const { listening, directs } = shown;
  if (!isBroken(shown) && !isBroken(listening) && !isBroken(directs))
    return html`<div class="facts"><docket-badge tone="green">${msg("Works")}</docket-badge></div>`;
  return html`${isBroken(shown) ? trouble(msg("Broken"), shown) : nothing}
  ${isBroken(listening) && listening.reason !== shown.reason ? trouble(msg("Hears nothing"), listening) : nothing}
  ${isBroken(directs) ? trouble(msg("No direct messages"), directs) : nothing}`;
};

/** What keeps a channel from working that is not its own: the trouble of its workspace, which is mended there. */
const sharedTrouble = ({ name, state, listening }: IntegrationView): string | null => {
  if (state === "broken") return msg(str`No cards come here while ${name} is broken. What to mend is said at ${name}.`);
  if (isBroken(listening))
    return msg(str`What people do here has no effect while ${name} hears nothing. What to mend is said at ${name}.`);
  return null;
};

/** How a channel is. It does not work while its workspace does not, and says so. */
export const channelHealth = (channel: ChannelView, workspace: IntegrationView | undefined) => {
  const reason = workspace === undefined ? null : sharedTrouble(workspace);
  if (reason === null) return healthView(channel);
  return html`${isBroken(channel) ? trouble(msg("Broken"), channel) : nothing}
    <div class="facts"><docket-badge tone="amber">${msg("Waits")}</docket-badge><span>${reason}</span></div>`;
};
