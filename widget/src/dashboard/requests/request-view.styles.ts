import { css } from "lit";

export const styles = css`
  :host {
    display: grid;
    gap: var(--dk-4);
  }

  header {
    display: grid;
    gap: var(--dk-2);
  }

  h1 {
    font-size: var(--dk-text-xl);
    font-weight: 650;
    letter-spacing: -0.01em;
    line-height: 1.3;
    overflow-wrap: anywhere;
  }

  h1:focus-visible {
    outline: none;
  }

  .facts,
  .actions {
    display: flex;
    flex-wrap: wrap;
    gap: var(--dk-2);
    align-items: center;
    color: var(--dk-text-2);
    font-size: var(--dk-text-s);
  }

  .actions button {
    color: var(--dk-text);
  }

  footer {
    padding-block-start: var(--dk-4);
    border-block-start: 1px solid var(--dk-line);
  }
`;
