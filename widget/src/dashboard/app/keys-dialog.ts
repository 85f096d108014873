import { msg } from "@lit/localize";
import { html, LitElement } from "lit";
import { define } from "../../elements/define.ts";
import { icon } from "../../elements/icon.ts";
import { base } from "../../styles/base.ts";
import { controls } from "../../styles/controls.ts";
import { dialog } from "./dialog.styles.ts";
import { styles } from "./keys-dialog.styles.ts";
import { enableKeys, keysEnabled } from "./keys.ts";

const keys = (): readonly (readonly [string, string])[] => [
  ["j", msg("Next ticket")],
  ["k", msg("Previous ticket")],
  ["Enter", msg("Open the ticket")],
  ["Esc", msg("Leave the field; then back to the list")],
  ["r", msg("Reply")],
  ["n", msg("Internal note")],
  ["e", msg("Resolve")],
  ["a", msg("Assign to me")],
  ["/", msg("Search")],
  ["?", msg("Show these keys")],
];

/** The keys of the dashboard, and the switch that turns them off. */
export class KeysDialog extends LitElement {
  static override styles = [base, controls, dialog, styles];

  open(): void {
    this.renderRoot.querySelector("dialog")?.showModal();
  }

  override render() {
    return html`<dialog aria-labelledby="heading">
      <header>
        <h2 id="heading">${msg("Keyboard shortcuts")}</h2>
        <button type="button" class="small icon" aria-label=${msg("Close")} @click=${this.#close}>
          ${icon("close")}
        </button>
      </header>
      <dl>
        ${keys().map(
          ([key, meaning]) =>
            html`<div>
              <dt><kbd>${key}</kbd></dt>
              <dd>${meaning}</dd>
            </div>`,
        )}
      </dl>
      <label class="switch">
        <input
          type="checkbox"
          .checked=${keysEnabled()}
          @change=${(event: Event) => enableKeys((event.target as HTMLInputElement).checked)}
        />
        ${msg("Single keys do these things in this browser")}
      </label>
    </dialog>`;
  }

  #close(): void {
    this.renderRoot.querySelector("dialog")?.close();
  }
}

define("docket-keys-dialog", KeysDialog);

declare global {
  interface HTMLElementTagNameMap {
    "docket-keys-dialog": KeysDialog;
  }
}
