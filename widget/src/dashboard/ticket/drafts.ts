/** What was written and not yet sent, kept in this browser. Where storing is forbidden nothing is kept. */
export class Draft {
  readonly #storage: () => Storage;
  readonly #name: string;

  /** `storage` may throw, as it does where a browser forbids it. */
  constructor(storage: () => Storage, ...path: readonly string[]) {
    this.#storage = storage;
    this.#name = ["docket.draft", ...path].join(".");
  }

  read(): string {
    try {
      return this.#storage().getItem(this.#name) ?? "";
    } catch {
      return "";
    }
  }

  write(text: string): void {
    try {
      if (text === "") this.#storage().removeItem(this.#name);
      else this.#storage().setItem(this.#name, text);
    } catch {
      // A full or forbidden store loses the draft on reload, not the text on the screen.
    }
  }
}
