import type { LitElement } from "lit";

/** Puts the focus on the heading of a page: when it opens, and when what had the focus is gone. */
export const focusHeading = (page: LitElement): void => {
  page.renderRoot.querySelector("h1")?.focus({ preventScroll: true });
};
