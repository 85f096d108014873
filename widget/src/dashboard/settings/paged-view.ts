import { msg } from "@lit/localize";
import type { TemplateResult } from "lit";
import { html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { isSignedOut, readingText } from "../../client/api.ts";
import "../../elements/notice/notice.ts";
import { attempt } from "../app/attempt.ts";
import type { Desk } from "../app/desk.ts";
import { retry } from "../app/retry.ts";
import type { Paged } from "./paged.ts";

interface Words {
  readonly label: string;
  readonly heading: string;
  readonly text: string;
  /** A heading of the page says already what this list is. */
  readonly isHeaded?: boolean;
}

/** A paged list in each of its states: on its way, failed, empty, or there. */
export const pagedView = <T extends { readonly id: string }>(
  desk: Desk,
  list: Paged<T>,
  words: Words,
  row: (item: T) => TemplateResult,
) => {
  const { items, error, hasMore } = list;
  const problem = error === undefined || isSignedOut(error) ? "" : readingText(error);
  const failure = html`<docket-notice
    kind="error"
    text=${problem}
    action=${msg("Try again")}
    @docket-action=${(event: Event) => retry(event, () => list.load())}
  ></docket-notice>`;
  // Of a list that could not be read again nobody knows whether it still is empty.
  if (problem && !items?.length) return failure;
  if (!items) return html`<docket-notice kind="loading"></docket-notice>`;
  if (items.length === 0) {
    return html`${words.isHeaded ? nothing : html`<h2 class="sr-only">${words.label}</h2>`}
      <docket-notice kind="empty" heading=${words.heading} text=${words.text}></docket-notice>`;
  }
  return html`${problem ? failure : nothing}
    <ul class="rows" aria-label=${words.label}>
      ${repeat(
        items,
        ({ id }) => id,
        (item) => html`<li>${row(item)}</li>`,
      )}
    </ul>
    ${
      hasMore
        ? html`<button
            class="small more"
            type="button"
            aria-disabled=${list.readingMore}
            @click=${() => attempt(desk, () => list.more())}
          >
            ${list.readingMore ? msg("Loading…") : msg("Load more")}
          </button>`
        : nothing
    }`;
};
