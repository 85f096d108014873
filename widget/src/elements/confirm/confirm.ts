import { msg } from "@lit/localize";
import { LitElement, html } from "lit";
import { base } from "../../styles/base.ts";
import { controls } from "../../styles/controls.ts";
import { define } from "../define.ts";
import { styles } from "./confirm.styles.ts";

export interface Question {
  readonly heading: string;
  readonly text: string;
  /** What the button that goes ahead says, such as "Delete ticket". */
  readonly action: string;
  /** What the button that does not says. */
  readonly dismiss?: string;
}

/** `<docket-confirm>`: asks before something that cannot be undone. `await confirm.ask({…})`. */
export class Confirm extends LitElement {
  static override styles = [base, controls, styles];
  static override properties = { question: { state: true } };
  declare question: Question | null;
  #answer: ((yes: boolean) => void) | null = null;

  constructor() {
    super();
    this.question = null;
  }

  /** Opens the dialog; true when the person goes ahead. */
  async ask(question: Question): Promise<boolean> {
    this.question = question;
    await this.updateComplete;
    const dialog = this.renderRoot.querySelector("dialog");
    if (!dialog || dialog.open) return false;
    dialog.returnValue = "";
    dialog.showModal();
    return new Promise((resolve) => {
      this.#answer = resolve;
    });
  }

  #closed(event: Event): void {
    this.#answer?.((event.target as HTMLDialogElement).returnValue === "yes");
    this.#answer = null;
  }

  override render() {
    const { heading = "", text = "", action = "", dismiss = msg("Go back") } = this.question ?? {};
    return html`<dialog
      aria-labelledby="heading"
      aria-describedby="text"
      @close=${(event: Event) => this.#closed(event)}
    >
      <form method="dialog">
        <h2 id="heading">${heading}</h2>
        <p id="text">${text}</p>
        <div class="actions">
          <button value="no" autofocus>${dismiss}</button>
          <button value="yes" class="danger">${action}</button>
        </div>
      </form>
    </dialog>`;
  }
}

define("docket-confirm", Confirm);

declare global {
  interface HTMLElementTagNameMap {
    "docket-confirm": Confirm;
  }
}
