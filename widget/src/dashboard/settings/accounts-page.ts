import type { ChatNotice } from "@docket/core/chat/notice";
import { chatNotices } from "@docket/core/chat/notice";
import type { IdentityLinkView } from "@docket/core/contract/identity-link";
import { msg, str } from "@lit/localize";
import { html } from "lit";
import "../../elements/confirm/confirm.ts";
import { define } from "../../elements/define.ts";
import "../../elements/relative-time/relative-time.ts";
import { base } from "../../styles/base.ts";
import { controls } from "../../styles/controls.ts";
import { attempt } from "../app/attempt.ts";
import { DeskElement } from "../app/desk.ts";
import { focusHeading } from "../app/focus-heading.ts";
import { Paged } from "./paged.ts";
import { pagedView } from "./paged-view.ts";
import { platformText } from "./platform-text.ts";
import { settings } from "./settings.styles.ts";

const noticeText = (notice: ChatNotice): string => {
  switch (notice) {
    case "mention":
      return msg("Mention me in its thread");
    case "dm":
      return msg("Send me a direct message");
    case "off":
      return msg("Do not tell me");
  }
};

/** The accounts in chats that act for the person who is here. */
export class AccountsPage extends DeskElement {
  static override styles = [base, controls, settings];
  #links: Paged<IdentityLinkView> | null = null;

  get links(): Paged<IdentityLinkView> {
    return (this.#links ??= new Paged(async (_, signal) => {
      const { items } = await this.desk.client.request("GET /identity-links", { signal });
      return { items, nextCursor: null };
    }));
  }

  protected override firstUpdated(): void {
    void this.links.load();
    focusHeading(this);
  }

  override render() {
    return html`<div class="head">
        <div>
          <h1 tabindex="-1">${msg("Linked accounts")}</h1>
          <p>${msg("In a chat these accounts may do for you what you may do here.")}</p>
        </div>
      </div>
      ${pagedView(
        this.desk,
        this.links,
        {
          label: msg("Linked accounts"),
          heading: msg("No account is linked"),
          text: msg(
            "Write /ticket link in the chat that this desk is connected with, and open the address that you get.",
          ),
        },
        (link) => this.#link(link),
      )}
      ${this.#notices()}
      <docket-confirm></docket-confirm>`;
  }

  /** How they are told in a chat what happens to tickets of theirs. */
  #notices() {
    const now = this.desk.session.me?.chatNotice ?? "mention";
    return html`<div class="field">
      <label for="notices">${msg("When a ticket is given to you, or its client answers")}</label>
      <select id="notices" aria-describedby="notices-hint" @change=${this.#change}>
        ${chatNotices.map((one) => html`<option value=${one} ?selected=${one === now}>${noticeText(one)}</option>`)}
      </select>
      <p class="hint" id="notices-hint">
        ${msg("You are told in each chat in which an account of yours is linked, and not while you are away.")}
      </p>
    </div>`;
  }

  async #change({ currentTarget }: Event): Promise<void> {
    const { client, session } = this.desk;
    const chatNotice = chatNotices.find((one) => one === (currentTarget as HTMLSelectElement).value);
    if (chatNotice === undefined) return;
    const change = async () => session.update(await client.request("PATCH /me", { body: { chatNotice } }));
    await attempt(this.desk, change, msg("Saved."));
    this.requestUpdate();
  }

  #link(link: IdentityLinkView) {
    const name = msg(str`${link.name} in ${platformText(link.platform)}`);
    return html`<div class="what">
        <strong dir="auto">${name}</strong>
        <span>${msg(html`Linked <docket-time at=${link.createdAt}></docket-time>`)}</span>
      </div>
      <div class="actions">
        <button
          class="small quiet danger"
          type="button"
          aria-label=${msg(str`Unlink ${name}`)}
          @click=${() => this.#unlink(link, name)}
        >
          ${msg("Unlink…")}
        </button>
      </div>`;
  }

  async #unlink({ id }: IdentityLinkView, name: string): Promise<void> {
    const sure = await this.renderRoot.querySelector("docket-confirm")?.ask({
      heading: msg(str`Unlink ${name}?`),
      text: msg("There you can no longer work with tickets, until you link the account again."),
      action: msg("Unlink the account"),
    });
    if (!sure) return;
    const unlink = () => this.desk.client.request("DELETE /identity-links/{id}", { params: { id } });
    const isDone = await attempt(this.desk, unlink, msg(str`${name} is unlinked.`));
    await this.links.load();
    if (isDone) focusHeading(this);
  }
}

define("docket-accounts-page", AccountsPage);
