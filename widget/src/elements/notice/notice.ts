import { msg } from "@lit/localize";
import { LitElement, html, nothing } from "lit";
import { base } from "../../styles/base.ts";
import { controls } from "../../styles/controls.ts";
import { define } from "../define.ts";
import { icon } from "../icon.ts";
import { styles } from "./notice.styles.ts";

export type NoticeKind = "loading" | "empty" | "error";

/**
 * `<docket-notice kind="error" text="…" action="Try again">`: what stands where content would be. Its
 * button, if it has an `action`, fires `docket-action`.
 */
export class Notice extends LitElement {
  static override styles = [base, controls, styles];
  static override properties = {
    kind: { type: String },
    heading: { type: String },
    text: { type: String },
    action: { type: String },
  };
  declare kind: NoticeKind;
  declare heading: string;
  declare text: string;
  declare action: string;

  constructor() {
    super();
    this.kind = "loading";
    this.heading = "";
    this.text = "";
    this.action = "";
  }

  #act(): void {
    this.dispatchEvent(new CustomEvent("docket-action", { bubbles: true }));
  }

  #button() {
    if (!this.action) return nothing;
    return html`<button type="button" class="small" @click=${() => this.#act()}>${this.action}</button>`;
  }

  override render() {
    if (this.kind === "loading") {
      return html`<div class="loading" role="status">
        <span class="sr-only">${this.text || msg("Loading…")}</span>
        <div class="bar"></div>
        <div class="bar"></div>
        <div class="bar"></div>
      </div>`;
    }
    if (this.kind === "error") {
      return html`<div class="error" role="alert">
        ${icon("alert")}
        <p>${this.text}</p>
        ${this.#button()}
      </div>`;
    }
    return html`<div class="empty">
      <slot name="picture"></slot>
      ${this.heading ? html`<h3>${this.heading}</h3>` : nothing}
      <p>${this.text}</p>
      ${this.#button()}
    </div>`;
  }
}

define("docket-notice", Notice);

declare global {
  interface HTMLElementTagNameMap {
    "docket-notice": Notice;
  }
}
