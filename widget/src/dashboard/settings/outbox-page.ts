import type { ParkedEffect } from "@docket/core/contract/outbox";
import { msg, str } from "@lit/localize";
import { html, nothing } from "lit";
import { define } from "../../elements/define.ts";
import "../../elements/relative-time/relative-time.ts";
import { fullTime } from "../../locales/dates.ts";
import { base } from "../../styles/base.ts";
import { controls } from "../../styles/controls.ts";
import { attempt } from "../app/attempt.ts";
import { DeskElement } from "../app/desk.ts";
import { focusHeading } from "../app/focus-heading.ts";
import { Paged } from "./paged.ts";
import { pagedView } from "./paged-view.ts";
import { settings } from "./settings.styles.ts";

const effectText = (type: string): string =>
  type.startsWith("email.") ? msg("An email") : type.startsWith("realtime.") ? msg("A live hint") : type;

/** What could not be done after many tries and waits for an admin, and emails that are held back. */
export class OutboxPage extends DeskElement {
  static override styles = [base, controls, settings];
  #parked: Paged<ParkedEffect> | null = null;

  get parked(): Paged<ParkedEffect> {
    return (this.#parked ??= new Paged((cursor, signal) =>
      this.desk.client.request("GET /outbox/parked", { query: { limit: 50, cursor }, signal }),
    ));
  }

  protected override firstUpdated(): void {
    void this.parked.load();
    focusHeading(this);
  }

  override render() {
    return html`<div class="head">
        <div>
          <h1 tabindex="-1">${msg("Outbox")}</h1>
          <p>
            ${msg("What failed too often waits here until somebody lets it try again. Emails that were too many for one address wait here for their turn, or until somebody sends them.")}
          </p>
        </div>
        <button class="small" type="button" @click=${() => this.parked.load()}>${msg("Look again")}</button>
      </div>
      ${pagedView(
        this.desk,
        this.parked,
        {
          label: msg("Waiting"),
          heading: msg("Nothing is stuck"),
          text: msg("Everything went out, or is still being tried."),
        },
        (effect) => this.#effect(effect),
      )}`;
  }

  #effect(effect: ParkedEffect) {
    const name = effectText(effect.type);
    return html`<div class="what">
        <strong>${name}</strong>
        <span>${effect.lastError ?? msg("No reason was given.")}</span>
      </div>
      <div class="facts">
        ${
          effect.heldUntil
            ? html`<span>${msg(str`Goes out by itself: ${fullTime(new Date(effect.heldUntil))}`)}</span>`
            : html`<span>${msg(str`${effect.attempts} tries`)}</span><docket-time at=${effect.parkedAt}></docket-time>`
        }
        ${effect.ticketId ? html`<a href="/tickets/${effect.ticketId}?view=all">${msg("Ticket")}</a>` : nothing}
      </div>
      <div class="actions">
        <button
          class="small"
          type="button"
          aria-label=${effect.heldUntil ? msg(str`Send: ${name}`) : msg(str`Try again: ${name}`)}
          @click=${() => this.#retry(effect)}
        >
          ${effect.heldUntil ? msg("Send") : msg("Try again")}
        </button>
      </div>`;
  }

  async #retry({ id }: ParkedEffect): Promise<void> {
    const retry = () => this.desk.client.request("POST /outbox/{id}/retry", { params: { id } });
    const isDone = await attempt(this.desk, retry, msg("It is on its way again."));
    await this.parked.load();
    if (isDone) focusHeading(this);
  }
}

define("docket-outbox-page", OutboxPage);
