import { css } from "lit";

export const styles = css`
  :host {
    display: flex;
    flex-direction: column;
    flex: 1;
    min-block-size: 0;
    min-inline-size: 0;
  }

  .scroll {
    display: grid;
    align-content: start;
    gap: var(--dk-4);
    flex: 1;
    min-block-size: 0;
    padding: var(--dk-5) var(--dk-4);
    overflow-y: auto;
    overscroll-behavior: contain;
  }

  .scroll:focus-visible {
    outline-offset: -3px;
  }

  .foot {
    padding: var(--dk-3) var(--dk-4);
    border-block-start: 1px solid var(--dk-line);
    background: var(--dk-surface);
  }

  h3 {
    font-size: var(--dk-text-xl);
    font-weight: 650;
    letter-spacing: -0.01em;
    line-height: 1.25;
    overflow-wrap: anywhere;
  }

  h3:focus-visible {
    outline: 0;
  }

  .lead {
    margin-block-start: 4px;
    color: var(--dk-text-2);
  }

  .wide {
    inline-size: 100%;
  }

  .aside {
    color: var(--dk-text-2);
    font-size: var(--dk-text-s);
    text-align: center;
  }
`;
