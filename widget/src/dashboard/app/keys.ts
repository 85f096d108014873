import type { ReactiveController, ReactiveControllerHost } from "lit";

/** What a key does. A binding that returns false did not want the key. */
export type Bindings = Readonly<Record<string, () => void | false>>;

const setting = "docket.keys";

/** Whether single keys do things. It is remembered in this browser, where that is allowed. */
export const keysEnabled = (): boolean => {
  try {
    return localStorage.getItem(setting) !== "off";
  } catch {
    return true;
  }
};

export const enableKeys = (enabled: boolean): void => {
  try {
    if (enabled) localStorage.removeItem(setting);
    else localStorage.setItem(setting, "off");
  } catch {
    // Nothing can be stored here, so the keys stay as they are.
  }
};

const takesText = (target: EventTarget | undefined): target is HTMLElement =>
  target instanceof HTMLElement && (target.isContentEditable || target.matches("input, textarea, select"));

/** A dialog has the keyboard to itself. */
const inDialog = (path: readonly EventTarget[]): boolean => path.some((node) => node instanceof HTMLDialogElement);

/** Listens for single keys while its host is on the page; while somebody types Escape leaves the field, and no other counts. */
export class Keys implements ReactiveController {
  readonly #bindings: Bindings;

  constructor(host: ReactiveControllerHost, bindings: Bindings) {
    this.#bindings = bindings;
    host.addController(this);
  }

  hostConnected(): void {
    window.addEventListener("keydown", this.#pressed);
  }

  hostDisconnected(): void {
    window.removeEventListener("keydown", this.#pressed);
  }

  readonly #pressed = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const path = event.composedPath();
    if (inDialog(path)) return;
    if (takesText(path[0])) {
      // Out of the field first: whoever goes on with a single key wants no letter in what they wrote.
      if (event.key === "Escape") path[0].blur();
      return;
    }
    if (event.key !== "Escape" && event.key !== "?" && !keysEnabled()) return;
    const binding = this.#bindings[event.key];
    if (binding && binding() !== false) event.preventDefault();
  };
}
