/** What was written and not yet sent, kept in this browser. Where storing is forbidden nothing is kept. */
export class Draft {
  readonly #name: string;

  constructor(...path: readonly string[]) {
    this.#name = ["docket.draft", ...path].join(".");
  }

  read(): string {
    try {
      return localStorage.getItem(this.#name) ?? "";
    } catch {
      return "";
    }
  }

  write(text: string): void {
    try {
      if (text === "") localStorage.removeItem(this.#name);
      else localStorage.setItem(this.#name, text);
    } catch {
      // A full or forbidden store loses the draft on reload, not the text on the screen.
    }
  }
}
