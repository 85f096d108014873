import { SignalWatcher } from "@lit-labs/signals";
import { msg } from "@lit/localize";
import type { PropertyValues } from "lit";
import { LitElement, html, nothing } from "lit";
import { readingText } from "../client/api.ts";
import { icon } from "../elements/icon.ts";
import "../elements/notice/notice.ts";
import { base } from "../styles/base.ts";
import { controls } from "../styles/controls.ts";
import { tokens } from "../styles/tokens.ts";
import type { Platform, View } from "./desk.ts";
import { Desk } from "./desk.ts";
import { styles } from "./docket-widget.styles.ts";
import { ViewCode } from "./view-code.ts";

/**
 * `<docket-widget site="site_…">`: the widget inline, or with `popup` as the panel beside the launcher's button.
 * `api` is the address of the desk; without it, the one that this script came from. Fires `docket:open`,
 * `docket:close`, `docket:ticket-created`, `docket:replied`, and `docket:news` when an answer came while it is closed.
 */
export class DocketWidget extends SignalWatcher(LitElement) {
  static override styles = [tokens, base, controls, styles];
  static override properties = {
    site: { type: String },
    api: { type: String },
    popup: { type: Boolean, reflect: true },
    isOpen: { state: true },
    platform: { attribute: false },
  };
  declare site: string;
  declare api: string;
  declare popup: boolean;
  declare isOpen: boolean;
  declare platform: Platform;
  readonly #code = new ViewCode();
  #desk: Desk | null = null;
  #shown: View | null = null;
  /** Whether the view changed under somebody's hands, so that the keyboard follows. */
  #arrives = false;

  constructor() {
    super();
    this.site = "";
    this.api = new URL(import.meta.url).origin;
    this.popup = false;
    this.isOpen = false;
    this.platform = {};
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (!this.popup) this.isOpen = true;
    if (this.#desk && this.isOpen) this.#desk.listen();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#desk?.stop();
  }

  async open(): Promise<void> {
    if (!this.popup || this.isOpen) return;
    this.isOpen = true;
    this.#announce("open");
    await this.updateComplete;
    this.#panel?.focus();
  }

  async close(): Promise<void> {
    if (!this.popup || !this.isOpen) return;
    this.isOpen = false;
    this.#announce("close");
    await this.updateComplete;
  }

  async toggle(): Promise<void> {
    return this.isOpen ? this.close() : this.open();
  }

  async newTicket(): Promise<void> {
    await this.open();
    this.#desk?.show({ name: "new" });
  }

  async openTicket(id: string): Promise<void> {
    await this.open();
    this.#desk?.show({ name: "ticket", id });
  }

  #announce(name: string, detail?: unknown): void {
    this.dispatchEvent(new CustomEvent(`docket:${name}`, { detail, bubbles: true, composed: true }));
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (this.isOpen && (changed.has("isOpen") || changed.has("site"))) {
      if (!this.#desk || changed.has("site")) this.#begin();
      else this.#desk.listen();
    }
    if (this.#desk) this.#turnTo(this.#desk.view.get());
  }

  #turnTo(view: View): void {
    if (view === this.#shown) return;
    this.#arrives = this.isOpen && this.#shown !== null && this.#shown.name !== "start";
    this.#shown = view;
    void this.#code.load(view.name);
    // What was pressed goes away: the panel holds the keyboard until the new view takes it.
    if (this.#arrives) this.#panel?.focus({ preventScroll: true });
  }

  #begin(): void {
    this.#desk?.stop();
    const { site, api, platform } = this;
    this.#desk = new Desk({ site, api, platform, announce: (name, detail) => this.#announce(name, detail) });
    void this.#desk.start();
    void this.#code.load(this.#desk.hasSession ? "list" : "new");
    this.#desk.listen();
  }

  override updated(): void {
    const desk = this.#desk;
    if (!desk) return;
    desk.watched = this.isOpen;
    if (this.isOpen && desk.unread.get()) desk.unread.set(false);
    const hadNews = this.hasAttribute("news");
    if (this.toggleAttribute("news", desk.unread.get()) && !hadNews) this.#announce("news");
  }

  get #panel(): HTMLElement | null {
    return this.renderRoot.querySelector(".panel");
  }

  #key(event: KeyboardEvent): void {
    const inDialog = event.composedPath().some((node) => node instanceof HTMLDialogElement);
    if (event.key !== "Escape" || event.defaultPrevented || inDialog) return;
    event.stopPropagation();
    void this.close();
  }

  override render() {
    const desk = this.#desk;
    if (!desk) return nothing;
    const view = desk.view.get();
    const name = desk.config.value?.name ?? msg("Help");
    return html`<section
      class="panel"
      part="panel"
      role=${this.popup ? "dialog" : "region"}
      aria-labelledby="name"
      tabindex="-1"
      ?hidden=${!this.isOpen}
      @keydown=${(event: KeyboardEvent) => this.#key(event)}
    >
      <div class="bar" part="header">
        ${this.#back(desk, view)}
        <h2 id="name">${name}</h2>
        ${
          this.popup
            ? html`<button type="button" class="icon" aria-label=${msg("Close")} @click=${() => this.close()}>
                ${icon("close")}
              </button>`
            : nothing
        }
      </div>
      ${this.#view(desk, view)}
    </section>`;
  }

  #back(desk: Desk, view: View) {
    const home: View = view.name === "ticket" ? { name: "list" } : desk.home;
    const isHome = view.name === "start" || view.name === "list" || view.name === home.name;
    if (isHome) {
      return html`<span class="mark" aria-hidden="true">${desk.config.value?.name.slice(0, 1) ?? icon("chat")}</span>`;
    }
    return html`<button type="button" class="icon back" aria-label=${msg("Back")} @click=${() => desk.show(home)}>
      ${icon("back")}
    </button>`;
  }

  #view(desk: Desk, view: View) {
    if (view.name === "start" || !desk.config.value) {
      return this.#wait(desk.config.error ?? desk.tickets.error, async () => {
        await desk.start();
        desk.listen();
      });
    }
    if (!this.#code.has(view.name)) return this.#wait(this.#code.error, () => this.#code.load(view.name));
    switch (view.name) {
      case "list":
        return html`<docket-list-view .arrives=${this.#arrives} .desk=${desk}></docket-list-view>`;
      case "new":
        return html`<docket-new-view .arrives=${this.#arrives} .desk=${desk}></docket-new-view>`;
      case "restore":
        return html`<docket-restore-view .arrives=${this.#arrives} .desk=${desk}></docket-restore-view>`;
      case "ticket":
        return html`<docket-ticket-view
          .arrives=${this.#arrives}
          .desk=${desk}
          .ticketId=${view.id}
        ></docket-ticket-view>`;
    }
  }

  #wait(error: unknown, again: () => Promise<void>) {
    if (error === undefined) return html`<docket-notice class="wait" kind="loading"></docket-notice>`;
    return html`<docket-notice
      class="wait"
      kind="error"
      text=${readingText(error)}
      action=${msg("Try again")}
      @docket-action=${again}
    ></docket-notice>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "docket-widget": DocketWidget;
  }
}
