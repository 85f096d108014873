import { limits } from "@docket/core/limits";
import { msg, str } from "@lit/localize";
import { LitElement, html, nothing } from "lit";
import { Upload } from "../../client/upload.ts";
import { fileSize } from "../../locales/dates.ts";
import { base } from "../../styles/base.ts";
import { controls } from "../../styles/controls.ts";
import { define } from "../define.ts";
import { icon } from "../icon.ts";
import { styles } from "./file-field.styles.ts";

export interface FileLimits {
  readonly files: number;
  readonly fileBytes: number;
}

/**
 * `<docket-file-field>`: picks files and lists them. The form around it hands over what was dropped or pasted
 * by `take`. Fires `docket-files` when the list changed.
 */
export class FileField extends LitElement {
  static override styles = [base, controls, styles];
  static override properties = {
    uploads: { attribute: false },
    limits: { attribute: false },
    disabled: { type: Boolean },
    problem: { state: true },
  };
  declare uploads: readonly Upload[];
  declare limits: FileLimits;
  declare disabled: boolean;
  declare problem: string;

  constructor() {
    super();
    this.uploads = [];
    this.limits = limits;
    this.disabled = false;
    this.problem = "";
  }

  /** Adds these files, as far as they may be sent. */
  take(files: Iterable<File>): void {
    if (this.disabled) return;
    this.problem = "";
    const taken = [...this.uploads];
    for (const file of files) {
      const problem = this.#problemWith(file, taken.length);
      if (problem) this.problem = problem;
      else taken.push(new Upload(file));
    }
    this.#change(taken);
  }

  #problemWith(file: File, count: number): string {
    const { files, fileBytes } = this.limits;
    if (count >= files) return msg(str`At most ${files} files fit in one message.`);
    if (file.size === 0) return msg(str`${file.name} is empty.`);
    if (file.size > fileBytes) return msg(str`${file.name} is larger than ${fileSize(fileBytes)}.`);
    return "";
  }

  #change(uploads: readonly Upload[]): void {
    if (uploads.length === this.uploads.length) return;
    this.uploads = uploads;
    this.dispatchEvent(new CustomEvent("docket-files", { detail: uploads }));
  }

  #remove(upload: Upload): void {
    this.problem = "";
    this.#change(this.uploads.filter((other) => other !== upload));
    this.renderRoot.querySelector<HTMLElement>(".pick")?.focus();
  }

  readonly #picked = (event: Event): void => {
    const input = event.target as HTMLInputElement;
    this.take(input.files ?? []);
    input.value = "";
  };

  #pick(): void {
    this.renderRoot.querySelector("input")?.click();
  }

  override render() {
    const { uploads } = this;
    return html`
      ${
        uploads.length > 0
          ? html`<ul aria-label=${msg("Files to send")}>
              ${uploads.map((upload) => this.#item(upload))}
            </ul>`
          : nothing
      }
      <p class="field-error" role="alert" ?hidden=${!this.problem}>${this.problem}</p>
      <input type="file" multiple hidden @change=${this.#picked} />
      <button
        type="button"
        class="quiet small pick"
        part="pick"
        ?disabled=${this.disabled}
        @click=${() => this.#pick()}
      >
        ${icon("clip")}${msg("Attach files")}
      </button>
    `;
  }

  #item(upload: Upload) {
    return html`<li>
      <span class="name">${upload.name}</span><span class="size">${fileSize(upload.file.size)}</span>
      <button
        type="button"
        class="small icon"
        aria-label=${msg(str`Remove ${upload.name}`)}
        ?disabled=${this.disabled}
        @click=${() => this.#remove(upload)}
      >
        ${icon("close")}
      </button>
    </li>`;
  }
}

define("docket-file-field", FileField);

declare global {
  interface HTMLElementTagNameMap {
    "docket-file-field": FileField;
  }
}
