import type { SiteView } from "@docket/core/contract/site";
import { shownHost } from "@docket/core/text/email-address";
import { msg, str } from "@lit/localize";
import { html, nothing } from "lit";
import "../../elements/badge/badge.ts";
import { define } from "../../elements/define.ts";
import { base } from "../../styles/base.ts";
import { controls } from "../../styles/controls.ts";
import { DeskElement } from "../app/desk.ts";
import { focusHeading } from "../app/focus-heading.ts";
import { Paged } from "./paged.ts";
import { pagedView } from "./paged-view.ts";
import { settings } from "./settings.styles.ts";
import "./site-dialog.ts";
import { styles } from "./sites-page.styles.ts";

/** The script tag that puts the widget of a site on a page. */
export const scriptTag = (origin: string, siteId: string): string =>
  `<script async src="${origin}/widget.js" data-site="${siteId}"></script>`;

/** The websites that carry the widget. */
export class SitesPage extends DeskElement {
  static override styles = [base, controls, settings, styles];
  #sites: Paged<SiteView> | null = null;

  get sites(): Paged<SiteView> {
    return (this.#sites ??= new Paged((cursor, signal) =>
      this.desk.client.request("GET /sites", { query: { limit: 50, cursor }, signal }),
    ));
  }

  protected override firstUpdated(): void {
    void this.sites.load();
    focusHeading(this);
  }

  override render() {
    const edits = this.desk.session.can("site.manage");
    return html`<div class="head">
        <div>
          <h1 tabindex="-1">${msg("Sites")}</h1>
          <p>${msg("Each website with the widget has a key of its own and names the addresses it runs on.")}</p>
        </div>
        ${
          edits
            ? html`<button class="primary small" type="button" @click=${() => this.#open(null)}>
                ${msg("Add a site")}
              </button>`
            : nothing
        }
      </div>
      ${pagedView(
        this.desk,
        this.sites,
        {
          label: msg("Sites"),
          heading: msg("No site yet"),
          text: edits
            ? msg("Add the website where you want the widget, then copy its script tag.")
            : msg("An admin adds the websites that carry the widget."),
        },
        (site) => this.#site(site, edits),
      )}
      <docket-site-dialog
        @docket-saved=${() => this.sites.load()}
        @docket-newer=${() => this.sites.load()}
      ></docket-site-dialog>`;
  }

  #site(site: SiteView, edits: boolean) {
    const tag = scriptTag(this.desk.origin, site.id);
    return html`<div class="what">
        <strong dir="auto">${site.name}</strong>
        <span
          >${site.origins.length > 0 ? site.origins.map(shownHost).join(", ") : msg("No address yet: the widget runs only on pages of this desk.")}</span
        >
      </div>
      <div class="facts">
        <docket-badge tone=${site.active ? "green" : "grey"}>${site.active ? msg("On") : msg("Off")}</docket-badge>
      </div>
      ${
        edits
          ? html`<div class="actions">
              <button
                class="small"
                type="button"
                aria-label=${msg(str`Edit ${site.name}`)}
                @click=${() => this.#open(site)}
              >
                ${msg("Edit")}
              </button>
            </div>`
          : nothing
      }
      <div class="tag">
        <code>${tag}</code>
        <button
          class="small"
          type="button"
          aria-label=${msg(str`Copy the script tag of ${site.name}`)}
          @click=${() => this.#copy(tag)}
        >
          ${msg("Copy")}
        </button>
      </div>`;
  }

  #open(site: SiteView | null): void {
    void this.renderRoot.querySelector("docket-site-dialog")?.open(site);
  }

  async #copy(tag: string): Promise<void> {
    try {
      await navigator.clipboard.writeText(tag);
      this.desk.toasts.done(msg("Copied. Paste it before </body> of your pages."));
    } catch {
      this.desk.toasts.problem(msg("The browser did not allow copying. Select the tag and copy it by hand."));
    }
  }
}

define("docket-sites-page", SitesPage);
