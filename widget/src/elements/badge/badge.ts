import { LitElement, html } from "lit";
import { define } from "../define.ts";
import { styles } from "./badge.styles.ts";

export type Tone = "grey" | "blue" | "green" | "amber" | "red" | "violet";

/** `<docket-badge tone="green">Solved</docket-badge>`: one word about the state of something. */
export class Badge extends LitElement {
  static override styles = styles;
  static override properties = { tone: { type: String } };
  declare tone: Tone;

  constructor() {
    super();
    this.tone = "grey";
  }

  override render() {
    return html`<span part="badge" data-tone=${this.tone}><slot></slot></span>`;
  }
}

define("docket-badge", Badge);

declare global {
  interface HTMLElementTagNameMap {
    "docket-badge": Badge;
  }
}
