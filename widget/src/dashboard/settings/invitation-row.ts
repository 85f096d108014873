import type { InvitationView } from "@docket/core/contract/person";
import { msg, str } from "@lit/localize";
import type { TemplateResult } from "lit";
import { html, nothing } from "lit";
import "../../elements/badge/badge.ts";
import { fullTime } from "../../locales/dates.ts";
import { roleText } from "./role-text.ts";

/** What an admin can do about an invitation. */
interface Deeds {
  readonly sendAgain: (invitation: InvitationView) => Promise<void>;
  readonly revoke: (invitation: InvitationView) => Promise<void>;
}

/** An invitation that nobody answered, as a row of a list. */
export const invitationRow = (invitation: InvitationView, { sendAgain, revoke }: Deeds): TemplateResult => {
  const { email, undelivered } = invitation;
  const address = email ?? msg("The first admin");
  const until = fullTime(new Date(invitation.expiresAt));
  const isOver = Date.parse(invitation.expiresAt) <= Date.now();
  return html`<div class="what">
      <strong>${address}</strong>
      ${invitation.invitedBy ? html`<span>${msg(html`Invited by <bdi>${invitation.invitedBy.name}</bdi>`)}</span>` : nothing}
      <span
        >${isOver ? msg(str`The link worked until ${until}. Nobody used it.`) : msg(str`The link works until ${until}.`)}</span
      >
      ${
        undelivered === null
          ? nothing
          : html`<span class="undelivered"
              >${msg(html`The email has not gone out: ${undelivered} It waits in the <a href="/settings/outbox">outbox</a>.`)}</span
            >`
      }
    </div>
    <div class="facts">
      ${isOver ? html`<docket-badge tone="red">${msg("Has expired")}</docket-badge>` : nothing}
      <docket-badge tone="violet">${roleText(invitation.role)}</docket-badge>
    </div>
    <div class="actions">
      ${
        email === null
          ? nothing
          : html`<button
              class="small"
              type="button"
              aria-label=${msg(str`Send again: the invitation of ${address}`)}
              @click=${() => sendAgain(invitation)}
            >
              ${msg("Send again")}
            </button>`
      }
      <button
        class="small"
        type="button"
        aria-label=${msg(str`Take back the invitation of ${address}`)}
        @click=${() => revoke(invitation)}
      >
        ${msg("Take back")}
      </button>
    </div>`;
};
