import type { ListedEffect, ParkedEffect, RetryingEffect, RetryingPage } from "@docket/core/contract/outbox";
import { signal } from "@lit-labs/signals";
import { msg, str } from "@lit/localize";
import { html, nothing } from "lit";
import { define } from "../../elements/define.ts";
import "../../elements/confirm/confirm.ts";
import "../../elements/relative-time/relative-time.ts";
import { fullTime } from "../../locales/dates.ts";
import { plural } from "../../locales/plural.ts";
import { base } from "../../styles/base.ts";
import { controls } from "../../styles/controls.ts";
import { attempt } from "../app/attempt.ts";
import { DeskElement } from "../app/desk.ts";
import { focusHeading } from "../app/focus-heading.ts";
import { effectText } from "./effect-text.ts";
import { Paged } from "./paged.ts";
import { pagedView } from "./paged-view.ts";
import { settings } from "./settings.styles.ts";

const isEmail = (type: string): boolean => type.startsWith("email.");

/** What waits for an admin after many tries, emails that are held back, and what is still being tried. */
export class OutboxPage extends DeskElement {
  static override styles = [base, controls, settings];
  #parked: Paged<ParkedEffect> | null = null;

  get parked(): Paged<ParkedEffect> {
    return (this.#parked ??= new Paged((cursor, signal) =>
      this.desk.client.request("GET /outbox/parked", { query: { limit: 50, cursor }, signal }),
    ));
  }

  #retrying: Paged<RetryingEffect> | null = null;

  get retrying(): Paged<RetryingEffect> {
    return (this.#retrying ??= new Paged(async (cursor, signal) => {
      const page = await this.desk.client.request("GET /outbox/retrying", { query: { limit: 50, cursor }, signal });
      this.#away.set(page.away);
      return page;
    }));
  }

  /** Why no emails go out for now. */
  readonly #away = signal<RetryingPage["away"]>(null);

  #load = async (): Promise<void> => {
    await Promise.all([this.parked.load(), this.retrying.load()]);
  };

  protected override firstUpdated(): void {
    void this.#load();
    focusHeading(this);
  }

  override render() {
    return html`<div class="head">
        <div>
          <h1 tabindex="-1">${msg("Outbox")}</h1>
          <p>
            ${msg("Messages that could not be sent, and emails over the hourly limit for one address. Send or discard them here.")}
          </p>
        </div>
        <button class="small" type="button" @click=${this.#load}>${msg("Check again")}</button>
      </div>
      <div role="status">${this.#emailsWait()}</div>
      ${this.#stuck()} ${this.retrying.items?.length || this.retrying.error ? this.#beingTried() : nothing}
      <docket-confirm></docket-confirm>`;
  }

  /** While emails wait for their service, nobody reads that nothing does. */
  #stuck() {
    if (this.#away.get() !== null && this.parked.items?.length === 0) return nothing;
    return pagedView(
      this.desk,
      this.parked,
      {
        label: msg("Waiting"),
        heading: msg("Nothing is stuck"),
        text: msg("Messages that cannot be sent, and emails over the hourly limit for one address, are listed here."),
      },
      (effect) => this.#effect(effect),
    );
  }

  #emailsWait() {
    const away = this.#away.get();
    if (away === null) return nothing;
    return html`<p class="notice warning">
      ${away.reason}
      ${plural(away.emails, { one: msg(str`${away.emails} email waits.`), other: msg(str`${away.emails} emails wait.`) })}
    </p>`;
  }

  #beingTried() {
    return html`<section aria-labelledby="retrying">
      <h2 id="retrying">${msg("Being tried again")}</h2>
      ${pagedView(
        this.desk,
        this.retrying,
        {
          label: msg("Tried again by itself"),
          heading: msg("Nothing"),
          text: msg("What failed and is retried automatically is listed here, with the reason."),
          isHeaded: true,
        },
        (effect) => this.#tried(effect),
      )}
    </section>`;
  }

  #tried(effect: RetryingEffect) {
    const { lastError, nextTryAt } = effect;
    return html`<div class="what">
        <strong dir="auto">${effectText(effect)}</strong>
        ${this.#ticket(effect)}
        <span>${lastError}</span>
      </div>
      <div class="facts">
        <span>${msg(html`next try <docket-time at=${nextTryAt}></docket-time>`)}</span>
      </div>`;
  }

  #ticket({ ticketId, ticket }: ListedEffect) {
    if (!ticketId || !ticket) return nothing;
    return html`<span>
      <a href="/tickets/${ticketId}?view=all" dir="auto">${msg(str`#${ticket.number} ${ticket.title}`)}</a>
    </span>`;
  }

  #effect(effect: ParkedEffect) {
    const about = effectText(effect);
    const name = effect.ticket ? msg(str`${about}, #${effect.ticket.number}`) : about;
    return html`<div class="what">
        <strong dir="auto">${about}</strong>
        ${this.#ticket(effect)}
        <span>${effect.lastError ?? msg("No reason was given.")}</span>
      </div>
      <div class="facts">${this.#fate(effect)}</div>
      <div class="actions">
        ${
          isEmail(effect.type)
            ? html`<button
                class="small quiet danger"
                type="button"
                aria-label=${msg(str`Discard: ${name}`)}
                @click=${() => this.#discard(effect)}
              >
                ${msg("Discard…")}
              </button>`
            : nothing
        }
        ${
          effect.outdated
            ? nothing
            : html`<button
                class="small"
                type="button"
                aria-label=${effect.heldUntil ? msg(str`Send: ${name}`) : msg(str`Try again: ${name}`)}
                @click=${() => this.#retry(effect)}
              >
                ${effect.heldUntil ? msg("Send") : msg("Try again")}
              </button>`
        }
      </div>`;
  }

  /** What becomes of it when nobody does anything. */
  #fate({ outdated, heldUntil, attempts, parkedAt, email }: ParkedEffect) {
    if (outdated && email?.kind === "invitation")
      return html`<span>${msg("Will not be sent: the invitation has ended.")}</span>`;
    if (outdated)
      return html`<span>${msg("Will not be sent: the ticket has changed, and it is no longer true.")}</span>`;
    return heldUntil
      ? html`<span>${msg(str`Goes out by itself: ${fullTime(new Date(heldUntil))}`)}</span>`
      : html`<span>${plural(attempts, { one: msg(str`${attempts} try`), other: msg(str`${attempts} tries`) })}</span
          ><docket-time at=${parkedAt}></docket-time>`;
  }

  #retry({ id }: ParkedEffect): Promise<void> {
    const retry = () => this.desk.client.request("POST /outbox/{id}/retry", { params: { id } });
    return this.#settle(id, retry, msg("It is on its way again."));
  }

  async #discard({ id, email, outdated }: ParkedEffect): Promise<void> {
    const sure = await this.renderRoot.querySelector("docket-confirm")?.ask({
      heading: msg("Discard this email?"),
      text:
        email?.kind === "invitation" && !outdated
          ? msg("Nobody gets it, and it cannot be brought back. The invitation ends with it.")
          : msg("Nobody gets it, and it cannot be brought back."),
      action: msg("Discard the email"),
    });
    if (!sure) return;
    const discard = () => this.desk.client.request("DELETE /outbox/{id}", { params: { id } });
    await this.#settle(id, discard, msg("The email is discarded."));
  }

  /** The row leaves the list as soon as the desk took it, whatever reading the list again comes to. */
  async #settle(id: string, change: () => Promise<unknown>, done: string): Promise<void> {
    const isDone = await attempt(this.desk, change, done);
    if (isDone) this.parked.drop((effect) => effect.id === id);
    await this.#load();
    if (isDone) focusHeading(this);
  }
}

define("docket-outbox-page", OutboxPage);
