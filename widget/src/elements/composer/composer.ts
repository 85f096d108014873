import { limits } from "@docket/core/limits";
import { isSeen } from "@docket/core/text/clean";
import { msg } from "@lit/localize";
import type { PropertyValues } from "lit";
import { LitElement, html, nothing } from "lit";
import type { Upload } from "../../client/upload.ts";
import { base } from "../../styles/base.ts";
import { controls } from "../../styles/controls.ts";
import { define } from "../define.ts";
import { DropZone } from "../file-field/drop-zone.ts";
import type { FileLimits } from "../file-field/file-field.ts";
import "../file-field/file-field.ts";
import { icon } from "../icon.ts";
import "../notice/notice.ts";
import { styles } from "./composer.styles.ts";

/** What is to be sent. */
export interface Composed {
  readonly body: string;
  readonly uploads: readonly Upload[];
}

/**
 * `<docket-composer>`: writes a message, a file, or both, with files by picker, drop and paste. Fires `docket-send` with
 * `Composed` (again after a failure: `docket-again`), `docket-draft` with the text and `docket-files` with the
 * files at every change. It keeps what was written until `clear()` is called. `tone="note"` looks like an internal note.
 */
export class Composer extends LitElement {
  static override styles = [base, controls, styles];
  static override properties = {
    label: { type: String },
    placeholder: { type: String },
    action: { type: String },
    draft: { type: String },
    tone: { type: String, reflect: true },
    busy: { type: Boolean },
    problem: { type: String },
    limits: { attribute: false },
    uploads: { attribute: false },
    text: { state: true },
    isEmpty: { state: true },
  };
  declare label: string;
  declare placeholder: string;
  declare action: string;
  /** The text to start with. */
  declare draft: string;
  declare tone: "reply" | "note";
  declare busy: boolean;
  /** Why the last send failed. */
  declare problem: string;
  declare limits: FileLimits & { readonly body: number };
  /** The files to start with. */
  declare uploads: readonly Upload[];
  declare text: string;
  /** Somebody wanted to send nothing. */
  declare isEmpty: boolean;

  constructor() {
    super();
    this.label = msg("Your reply");
    this.placeholder = "";
    this.action = msg("Send");
    this.draft = "";
    this.tone = "reply";
    this.busy = false;
    this.problem = "";
    this.limits = limits;
    this.uploads = [];
    this.text = "";
    this.isEmpty = false;
    new DropZone(this, () => this.renderRoot.querySelector("docket-file-field"));
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("draft")) this.text = this.draft;
    if (changed.has("text") || changed.has("uploads")) this.isEmpty = false;
  }

  override focus(): void {
    this.renderRoot.querySelector("textarea")?.focus();
  }

  /** Empties it: the message has arrived. */
  clear(): void {
    this.draft = "";
    this.text = "";
    this.uploads = [];
  }

  #write(event: InputEvent): void {
    this.text = (event.target as HTMLTextAreaElement).value;
    this.dispatchEvent(new CustomEvent("docket-draft", { detail: this.text }));
  }

  #attach(uploads: readonly Upload[]): void {
    this.uploads = uploads;
    this.dispatchEvent(new CustomEvent("docket-files", { detail: uploads }));
  }

  #submit(event: Event): void {
    event.preventDefault();
    if (this.busy) return;
    const body = isSeen(this.text) ? this.text.trim() : "";
    this.isEmpty = body === "" && this.uploads.length === 0;
    if (this.isEmpty) return this.focus();
    const detail: Composed = { body, uploads: this.uploads };
    this.dispatchEvent(new CustomEvent("docket-send", { detail }));
  }

  #key(event: KeyboardEvent): void {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.isComposing) this.#submit(event);
  }

  override render() {
    return html`<form @submit=${(event: Event) => this.#submit(event)}>
      <label class="sr-only" for="body">${this.label}</label>
      <div class="box">
        <textarea
          id="body"
          rows="2"
          .value=${this.text}
          maxlength=${this.limits.body}
          placeholder=${this.placeholder || this.label}
          aria-keyshortcuts="Control+Enter Meta+Enter"
          aria-invalid=${this.isEmpty}
          aria-describedby="body-error"
          ?readonly=${this.busy}
          @input=${(event: InputEvent) => this.#write(event)}
          @keydown=${(event: KeyboardEvent) => this.#key(event)}
        ></textarea>
        <div class="bar">
          <docket-file-field
            .uploads=${this.uploads}
            .limits=${this.limits}
            ?disabled=${this.busy}
            @docket-files=${(event: CustomEvent<readonly Upload[]>) => this.#attach(event.detail)}
          ></docket-file-field>
          <slot name="actions"></slot>
          <button class="primary small" part="send" ?disabled=${this.busy}>
            ${this.busy ? msg("Sending…") : html`${this.action}${icon("send")}`}
          </button>
        </div>
      </div>
      <p class="field-error" id="body-error" ?hidden=${!this.isEmpty}>${msg("Write something or attach a file.")}</p>
      ${this.#failure()}
    </form>`;
  }

  #failure() {
    if (!this.problem) return nothing;
    return html`<docket-notice
      kind="error"
      text=${this.problem}
      action=${msg("Try again")}
      @docket-action=${() => this.dispatchEvent(new CustomEvent("docket-again"))}
    ></docket-notice>`;
  }
}

define("docket-composer", Composer);

declare global {
  interface HTMLElementTagNameMap {
    "docket-composer": Composer;
  }
}
