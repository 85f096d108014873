import { msg } from "@lit/localize";
import { SignalWatcher } from "@lit-labs/signals";
import { html, LitElement } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { define } from "../../elements/define.ts";
import { base } from "../../styles/base.ts";
import { controls } from "../../styles/controls.ts";
import { icon } from "../../elements/icon.ts";
import { styles } from "./toast-list.styles.ts";
import type { Toasts } from "./toasts.ts";

/** Shows the toasts at the foot of the page and reads them out. */
export class ToastList extends SignalWatcher(LitElement) {
  static override styles = [base, controls, styles];
  static override properties = { toasts: { attribute: false } };
  declare toasts: Toasts;

  override render() {
    return html`<div role="status" aria-live="polite">
      ${repeat(
        this.toasts.list,
        (toast) => toast.id,
        (toast) =>
          html`<p class=${toast.kind}>
            <span>${toast.text}</span>
            <button
              type="button"
              class="small icon"
              aria-label=${msg("Dismiss")}
              @click=${() => this.toasts.dismiss(toast.id)}
            >
              ${icon("close")}
            </button>
          </p>`,
      )}
    </div>`;
  }
}

define("docket-toasts", ToastList);
