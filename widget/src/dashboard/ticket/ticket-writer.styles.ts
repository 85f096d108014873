import { css } from "lit";

export const styles = css`
  :host {
    display: block;
  }

  fieldset {
    display: flex;
    flex-wrap: wrap;
    gap: var(--dk-1) var(--dk-3);
    align-items: center;
    margin-block-end: var(--dk-2);
  }

  .tabs {
    display: inline-flex;
    padding: 2px;
    border-radius: 9px;
    background: var(--dk-surface-3);
  }

  label {
    position: relative;
    padding: 3px 12px;
    border-radius: 7px;
    color: var(--dk-text-2);
    cursor: pointer;
  }

  label:has(:checked) {
    background: var(--dk-surface);
    box-shadow: var(--dk-shadow-1);
    color: var(--dk-text);
  }

  label.note:has(:checked) {
    background: var(--dk-note);
  }

  label:has(:focus-visible) {
    outline: 2px solid var(--dk-focus);
    outline-offset: 1px;
  }

  input[type="radio"] {
    position: absolute;
    inset: 0;
    inline-size: 100%;
    block-size: 100%;
    margin: 0;
    opacity: 0;
    cursor: pointer;
  }

  .hint {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .hint:has(.unreached) {
    color: var(--dk-amber);
    white-space: normal;
  }

  .unreached .glyph {
    inline-size: 14px;
    block-size: 14px;
    margin-inline-end: 4px;
    vertical-align: -2px;
  }

  .closed {
    padding: var(--dk-3);
    border: 1px dashed var(--dk-line-strong);
    border-radius: var(--dk-radius);
    color: var(--dk-text-2);
    font-size: var(--dk-text-s);
    text-align: center;
  }

  @media (forced-colors: active) {
    label:has(:checked) {
      outline: 2px solid Highlight;
    }
  }
`;
