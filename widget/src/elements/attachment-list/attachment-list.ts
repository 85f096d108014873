import type { AttachmentView } from "@docket/core/contract/attachment";
import { msg, str } from "@lit/localize";
import { LitElement, html, nothing } from "lit";
import { fileSize } from "../../locales/dates.ts";
import { base } from "../../styles/base.ts";
import { controls } from "../../styles/controls.ts";
import { define } from "../define.ts";
import { icon } from "../icon.ts";
import { styles } from "./attachment-list.styles.ts";

/** Somebody wants this file: the application fetches it with its credentials and saves it. */
export type DownloadEvent = CustomEvent<AttachmentView>;

/** `<docket-attachments>`: the files of a message. Fires `docket-download`, which bubbles out of shadow roots. */
export class AttachmentFiles extends LitElement {
  static override styles = [base, controls, styles];
  static override properties = { files: { attribute: false } };
  declare files: readonly AttachmentView[];

  constructor() {
    super();
    this.files = [];
  }

  #ask(file: AttachmentView): void {
    this.dispatchEvent(new CustomEvent("docket-download", { detail: file, bubbles: true, composed: true }));
  }

  override render() {
    if (this.files.length === 0) return nothing;
    return html`<ul aria-label=${msg("Files")}>
      ${this.files.map((file) => this.#item(file))}
    </ul>`;
  }

  /** What is seen is in the name of the button: so it is read, and can be said. */
  #item(file: AttachmentView) {
    const size = fileSize(file.size);
    return html`<li>
      <button type="button" @click=${() => this.#ask(file)} aria-label=${msg(str`Download ${file.name} ${size}`)}>
        ${icon("clip")}<span class="name">${file.name}</span> <span class="size">${size}</span>
      </button>
    </li>`;
  }
}

define("docket-attachments", AttachmentFiles);

declare global {
  interface HTMLElementTagNameMap {
    "docket-attachments": AttachmentFiles;
  }
}
