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
          text: msg("Write /ticket link in Slack or Discord and open the address that you get."),
        },
        (link) => this.#link(link),
      )}
      <docket-confirm></docket-confirm>`;
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
