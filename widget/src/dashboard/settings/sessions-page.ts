import type { FailedSignIn, SessionView } from "@docket/core/contract/session";
import { msg, str } from "@lit/localize";
import { html, nothing } from "lit";
import "../../elements/badge/badge.ts";
import "../../elements/confirm/confirm.ts";
import { define } from "../../elements/define.ts";
import "../../elements/relative-time/relative-time.ts";
import { base } from "../../styles/base.ts";
import { controls } from "../../styles/controls.ts";
import { attempt } from "../app/attempt.ts";
import { DeskElement } from "../app/desk.ts";
import { focusHeading } from "../app/focus-heading.ts";
import { clientText } from "./client-text.ts";
import { Paged } from "./paged.ts";
import { pagedView } from "./paged-view.ts";
import "./password-dialog.ts";
import { settings } from "./settings.styles.ts";

interface Failure extends FailedSignIn {
  readonly id: string;
}

const place = ({ where, site, client }: SessionView): string =>
  where === "widget" ? msg(str`${clientText(client)}, in the widget of ${site ?? ""}`) : clientText(client);

/** Where the person who is here is signed in, and who tried to be in their place. */
export class SessionsPage extends DeskElement {
  static override styles = [base, controls, settings];
  #sessions: Paged<SessionView> | null = null;
  #failures: Paged<Failure> | null = null;

  get sessions(): Paged<SessionView> {
    return (this.#sessions ??= new Paged(async (_, signal) => {
      const { items } = await this.desk.client.request("GET /me/sessions", { signal });
      return { items, nextCursor: null };
    }));
  }

  get failures(): Paged<Failure> {
    return (this.#failures ??= new Paged(async (_, signal) => {
      const { items } = await this.desk.client.request("GET /me/failed-sign-ins", { signal });
      return { items: items.map((one) => ({ ...one, id: one.address ?? "" })), nextCursor: null };
    }));
  }

  protected override firstUpdated(): void {
    void this.sessions.load();
    void this.failures.load();
    focusHeading(this);
  }

  override render() {
    const others = this.sessions.items?.some(({ current }) => !current) ?? false;
    return html`<div class="head">
        <div>
          <h1 tabindex="-1">${msg("Where you are signed in")}</h1>
          <p>${msg("Sign out wherever you do not know the browser or the address.")}</p>
        </div>
        ${
          others
            ? html`<button class="small" type="button" @click=${this.#endOthers}>
                ${msg("Sign out everywhere else")}
              </button>`
            : nothing
        }
      </div>
      ${pagedView(
        this.desk,
        this.sessions,
        { label: msg("Where you are signed in"), heading: msg("Nowhere"), text: "" },
        (session) => this.#session(session),
      )}
      <section aria-labelledby="failed">
        <h2 id="failed">${msg("Failed attempts to sign in as you")}</h2>
        ${pagedView(
          this.desk,
          this.failures,
          {
            label: msg("Failed attempts to sign in as you"),
            heading: msg("None in the last 30 days"),
            text: msg("Attempts with a wrong password or code for your address are listed here."),
            isHeaded: true,
          },
          (failure) => this.#failure(failure),
        )}
      </section>
      <section aria-labelledby="password">
        <h2 id="password">${msg("Password")}</h2>
        <button class="small" type="button" @click=${this.#changePassword}>${msg("Change your password…")}</button>
      </section>
      <docket-password-dialog @docket-saved=${() => this.sessions.load()}></docket-password-dialog>
      <docket-confirm></docket-confirm>`;
  }

  #changePassword(): void {
    void this.renderRoot.querySelector("docket-password-dialog")?.open();
  }

  #session(session: SessionView) {
    const name = place(session);
    return html`<div class="what">
        <strong dir="auto">${name}</strong>
        <span
          >${session.address ?? msg("Address unknown")} ·
          ${msg(html`signed in <docket-time at=${session.createdAt}></docket-time>`)}</span
        >
      </div>
      ${
        session.current
          ? html`<div class="facts"><docket-badge tone="green">${msg("You are here")}</docket-badge></div>`
          : html`<div class="actions">
              <button
                class="small quiet danger"
                type="button"
                aria-label=${msg(str`Sign out of ${name}, ${session.address ?? msg("address unknown")}`)}
                @click=${() => this.#end(session)}
              >
                ${msg("Sign out")}
              </button>
            </div>`
      }`;
  }

  #failure({ address, client, times, firstAt, lastAt }: Failure) {
    return html`<div class="what">
      <strong>${address ?? msg("Many other addresses")}</strong>
      <span
        >${client === null ? nothing : html`${clientText(client)} · `}${
          times === 1
            ? msg(html`once, <docket-time at=${lastAt}></docket-time>`)
            : msg(
                html`${times} times, first <docket-time at=${firstAt}></docket-time>, last
                  <docket-time at=${lastAt}></docket-time>`,
              )
        }</span
      >
    </div>`;
  }

  async #end({ id }: SessionView): Promise<void> {
    const end = () => this.desk.client.request("DELETE /me/sessions/{id}", { params: { id } });
    const isDone = await attempt(this.desk, end, msg("Signed out there."));
    await this.sessions.load();
    if (isDone) focusHeading(this);
  }

  async #endOthers(): Promise<void> {
    const sure = await this.renderRoot.querySelector("docket-confirm")?.ask({
      heading: msg("Sign out everywhere else?"),
      text: msg("Only this browser stays signed in. What is written elsewhere and not sent may be lost."),
      action: msg("Sign out everywhere else"),
    });
    if (!sure) return;
    const end = () => this.desk.client.request("DELETE /me/sessions");
    const isDone = await attempt(this.desk, end, msg("You are signed in here alone."));
    await this.sessions.load();
    if (isDone) focusHeading(this);
  }
}

define("docket-sessions-page", SessionsPage);
