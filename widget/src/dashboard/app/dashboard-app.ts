import { Router } from "@lit-labs/router";
import { ContextProvider } from "@lit/context";
import { msg, str } from "@lit/localize";
import { SignalWatcher } from "@lit-labs/signals";
import { Task, TaskStatus } from "@lit/task";
import type { PropertyValues } from "lit";
import { html, LitElement, nothing } from "lit";
import { isAway } from "../../client/api.ts";
import { retryDelay } from "../../client/retry-delay.ts";
import { define } from "../../elements/define.ts";
import "../../elements/notice/notice.ts";
import { base } from "../../styles/base.ts";
import { controls } from "../../styles/controls.ts";
import { tokens } from "../../styles/tokens.ts";
import { styles } from "./dashboard-app.styles.ts";
import type { Desk } from "./desk.ts";
import { deskContext } from "./desk.ts";
import { mark } from "./glyphs.ts";
import "./keys-dialog.ts";
import { Keys } from "./keys.ts";
import type { Page } from "./pages.ts";
import * as pages from "./pages.ts";
import "./sidebar.ts";
import "./client-bar.ts";
import "./connection.ts";
import "./toast-list.ts";

/** What the app is made of; the way to move around is the app's own. */
export type DeskParts = Omit<Desk, "navigate">;

/**
 * Where to go after signing in: a path of this app, never another site. What stands behind `#` may be a secret, so it
 * waited there, and not in the query that a server may log.
 */
export const pathAfterSignIn = (search: string, hash = ""): string => {
  const next = new URLSearchParams(search).get("next") ?? "/";
  const url = URL.canParse(next, location.origin) ? new URL(next, location.origin) : null;
  // A path that begins with two slashes would name a host.
  return url?.origin === location.origin ? url.pathname.replace(/^\/+/, "/") + url.search + (url.hash || hash) : "/";
};

/** Whether the app was loaded anew because the code of this page was not there. */
const wasLoadedAnew = (): boolean => (history.state as { readonly loadedAnew?: true } | null)?.loadedAnew === true;

/** The hosted app: knows who is here, which page the address means, and frames it. */
export class DashboardApp extends SignalWatcher(LitElement) {
  static override styles = [tokens, base, controls, styles];
  static override properties = { parts: { attribute: false } };
  declare parts: DeskParts;

  readonly #context = new ContextProvider(this, { context: deskContext });
  readonly #router = new Router(
    this,
    [
      { path: "/", render: () => this.#tickets(null) },
      { path: "/tickets/:number", render: ({ number = "" }) => this.#tickets(number) },
      { path: "/new", render: () => pages.newRequestPage() },
      { path: "/settings/people", render: () => pages.peoplePage(location.search) },
      { path: "/settings/sites", render: () => pages.sitesPage() },
      { path: "/settings/integrations", render: () => pages.integrationsPage(location.search) },
      { path: "/settings/api-keys", render: () => pages.apiKeysPage() },
      { path: "/settings/accounts", render: () => pages.accountsPage() },
      { path: "/settings/sessions", render: () => pages.sessionsPage() },
      { path: "/settings/outbox", render: () => pages.outboxPage() },
      { path: "/sign-in", render: () => pages.signInPage() },
      { path: "/register", render: () => pages.registerPage() },
      { path: "/link", render: () => pages.linkPage(location.hash.slice(1)) },
      { path: "/join", render: () => pages.joinPage(location.hash.slice(1)) },
    ],
    { fallback: { render: () => pages.notFoundPage() } },
  );
  readonly #loading = new Task(this, {
    args: () => [this.#page()?.name] as const,
    task: () => this.#page()?.load(),
    onComplete: () => {
      if (wasLoadedAnew()) history.replaceState({}, "");
    },
    onError: () => void this.#loadAnew(),
  });

  #unsubscribe: () => void = () => undefined;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #failures = 0;

  constructor() {
    super();
    new Keys(this, { "?": () => this.#showKeys() });
  }

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener("hashchange", this.#again);
    window.addEventListener("online", this.#isOnline);
    this.#unsubscribe = this.parts.live.subscribe(({ type }) => {
      if (type === "in_doubt" || type === "reconnected") void this.parts.session.check();
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener("hashchange", this.#again);
    window.removeEventListener("online", this.#isOnline);
    clearTimeout(this.#retry);
    this.#unsubscribe();
    this.parts.live.stop();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("parts")) {
      this.#context.setValue({ ...this.parts, navigate: this.#navigate });
      queueMicrotask(() => void this.#begin());
    }
  }

  /** Finds out who is here. While nobody answers that is tried again, less and less often. */
  readonly #begin = async (): Promise<void> => {
    clearTimeout(this.#retry);
    const { auth, session } = this.parts;
    await session.load();
    if (session.state.kind === "unreachable" && this.isConnected) {
      this.#retry = setTimeout(() => void this.#begin(), retryDelay(this.#failures++));
    }
    if (session.me) await auth.prolong();
  };

  /**
   * The code of a page was not there, and browsers remember that. Once the desk answers the app is loaded anew, and only
   * once: what is not there then will not come by itself.
   */
  readonly #loadAnew = async (): Promise<void> => {
    clearTimeout(this.#retry);
    const isBack = await this.parts.client.request("GET /me").then(
      () => true,
      (error: unknown) => !isAway(error),
    );
    if (this.#loading.status !== TaskStatus.ERROR || !this.isConnected || wasLoadedAnew()) return;
    if (!isBack) {
      this.#retry = setTimeout(() => void this.#loadAnew(), retryDelay(this.#failures++));
      return;
    }
    history.replaceState({ loadedAnew: true }, "");
    location.reload();
  };

  readonly #isOnline = (): void => {
    if (this.parts.session.state.kind === "unreachable") void this.#begin();
    else if (this.#loading.status === TaskStatus.ERROR) void this.#loadAnew();
  };

  protected override updated(): void {
    const page = this.#page();
    const { state } = this.parts.session;
    document.title = page ? msg(str`${page.title} · Docket`) : "Docket";
    if (state.kind === "signed_in") this.parts.live.start();
    if (state.kind === "signed_out") this.parts.live.stop();
    queueMicrotask(() => this.#redirect());
  }

  override render() {
    return html`${this.#frame()}
      <docket-toasts .toasts=${this.parts.toasts}></docket-toasts>
      ${this.parts.session.me?.kind === "staff" ? html`<docket-keys-dialog></docket-keys-dialog>` : nothing}`;
  }

  readonly #again = (): void => this.requestUpdate();

  readonly #navigate: Desk["navigate"] = (url, { replace = false } = {}) => {
    history[replace ? "replaceState" : "pushState"]({}, "", url);
    void this.#router.goto(location.pathname);
  };

  /** Asks to sign in where that is needed, and leads back afterwards. */
  #redirect(): void {
    const page = this.#page();
    const { kind } = this.parts.session.state;
    if (kind === "signed_out" && page?.audience === "members") {
      const here = location.pathname + location.search;
      this.parts.toasts.clear();
      const search = here === "/" ? "" : `?next=${encodeURIComponent(here)}`;
      this.#navigate(`/sign-in${search}${location.hash}`, { replace: true });
    }
    if (kind === "signed_in" && page?.audience === "strangers") {
      this.#navigate(pathAfterSignIn(location.search, location.hash), { replace: true });
    }
  }

  #tickets(number: string | null): Page {
    return pages.ticketsPage(this.parts.session.me?.kind === "staff", number, location.search);
  }

  /** The page of the present address, as far as this person may see it. */
  #page(): Page | undefined {
    const page = this.#router.outlet() as Page | undefined;
    const { session } = this.parts;
    const refused = page?.needs !== undefined && session.me !== null && !session.can(page.needs);
    return refused ? pages.notFoundPage() : page;
  }

  #frame() {
    const { state } = this.parts.session;
    const page = this.#page();
    const settled =
      page &&
      (page.audience === "anybody" || state.kind === (page.audience === "members" ? "signed_in" : "signed_out"));
    if (state.kind === "unreachable" && page?.audience !== "anybody") {
      return html`<main class="alone">
        ${mark}
        <docket-notice
          kind="error"
          text=${msg(str`${state.detail} This page keeps trying.`)}
          action=${msg("Try again")}
          @docket-action=${this.#begin}
        ></docket-notice>
      </main>`;
    }
    if (!settled) {
      return html`<div class="alone pulse" role="status">${mark}<span class="sr-only">${msg("Loading…")}</span></div>`;
    }
    if (page.bare || state.kind !== "signed_in") return this.#part(page);
    return html`<a class="skip" href="#main" @click=${this.#skip}>${msg("Skip to content")}</a> ${
        state.me.kind === "staff"
          ? html`<div class="frame">
              <docket-connection></docket-connection>
              <docket-sidebar
                .path=${location.pathname}
                .search=${location.search}
                @docket-keys=${this.#showKeys}
              ></docket-sidebar>
              <main id="main" tabindex="-1">${this.#part(page)}</main>
            </div>`
          : html`<div class="frame plain">
              <docket-connection></docket-connection>
              <docket-client-bar .path=${location.pathname}></docket-client-bar>
              <main id="main" tabindex="-1">${this.#part(page)}</main>
            </div>`
      }`;
  }

  #part(page: Page) {
    return this.#loading.render({
      pending: () => html`<div class="part"><docket-notice kind="loading"></docket-notice></div>`,
      complete: () => page.render(),
      error: () =>
        html`<div class="part">
          <docket-notice
            kind="error"
            text=${
              wasLoadedAnew()
                ? msg("This part of Docket could not be loaded. Load the page again.")
                : msg("This part of Docket could not be loaded. Trying again …")
            }
            action=${msg("Load the page again")}
            @docket-action=${() => location.reload()}
          ></docket-notice>
        </div>`,
    });
  }

  #showKeys(): void {
    this.renderRoot.querySelector("docket-keys-dialog")?.open();
  }

  #skip(event: Event): void {
    event.preventDefault();
    this.renderRoot.querySelector("main")?.focus();
  }
}

define("docket-dashboard", DashboardApp);

declare global {
  interface HTMLElementTagNameMap {
    "docket-dashboard": DashboardApp;
  }
}
