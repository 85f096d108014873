import { msg } from "@lit/localize";
import { html, LitElement } from "lit";
import { define } from "../../elements/define.ts";
import { base } from "../../styles/base.ts";
import { styles } from "./not-found-page.styles.ts";

/** For addresses that lead nowhere, or nowhere for this person. */
export class NotFoundPage extends LitElement {
  static override styles = [base, styles];

  override render() {
    return html`<h1 tabindex="-1">${msg("There is nothing here")}</h1>
      <p>${msg("The address may be mistyped, or the page is not for you.")}</p>
      <a href="/">${msg("Go to the start page")}</a>`;
  }
}

define("docket-not-found-page", NotFoundPage);
