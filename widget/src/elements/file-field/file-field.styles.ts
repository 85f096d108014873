import { css } from "lit";

export const styles = css`
  :host {
    display: block;
    min-inline-size: 0;
  }

  ul {
    display: grid;
    gap: 6px;
    margin-block-end: var(--dk-2);
  }

  li {
    display: flex;
    align-items: center;
    gap: var(--dk-2);
    min-inline-size: 0;
    padding-inline-start: var(--dk-3);
    border: 1px solid var(--dk-line);
    border-radius: var(--dk-radius-s);
    background: var(--dk-surface-2);
    font-size: var(--dk-text-s);
  }

  .name {
    flex: 1;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .size {
    color: var(--dk-text-2);
    white-space: nowrap;
  }

  .field-error {
    margin-block-end: var(--dk-2);
  }

  .pick {
    margin-inline-start: calc(-1 * var(--dk-2));
    padding: 0 var(--dk-2);
    color: var(--dk-text-2);
    font-weight: 500;
  }

  :host([dragging]) .pick {
    background: var(--dk-accent-soft);
    color: var(--dk-accent);
  }
`;
