import { css } from "lit";

export const styles = css`
  :host {
    display: block;
    grid-column: 1 / -1;
    min-inline-size: 0;
  }

  p {
    padding: var(--dk-2) var(--dk-4);
    background: var(--dk-amber-soft);
    color: var(--dk-amber);
    font-size: var(--dk-text-s);
    line-height: 1.4;
    text-align: center;
  }
`;
