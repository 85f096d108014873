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

const takesText = (target: EventTarget | undefined): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || target.matches("input, textarea, select"));

/** A dialog has the keyboard to itself. */
const inDialog = (path: readonly EventTarget[]): boolean => path.some((node) => node instanceof HTMLDialogElement);

/** Listens for single keys while its host is on the page; never while somebody types. */
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
    if (takesText(path[0]) || inDialog(path)) return;
    if (event.key !== "Escape" && event.key !== "?" && !keysEnabled()) return;
    const binding = this.#bindings[event.key];
    if (binding && binding() !== false) event.preventDefault();
  };
}
