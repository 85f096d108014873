import { LitElement, html } from "lit";
import { base } from "../../styles/base.ts";
import { controls } from "../../styles/controls.ts";
import { define } from "../define.ts";
import { styles } from "./menu.styles.ts";

const gap = 4;

/** `<docket-menu label="More">`: a button that shows the buttons inside it. It closes when one of them was pressed. */
export class Menu extends LitElement {
  static override styles = [base, controls, styles];
  static override properties = { label: { type: String } };
  declare label: string;

  constructor() {
    super();
    this.label = "";
    this.addEventListener("keydown", (event) => this.#key(event));
  }

  override render() {
    return html`<button class="small" type="button" popovertarget="items">${this.label}</button>
      <div
        class="items"
        id="items"
        popover
        role="group"
        aria-label=${this.label}
        @beforetoggle=${(event: ToggleEvent) => this.#place(event)}
        @click=${() => this.#items?.hidePopover()}
      >
        <slot></slot>
      </div>`;
  }

  get #items(): HTMLElement | null {
    return this.renderRoot.querySelector(".items");
  }

  /** Below the button, from there on towards the middle of the window. */
  #place(event: ToggleEvent): void {
    const button = this.renderRoot.querySelector("button");
    const items = this.#items;
    if (event.newState !== "open" || !button || !items) return;
    const { bottom, left, right } = button.getBoundingClientRect();
    const width = document.documentElement.clientWidth;
    const isLeft = left + right < width;
    items.style.setProperty("top", `${bottom + gap}px`);
    items.style.setProperty("left", isLeft ? `${left}px` : "auto");
    items.style.setProperty("right", isLeft ? "auto" : `${width - right}px`);
  }

  /** Escape closes the menu and nothing else; the arrows go from button to button. */
  #key(event: KeyboardEvent): void {
    if (!this.#items?.matches(":popover-open")) return;
    if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      this.#items.hidePopover();
    }
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    event.preventDefault();
    const items = [...this.querySelectorAll("button")];
    const at = items.findIndex((item) => item.matches(":focus"));
    items.at((at + (event.key === "ArrowDown" ? 1 : -1)) % items.length)?.focus();
  }
}

define("docket-menu", Menu);

declare global {
  interface HTMLElementTagNameMap {
    "docket-menu": Menu;
  }
}
