import { ApiError } from "@docket/api/client";
import type { LinkOffer } from "@docket/core/contract/identity-link";
import { msg, str } from "@lit/localize";
import type { TemplateResult } from "lit";
import { html, nothing } from "lit";
import { newKey, problemText, readingText } from "../../client/api.ts";
import { Resource } from "../../client/resource.ts";
import { define } from "../../elements/define.ts";
import "../../elements/notice/notice.ts";
import { base } from "../../styles/base.ts";
import { controls } from "../../styles/controls.ts";
import { DeskElement } from "../app/desk.ts";
import { focusHeading } from "../app/focus-heading.ts";
import { mark } from "../app/glyphs.ts";
import { signOut } from "../app/sign-out.ts";
import { platformText } from "../settings/platform-text.ts";
import { card } from "./card.styles.ts";
import { styles } from "./join-page.styles.ts";

const isBadCode = (error: unknown): boolean =>
  error instanceof ApiError && ["identity_link.invalid", "request.invalid"].includes(error.problem.code);

/** Where a bot sends somebody of a chat: whoever is signed in here confirms that the account is theirs. */
export class LinkPage extends DeskElement {
  static override styles = [base, controls, card, styles];
  static override properties = {
    code: {},
    outcome: { state: true },
    failure: { state: true },
    busy: { state: true },
  };
  /** The secret of the address, which stands behind `#` so that no server log sees it. */
  declare code: string;
  declare outcome: "open" | "linked" | "invalid";
  declare failure: string | null;
  declare busy: boolean;
  readonly #key = newKey();

  readonly #offer = new Resource<LinkOffer>();
  /** Whose offer is shown: of which code, and to whom. */
  #shown = "";

  constructor() {
    super();
    this.code = "";
    this.outcome = "open";
    this.failure = null;
    this.busy = false;
  }

  protected override updated(): void {
    const { me } = this.desk.session;
    const shown = `${this.code} ${me?.id ?? ""}`;
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.#offer.clear();
    if (me?.kind === "staff") void this.#look();
    else void this.#arrive();
  }

  async #look(): Promise<void> {
    const body = { code: this.code };
    const read = (signal: AbortSignal) => this.desk.client.request("POST /identity-links/lookup", { body, signal });
    await this.#offer.load(read, () => this.#look());
    await this.#arrive();
  }

  override render() {
    const { me } = this.desk.session;
    return html`<main>
      ${
        me?.kind === "staff"
          ? this.#answer()
          : this.#head(
              msg("Only staff link an account"),
              msg("You are signed in as a client. Sign in with the address that you work with here."),
            )
      }
      <footer>
        <span>${msg(str`Signed in as ${me?.name ?? ""} (${me?.email ?? ""})`)}</span>
        <button class="link" type="button" @click=${() => signOut(this.desk, { comesBack: true })}>
          ${msg("Use another account")}
        </button>
      </footer>
    </main>`;
  }

  #head(heading: string, text: string | TemplateResult) {
    return html`<header>
      ${mark}
      <h1 tabindex="-1">${heading}</h1>
      <p>${text}</p>
    </header>`;
  }

  #answer() {
    const { value, error } = this.#offer;
    if (value) return this.#offered(value);
    if (error === undefined) {
      return html`<header>${mark}</header>
        <docket-notice kind="loading"></docket-notice>`;
    }
    return isBadCode(error) ? this.#badLink() : this.#noAnswer(error);
  }

  #badLink() {
    return this.#head(
      msg("This link no longer works"),
      msg("It was used already, or is older than ten minutes. Write /ticket link in the chat to get a new one."),
    );
  }

  #noAnswer(error: unknown) {
    return html`${this.#head(msg("The link could not be read"), "")}
      <docket-notice
        kind="error"
        text=${readingText(error)}
        action=${msg("Try again")}
        @docket-action=${() => this.#look()}
      ></docket-notice>`;
  }

  #offered({ platform, name, account, workspace }: LinkOffer) {
    const chat = platformText(platform);
    const id = html`<strong>${account}</strong>`;
    if (this.outcome === "invalid") return this.#badLink();
    if (this.outcome === "linked") {
      return html`<div role="status">
          ${this.#head(msg("Your account is linked"), msg(html`In ${chat} <strong dir="auto">${name}</strong> now acts for you. You can close this page and go back to ${chat}.`))}
        </div>
        <a href="/settings/accounts">${msg("See your linked accounts")}</a>`;
    }
    return html`${this.#head(
        msg(str`Link your ${chat} account`),
        msg(
          html`The ${chat} account <strong dir="auto">${name}</strong> will act for you: it may do there what you may do
            here.`,
        ),
      )}
      <p>
        ${
          workspace === null
            ? msg(html`Its ID in ${chat} is ${id}. Others can take the same name, but not this ID.`)
            : msg(
                html`Its ID in ${chat} is ${id}, in the workspace <strong dir="auto">${workspace}</strong>. Others can
                  take the same name, but not this ID.`,
              )
        }
      </p>
      <p>${msg(str`Go on only if this account is yours and you asked for the link yourself in ${chat}.`)}</p>
      ${this.failure ? html`<div class="alert" role="alert">${this.failure}</div>` : nothing}
      <button class="primary" type="button" aria-disabled=${this.busy} @click=${this.#link}>
        ${msg("Link this account")}
      </button>`;
  }

  /** Something else stands here now: who reads with the keyboard or the ears begins at its heading. */
  async #arrive(): Promise<void> {
    await this.updateComplete;
    focusHeading(this);
  }

  async #link(): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.failure = null;
    try {
      await this.desk.client.request("POST /identity-links", { body: { code: this.code }, idempotencyKey: this.#key });
      this.outcome = "linked";
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (isBadCode(error)) this.outcome = "invalid";
      else this.failure = problemText(error);
    } finally {
      this.busy = false;
    }
    if (this.outcome !== "open") await this.#arrive();
  }
}

define("docket-link-page", LinkPage);
