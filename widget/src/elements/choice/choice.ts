import type { PropertyValues } from "lit";
import { LitElement, html } from "lit";
import { base } from "../../styles/base.ts";
import { controls } from "../../styles/controls.ts";
import { define } from "../define.ts";
import { styles } from "./choice.styles.ts";

export interface Option {
  readonly value: string;
  readonly text: string;
}

/**
 * `<docket-choice label="Priority" value="high" .options=…>`: one of several, as a native select. Fires
 * `docket-choose` with the value that was picked, and shows `value` again until somebody sets another.
 */
export class Choice extends LitElement {
  static override styles = [base, controls, styles];
  static override properties = {
    label: { type: String },
    value: { type: String },
    options: { attribute: false },
    disabled: { type: Boolean },
    layout: { type: String, reflect: true },
  };
  declare label: string;
  declare value: string;
  declare options: readonly Option[];
  declare disabled: boolean;
  /** Where the label stands: above, beside, or only read out. */
  declare layout: "stack" | "row" | "bare";

  constructor() {
    super();
    this.label = "";
    this.value = "";
    this.options = [];
    this.disabled = false;
    this.layout = "stack";
  }

  override focus(): void {
    this.renderRoot.querySelector("select")?.focus();
  }

  /** The select takes the value only once its options are there. */
  protected override updated(_: PropertyValues<this>): void {
    const select = this.renderRoot.querySelector("select");
    if (select) select.value = this.value;
  }

  override render() {
    return html`<div class="field">
      <label for="select">${this.label}</label>
      <select id="select" ?disabled=${this.disabled} @change=${(event: Event) => this.#choose(event)}>
        ${this.options.map(({ value, text }) => html`<option value=${value}>${text}</option>`)}
      </select>
    </div>`;
  }

  #choose(event: Event): void {
    const { value } = event.target as HTMLSelectElement;
    this.dispatchEvent(new CustomEvent("docket-choose", { detail: value }));
    this.requestUpdate();
  }
}

define("docket-choice", Choice);

declare global {
  interface HTMLElementTagNameMap {
    "docket-choice": Choice;
  }
}
