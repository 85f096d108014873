import type { TicketCounts } from "@docket/core/contract/ticket";
import { msg } from "@lit/localize";
import type { PropertyValues, TemplateResult } from "lit";
import { html, nothing } from "lit";
import { ApiError } from "../../client/api.ts";
import { define } from "../../elements/define.ts";
import { icon } from "../../elements/icon.ts";
import { plural } from "../../locales/plural.ts";
import { base } from "../../styles/base.ts";
import { controls } from "../../styles/controls.ts";
import type { ViewName } from "../inbox/filter.ts";
import { countOf, parseFilter, toSearch, viewNames } from "../inbox/filter.ts";
import { viewText } from "../inbox/view-text.ts";
import { roleText } from "../settings/role-text.ts";
import { attempt } from "./attempt.ts";
import { Debounced } from "./debounced.ts";
import { DeskElement } from "./desk.ts";
import * as glyphs from "./glyphs.ts";
import { styles } from "./sidebar.styles.ts";
import { signOut } from "./sign-out.ts";

const pictures: Readonly<Record<ViewName, TemplateResult>> = {
  mine: glyphs.person,
  unassigned: glyphs.nobody,
  open: glyphs.tray,
  waiting: glyphs.hourglass,
  resolved: glyphs.tickInCircle,
  closed: glyphs.archive,
  all: glyphs.stack,
};

/** Where staff go: the views with their counts, the settings they may see, and the way out. */
export class Sidebar extends DeskElement {
  static override styles = [base, controls, styles];
  static override properties = { path: {}, search: {}, counts: { state: true }, waiting: { state: true } };
  declare path: string;
  declare search: string;
  declare counts: TicketCounts | null;
  /** How many emails wait because none go out. */
  declare waiting: number;

  readonly #recount = new Debounced(() => this.#count(), 300);
  #unsubscribe: (() => void) | undefined;

  constructor() {
    super();
    this.path = "/";
    this.search = "";
    this.counts = null;
    this.waiting = 0;
  }

  protected override firstUpdated(): void {
    this.#listen();
    void this.#count();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) this.#listen();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#unsubscribe?.();
    this.#recount.cancel();
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (!changed.has("path") && !changed.has("search")) return;
    this.renderRoot.querySelector<HTMLElement>("[popover]")?.hidePopover();
    this.#showCurrent();
    if (changed.has("path")) void this.#lookAtMail();
  }

  override render() {
    const { me } = this.desk.session;
    return html`<a class="brand" href="/" aria-label=${msg("Docket, start page")}>${glyphs.mark}<span>Docket</span></a>
      <nav class="views" aria-label=${msg("Tickets")}>
        <ul>
          ${viewNames.map((view) => this.#view(view))}
        </ul>
      </nav>
      <button class="small icon open-menu" type="button" popovertarget="menu" aria-label=${msg("Menu")}>
        ${glyphs.menu}
      </button>
      <div class="menu" id="menu" popover>
        ${this.#settings()}
        <div class="account">
          <p>${me?.name ?? me?.email}<span>${me?.role ? roleText(me.role) : nothing}</span></p>
          <button class="row" type="button" role="switch" aria-checked=${me?.away ?? false} @click=${this.#toggleAway}>
            ${glyphs.moon}${msg("Away")}<span class="track" aria-hidden="true"></span>
          </button>
          <a href="/settings/accounts" aria-current=${this.path === "/settings/accounts" ? "page" : nothing}>
            ${icon("chat")}${msg("Linked accounts")}
          </a>
          <a href="/settings/sessions" aria-current=${this.path === "/settings/sessions" ? "page" : nothing}>
            ${glyphs.globe}${msg("Sessions")}
          </a>
          <button class="row" type="button" @click=${this.#showKeys}>
            ${glyphs.keyboard}${msg("Keyboard shortcuts")}
          </button>
          <button class="row" type="button" @click=${() => signOut(this.desk)}>${glyphs.door}${msg("Sign out")}</button>
        </div>
      </div>`;
  }

  /** Where the views stand in a row that scrolls, the current one comes into sight. */
  #showCurrent(): void {
    const views = this.renderRoot.querySelector<HTMLElement>(".views");
    const current = views?.querySelector<HTMLElement>("[aria-current]");
    if (views && current) views.scrollLeft = current.offsetLeft - (views.clientWidth - current.offsetWidth) / 2;
  }

  #view(view: ViewName) {
    const current = (this.path === "/" || this.path.startsWith("/tickets/")) && parseFilter(this.search).view === view;
    const count = this.counts && countOf(this.counts, view);
    return html`<li>
      <a href="/${toSearch({ ...parseFilter(""), view })}" aria-current=${current ? "page" : nothing}>
        ${pictures[view]}${viewText(view)}
        ${
          count === null
            ? nothing
            : html`<span class="count"
                >${count.toLocaleString("en")}<span class="sr-only">${msg(" tickets")}</span></span
              >`
        }
      </a>
    </li>`;
  }

  #settings() {
    const { session } = this.desk;
    const links = [
      { href: "/settings/people", text: msg("People"), picture: glyphs.people, shown: session.can("person.list") },
      { href: "/settings/sites", text: msg("Sites"), picture: glyphs.globe, shown: session.can("site.list") },
      {
        href: "/settings/integrations",
        text: msg("Integrations"),
        picture: glyphs.plug,
        shown: session.can("integration.manage"),
      },
      { href: "/settings/api-keys", text: msg("API keys"), picture: glyphs.key, shown: session.can("api_key.manage") },
      { href: "/settings/outbox", text: msg("Outbox"), picture: icon("mail"), shown: session.can("outbox.manage") },
    ].filter(({ shown }) => shown);
    return html`<nav aria-labelledby="settings">
      <h2 id="settings">${msg("Settings")}</h2>
      <ul>
        ${links.map(
          ({ href, text, picture }) =>
            html`<li>
              <a href=${href} aria-current=${this.path === href ? "page" : nothing}
                >${picture}${text}${href === "/settings/outbox" ? this.#mailSign() : nothing}</a
              >
            </li>`,
        )}
      </ul>
    </nav>`;
  }

  #mailSign() {
    const { waiting } = this;
    if (waiting === 0) return nothing;
    const words = plural(waiting, { one: msg(" email waits"), other: msg(" emails wait") });
    return html`<span class="count warning"
      >${waiting.toLocaleString("en")}<span class="sr-only">${words}</span></span
    >`;
  }

  /** Who is away is not pinged in chats; others see it before they assign a ticket. */
  async #toggleAway(): Promise<void> {
    const { client, session, directory } = this.desk;
    const body = { away: !session.me?.away };
    await attempt(this.desk, async () => session.update(await client.request("PATCH /me", { body })));
    void directory.readStaff();
  }

  #showKeys(): void {
    this.renderRoot.querySelector<HTMLElement>("[popover]")?.hidePopover();
    this.dispatchEvent(new CustomEvent("docket-keys"));
  }

  #listen(): void {
    this.#unsubscribe?.();
    this.#unsubscribe = this.desk.live.subscribe(({ type }) => {
      if (type !== "in_doubt") this.#recount.call();
    });
  }

  /** Whether emails go out, for those who can do something about it: looked at with each page that they open. */
  async #lookAtMail(): Promise<void> {
    if (!this.desk.session.can("outbox.manage")) return;
    try {
      const { away } = await this.desk.client.request("GET /outbox/retrying", { query: { limit: 1 } });
      this.waiting = away?.emails ?? 0;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
    }
  }

  async #count(): Promise<void> {
    try {
      this.counts = await this.desk.client.request("GET /tickets/counts");
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (this.counts === null) this.#recount.call();
    }
  }
}

define("docket-sidebar", Sidebar);
