import { SignalWatcher } from "@lit-labs/signals";
import { LitElement } from "lit";
import { base } from "../../styles/base.ts";
import { controls } from "../../styles/controls.ts";
import type { Desk } from "../desk.ts";
import { styles } from "./desk-view.styles.ts";

/** What the views of the widget share: they read one desk and draw themselves again when it changes. */
export abstract class DeskView extends SignalWatcher(LitElement) {
  static override styles = [base, controls, styles];
  static override properties = { desk: { attribute: false } };
  declare desk: Desk;
  /** Whether the keyboard, which waits on the panel, goes to the heading as soon as there is one. */
  arrives = false;

  override updated(): void {
    const heading = this.arrives && this.renderRoot.querySelector("h3");
    if (!heading) return;
    this.arrives = false;
    const { activeElement } = this.getRootNode() as ShadowRoot;
    if (activeElement === this.parentElement) heading.focus({ preventScroll: true });
  }
}
