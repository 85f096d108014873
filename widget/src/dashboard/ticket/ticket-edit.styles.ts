import { css } from "lit";

export const styles = css`
  :host {
    display: block;
    margin-block-end: var(--dk-4);
  }

  form {
    display: grid;
    gap: var(--dk-3);
    padding: var(--dk-4);
    border: 1px solid var(--dk-line);
    border-radius: var(--dk-radius);
    background: var(--dk-surface-2);
  }

  .stale {
    display: grid;
    gap: var(--dk-2);
    padding: var(--dk-3);
    border: 1px solid var(--dk-note-line);
    border-radius: var(--dk-radius);
    background: var(--dk-note);
    font-size: 14px;
  }

  blockquote {
    max-block-size: 160px;
    margin: 0;
    padding-inline-start: var(--dk-3);
    overflow: auto;
    border-inline-start: 3px solid var(--dk-note-line);
    overflow-wrap: anywhere;
    white-space: pre-wrap;
  }

  .actions {
    display: flex;
    flex-wrap: wrap;
    gap: var(--dk-2);
  }
`;
