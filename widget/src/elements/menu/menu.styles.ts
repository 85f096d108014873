import { css } from "lit";

export const styles = css`
  :host {
    display: inline-flex;
  }

  .items {
    position: fixed;
    inset: auto;
    min-inline-size: 180px;
    max-inline-size: calc(100vw - 16px);
    margin: 0;
    padding: var(--dk-1);
    border: 1px solid var(--dk-line);
    border-radius: var(--dk-radius);
    background: var(--dk-surface);
    box-shadow: var(--dk-shadow-2);
    color: var(--dk-text);
  }

  .items:popover-open {
    display: grid;
  }

  ::slotted(button) {
    justify-content: start !important;
    min-block-size: 34px !important;
    padding-inline: var(--dk-3) !important;
    border-color: transparent !important;
    border-radius: 7px !important;
    background: none;
    font-weight: 500 !important;
  }

  ::slotted(button:hover),
  ::slotted(button:focus-visible) {
    background: var(--dk-surface-3);
  }
`;
