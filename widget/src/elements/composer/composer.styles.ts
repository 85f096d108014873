import { css } from "lit";

export const styles = css`
  :host {
    display: block;
    min-inline-size: 0;
  }

  form {
    display: grid;
    gap: var(--dk-2);
  }

  .box {
    display: grid;
    border: 1px solid var(--dk-line-strong);
    border-radius: var(--dk-radius);
    background: var(--dk-surface);
  }

  .box:focus-within {
    border-color: var(--dk-focus);
    box-shadow: inset 0 0 0 1px var(--dk-focus);
  }

  :host([tone="note"]) .box {
    border-color: var(--dk-note-line);
    background: var(--dk-note);
  }

  .box textarea {
    min-block-size: 64px;
    border: 0;
    background: none;
    outline: 0;
    resize: none;
  }

  .bar {
    display: flex;
    flex-wrap: wrap;
    align-items: end;
    gap: var(--dk-2);
    padding: 0 var(--dk-2) var(--dk-2) var(--dk-3);
  }

  docket-file-field {
    flex: 1 1 120px;
  }

  @media (forced-colors: active) {
    .box:focus-within {
      outline: 2px solid Highlight;
    }
  }
`;
