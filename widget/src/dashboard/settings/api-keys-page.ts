import type { ApiKeyView } from "@docket/core/contract/api-key";
import { msg, str } from "@lit/localize";
import { html, nothing } from "lit";
import "../../elements/badge/badge.ts";
import "../../elements/confirm/confirm.ts";
import { define } from "../../elements/define.ts";
import "../../elements/relative-time/relative-time.ts";
import { fullTime } from "../../locales/dates.ts";
import { base } from "../../styles/base.ts";
import { controls } from "../../styles/controls.ts";
import { attempt } from "../app/attempt.ts";
import { DeskElement } from "../app/desk.ts";
import { focusHeading } from "../app/focus-heading.ts";
import "./api-key-dialog.ts";
import { Paged } from "./paged.ts";
import { pagedView } from "./paged-view.ts";
import { scopeText } from "./scope-text.ts";
import { settings } from "./settings.styles.ts";

const hasEnded = ({ expiresAt }: ApiKeyView): boolean => expiresAt !== null && Date.parse(expiresAt) <= Date.now();

const createdText = ({ createdAt, createdBy }: ApiKeyView) => {
  const when = html`<docket-time at=${createdAt}></docket-time>`;
  return createdBy === null ? msg(html`Created ${when}`) : msg(html`Created by <bdi>${createdBy.name}</bdi>, ${when}`);
};

/** Keys go on working without their maker, which somebody should know. */
const makerBadge = ({ createdBy }: ApiKeyView) => {
  if (createdBy === null || createdBy.standing === "admin") return nothing;
  const text = createdBy.standing === "left" ? msg("Its maker has left") : msg("Its maker is no longer an admin");
  return html`<docket-badge tone="amber">${text}</docket-badge>`;
};

const usedText = ({ lastUsedAt }: ApiKeyView) =>
  lastUsedAt === null ? msg("Not used yet") : msg(html`Last used <docket-time at=${lastUsedAt}></docket-time>`);

const endText = (key: ApiKeyView): string => {
  if (key.expiresAt === null) return msg("Never expires");
  const at = fullTime(new Date(key.expiresAt));
  return hasEnded(key) ? msg(str`Expired ${at}`) : msg(str`Expires ${at}`);
};

/** The keys of programs that use the desk. */
export class ApiKeysPage extends DeskElement {
  static override styles = [base, controls, settings];
  #keys: Paged<ApiKeyView> | null = null;

  get keys(): Paged<ApiKeyView> {
    return (this.#keys ??= new Paged((cursor, signal) =>
      this.desk.client.request("GET /api-keys", { query: { limit: 50, cursor }, signal }),
    ));
  }

  protected override firstUpdated(): void {
    void this.keys.load();
    focusHeading(this);
  }

  override render() {
    return html`<div class="head">
        <div>
          <h1 tabindex="-1">${msg("API keys")}</h1>
          <p>${msg("An API key lets a program use the desk: a report, an import, the bots for Slack and Discord.")}</p>
        </div>
        <button class="primary small" type="button" @click=${this.#open}>${msg("Create a key")}</button>
      </div>
      ${pagedView(
        this.desk,
        this.keys,
        {
          label: msg("API keys"),
          heading: msg("No key yet"),
          text: msg("Create one for each program, so that you can revoke it alone."),
        },
        (key) => this.#key(key),
      )}
      <docket-api-key-dialog @docket-saved=${() => this.keys.load()}></docket-api-key-dialog>
      <docket-confirm></docket-confirm>`;
  }

  #key(key: ApiKeyView) {
    return html`<div class="what">
        <strong dir="auto">${key.name}</strong>
        <span>${createdText(key)}</span>
        <span>${usedText(key)} · ${endText(key)}</span>
      </div>
      <div class="facts">
        ${hasEnded(key) ? html`<docket-badge tone="red">${msg("Has expired")}</docket-badge>` : nothing}
        ${makerBadge(key)}
        ${key.scopes.map((scope) => html`<docket-badge tone="blue">${scopeText(scope)}</docket-badge>`)}
      </div>
      <div class="actions">
        <button
          class="small quiet danger"
          type="button"
          aria-label=${msg(str`Revoke ${key.name}`)}
          @click=${() => this.#revoke(key)}
        >
          ${msg("Revoke…")}
        </button>
      </div>`;
  }

  #open(): void {
    void this.renderRoot.querySelector("docket-api-key-dialog")?.open();
  }

  async #revoke({ id, name }: ApiKeyView): Promise<void> {
    const sure = await this.renderRoot.querySelector("docket-confirm")?.ask({
      heading: msg(str`Revoke ${name}?`),
      text: msg("The program that uses it is locked out at once. This cannot be undone."),
      action: msg("Revoke the key"),
    });
    if (!sure) return;
    const revoke = () => this.desk.client.request("DELETE /api-keys/{id}", { params: { id } });
    const isDone = await attempt(this.desk, revoke, msg(str`${name} no longer works.`));
    await this.keys.load();
    if (isDone) focusHeading(this);
  }
}

define("docket-api-keys-page", ApiKeysPage);
