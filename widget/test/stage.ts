import type { Locator } from "vitest/browser";
import type { DocketWidget } from "../src/embed/docket-widget.ts";
import { FakeDesk } from "./fake-desk.ts";
import { FakeStorage } from "./fake-storage.ts";

/** A page with one widget on it, a desk behind it, and hands to use it with. */
export class Stage {
  readonly desk = new FakeDesk();
  readonly storage = new FakeStorage();
  widget: DocketWidget = this.#make();

  /** The visitor was here before: their session is on this device. */
  returning(token = this.desk.session()): string {
    const expiresAt = new Date(Date.now() + 24 * 60 * 60 * 1000).toISOString();
    const contact = { name: "Mia Brandt", email: "mia@example.com" };
    this.storage.setItem(`docket:${this.desk.site}:session`, JSON.stringify({ token, expiresAt, contact }));
    return token;
  }

  async open(): Promise<void> {
    document.body.append(this.widget);
    await this.widget.open();
  }

  /** The page is loaded again: what is stored stays, everything else is new. */
  async reload(): Promise<void> {
    this.widget.remove();
    this.widget = this.#make();
    await this.open();
  }

  leave(): void {
    this.widget.remove();
  }

  #make(): DocketWidget {
    const widget = document.createElement("docket-widget");
    widget.popup = true;
    widget.site = this.desk.site;
    widget.api = "https://desk.test";
    widget.platform = { fetch: this.desk.fetch, socket: this.desk.live.socket, storage: () => this.storage };
    return widget;
  }
}

/** The first match inside this root, in any shadow root below it. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the caller knows, as with `querySelector`
export const find = <T extends Element = HTMLElement>(root: ParentNode, selector: string): T | null => {
  const here = root.querySelector<T>(selector);
  if (here) return here;
  for (const element of root.querySelectorAll("*")) {
    const inside = element.shadowRoot && find<T>(element.shadowRoot, selector);
    if (inside) return inside;
  }
  return null;
};

/** Everything that a person can read in this root, shadow roots included. */
export const textOf = (node: Node): string => {
  if (node instanceof Text) return node.data;
  if (node instanceof HTMLElement && (node.hidden || ["STYLE", "SCRIPT"].includes(node.tagName))) return "";
  if (node instanceof HTMLSlotElement) return node.assignedNodes().map(textOf).join(" ");
  const inside = node instanceof Element && node.shadowRoot ? node.shadowRoot : node;
  return [...inside.childNodes].map(textOf).join(" ").replace(/\s+/g, " ");
};

/** The element that has the keyboard, through all shadow roots. */
export const focused = (): Element | null => {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  return element;
};

/** Whether the keyboard is on this, through all shadow roots. */
export const hasFocus = (locator: Locator) => (): boolean => {
  const element = locator.query();
  return element !== null && element === focused();
};
