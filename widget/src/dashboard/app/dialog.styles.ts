import { css } from "lit";

/** What every dialog of the dashboard looks like. */
export const dialog = css`
  dialog {
    inline-size: min(460px, calc(100vw - 2 * var(--dk-4)));
    max-block-size: calc(100dvh - 2 * var(--dk-4));
    padding: var(--dk-5);
    overflow: auto;
    border: 1px solid var(--dk-line);
    border-radius: var(--dk-radius-l);
    background: var(--dk-surface);
    box-shadow: var(--dk-shadow-2);
    color: var(--dk-text);
  }

  dialog::backdrop {
    background: rgb(8 16 15 / 0.45);
  }

  dialog > header,
  dialog > form > header {
    display: flex;
    gap: var(--dk-3);
    align-items: center;
    justify-content: space-between;
    margin-block-end: var(--dk-4);
  }

  dialog h2 {
    font-size: var(--dk-text-l);
    font-weight: 620;
    letter-spacing: -0.01em;
  }

  dialog form {
    display: grid;
    gap: var(--dk-4);
  }

  dialog form > header {
    margin-block-end: 0;
  }

  dialog p {
    color: var(--dk-text-2);
    line-height: 1.5;
    overflow-wrap: anywhere;
  }

  dialog .actions {
    display: flex;
    flex-wrap: wrap;
    gap: var(--dk-2);
    justify-content: flex-end;
  }

  fieldset {
    min-inline-size: 0;
    margin: 0;
    padding: 0;
    border: 0;
  }

  legend {
    margin-block-end: var(--dk-2);
    padding: 0;
    font-size: var(--dk-text-s);
    font-weight: 550;
  }

  button.danger.solid {
    border-color: transparent;
    background: var(--dk-red);
    color: var(--dk-surface);
  }

  label.switch {
    display: flex;
    gap: var(--dk-2);
    align-items: center;
    min-block-size: 24px;
    font-weight: 450;
  }

  label.switch input {
    flex: none;
    inline-size: 18px;
    block-size: 18px;
    margin: 0;
    accent-color: var(--dk-accent);
  }
`;
