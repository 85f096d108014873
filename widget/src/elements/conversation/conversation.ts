import type { MessageView } from "@docket/core/contract/message";
import { msg, str } from "@lit/localize";
import { LitElement, html, nothing } from "lit";
import { base } from "../../styles/base.ts";
import "../attachment-list/attachment-list.ts";
import { define } from "../define.ts";
import "../relative-time/relative-time.ts";
import { textNodes } from "../text.ts";
import { styles } from "./conversation.styles.ts";

/** One thing that was said: a message, or the description that a ticket starts with. */
export type Entry = Pick<MessageView, "kind" | "author" | "body" | "attachments" | "delivery" | "createdAt"> &
  Partial<Pick<MessageView, "editedAt" | "deletedAt">> & {
    readonly id: string;
    /** Words that say through what it was written; nothing where that was in person. */
    readonly through?: string;
    /** Why no email took it to the client, where that is known. */
    readonly unreached?: string;
  };

/**
 * `<docket-conversation>`: what was said, oldest first. New entries are announced (`role=log`). `viewer` is the
 * side that reads it: its own entries stand at the end edge. `extra` gives what stands below an entry.
 */
export class Conversation extends LitElement {
  static override styles = [base, styles];
  static override properties = {
    entries: { attribute: false },
    viewer: { type: String },
    label: { type: String },
    extra: { attribute: false },
  };
  declare entries: readonly Entry[];
  declare viewer: "client" | "staff";
  declare label: string;
  declare extra: (entry: Entry) => unknown;

  constructor() {
    super();
    this.entries = [];
    this.viewer = "client";
    this.label = msg("Conversation");
    this.extra = () => nothing;
  }

  override render() {
    return html`<div role="log" aria-relevant="additions" aria-label=${this.label}>
      <ol>
        ${this.entries.map((entry) => this.#entry(entry))}
      </ol>
    </div>`;
  }

  #entry(entry: Entry) {
    const own = entry.author.kind === this.viewer;
    const name = own && this.viewer === "client" ? msg("You") : entry.author.name;
    return html`<li class="${own ? "own" : ""} ${entry.kind}" part="entry ${entry.kind}">
      <div class="who">
        <strong>${name}</strong>
        ${entry.through ? html`<span>${entry.through}</span>` : nothing}
        ${entry.kind === "note" ? html`<span>${msg("Internal note")}</span>` : nothing}
        <docket-time at=${entry.createdAt}></docket-time>
        ${entry.editedAt && !entry.deletedAt ? html`<span>${msg("Edited")}</span>` : nothing}
        ${this.viewer === "staff" ? this.#delivery(entry) : nothing}
      </div>
      ${this.#words(entry)}
      ${
        entry.attachments.length > 0
          ? html`<docket-attachments .files=${entry.attachments}></docket-attachments>`
          : nothing
      }
      ${this.extra(entry)}
    </li>`;
  }

  /** Files that came alone have no words above them. */
  #words({ body, deletedAt }: Entry) {
    if (!deletedAt && body === "") return nothing;
    const words = deletedAt ? html`<em>${msg("This message was deleted.")}</em>` : textNodes(body);
    return html`<div class="body" part="body" dir="auto">${words}</div>`;
  }

  #delivery({ author, kind, delivery, deletedAt, unreached }: Entry) {
    switch (delivery) {
      case "none":
        return author.kind !== "staff" || kind === "note" || deletedAt
          ? nothing
          : html`<span class="failed">${unreached ? msg(str`Not emailed. ${unreached}`) : msg("Not emailed")}</span>`;
      case "queued":
        return html`<span>${msg("Email on its way")}</span>`;
      case "sent":
        return html`<span>${msg("Emailed")}</span>`;
      case "failed":
        return html`<span class="failed">${msg("Email could not be delivered")}</span>`;
    }
  }
}

define("docket-conversation", Conversation);

declare global {
  interface HTMLElementTagNameMap {
    "docket-conversation": Conversation;
  }
}
