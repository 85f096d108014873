import { css } from "lit";

export const styles = css`
  :host {
    display: block;
    min-inline-size: 0;
  }

  .field {
    gap: 4px;
  }

  label {
    color: var(--dk-text-2);
    font-weight: 500;
  }

  :host([layout="row"]) .field {
    grid-template-columns: 84px minmax(0, 1fr);
    align-items: center;
  }

  :host([layout="bare"]) label {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }

  @media (pointer: fine) {
    select {
      min-block-size: 32px;
      padding: 3px 8px;
      border-radius: 8px;
      font-size: 14px;
    }
  }

  :host([layout="row"]) select:not(:hover, :focus-visible),
  :host([layout="bare"]) select:not(:hover, :focus-visible) {
    border-color: var(--dk-line);
  }

  :host([chosen]) select {
    border-color: var(--dk-accent) !important;
    background: var(--dk-accent-soft);
  }
`;
