import { msg } from "@lit/localize";
import { html, nothing } from "lit";
import { define } from "../../elements/define.ts";
import { base } from "../../styles/base.ts";
import { controls } from "../../styles/controls.ts";
import { DeskElement } from "./desk.ts";
import { door, mark, person } from "./glyphs.ts";
import { styles } from "./client-bar.styles.ts";
import { signOut } from "./sign-out.ts";

/** The head of the page for clients: their requests, a new one, and the way out. */
export class ClientBar extends DeskElement {
  static override styles = [base, controls, styles];
  static override properties = { path: {} };
  declare path: string;

  override render() {
    const { me } = this.desk.session;
    return html`<a class="brand" href="/" aria-label=${msg("Docket, start page")}>${mark}</a>
      <nav aria-label=${msg("Pages")}>
        <a href="/" aria-current=${this.path === "/" ? "page" : nothing}>${msg("Your requests")}</a>
        <a href="/new" aria-current=${this.path === "/new" ? "page" : nothing}>${msg("New request")}</a>
      </nav>
      <a class="who" href="/settings/sessions" aria-current=${this.path === "/settings/sessions" ? "page" : nothing}>
        ${person}<span class="name">${me?.name ?? me?.email}</span
        ><span class="sr-only">: ${msg("Where you are signed in")}</span>
      </a>
      <button class="small quiet" type="button" @click=${() => signOut(this.desk)}>
        ${door}<span class="text">${msg("Sign out")}</span>
      </button>`;
  }
}

define("docket-client-bar", ClientBar);
