import { css } from "lit";

export const styles = css`
  :host {
    display: block;
    font-size: var(--dk-text-s);
  }

  h2 {
    margin-block-end: var(--dk-2);
    color: var(--dk-text-2);
    font-size: 12px;
    font-weight: 600;
  }

  ol {
    display: grid;
  }

  li {
    position: relative;
    padding: 0 0 var(--dk-3) 18px;
    overflow-wrap: anywhere;
    line-height: 1.45;
  }

  li::before {
    content: "";
    position: absolute;
    inset-block: 7px 0;
    inset-inline-start: 2px;
    inline-size: 7px;
    block-size: 7px;
    border-radius: 50%;
    background: var(--dk-line-strong);
  }

  li:not(:last-child)::after {
    content: "";
    position: absolute;
    inset-block: 17px -3px;
    inset-inline-start: 5px;
    border-inline-start: 1px solid var(--dk-line);
  }

  strong {
    font-weight: 600;
  }

  docket-time {
    color: var(--dk-text-2);
    white-space: nowrap;
  }
`;
