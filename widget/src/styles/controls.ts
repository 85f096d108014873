import { css } from "lit";

/** Buttons and form fields: native controls, our clothes. */
export const controls = css`
  button,
  input,
  select,
  textarea {
    font: inherit;
    color: inherit;
    letter-spacing: inherit;
  }

  button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: var(--dk-2);
    min-block-size: 40px;
    padding: 0 var(--dk-4);
    border: 1px solid var(--dk-line);
    border-radius: var(--dk-radius);
    background: var(--dk-surface);
    font-size: var(--dk-text-m);
    font-weight: 550;
    cursor: pointer;
    transition:
      background-color var(--dk-quick),
      border-color var(--dk-quick);
  }

  button:hover {
    background: var(--dk-surface-2);
    border-color: var(--dk-line-strong);
  }

  button.primary {
    border-color: transparent;
    background: var(--dk-accent);
    color: var(--dk-on-accent);
  }

  button.primary:hover {
    background: var(--dk-accent-hover);
  }

  button.danger {
    color: var(--dk-red);
  }

  button.quiet {
    border-color: transparent;
    background: none;
  }

  button.quiet:hover {
    background: var(--dk-surface-3);
  }

  button.link {
    min-block-size: 24px;
    padding: 0;
    border: 0;
    border-radius: var(--dk-radius-s);
    background: none;
    color: var(--dk-accent);
    font-size: inherit;
    text-decoration: underline;
    text-underline-offset: 2px;
  }

  button.icon {
    inline-size: 40px;
    padding: 0;
    border-color: transparent;
    background: none;
    color: var(--dk-text-2);
  }

  button.icon:hover {
    background: var(--dk-surface-3);
    color: var(--dk-text);
  }

  button.small {
    min-block-size: 32px;
    padding: 0 var(--dk-3);
    font-size: var(--dk-text-s);
  }

  button.small.icon {
    inline-size: 32px;
    padding: 0;
  }

  button:disabled,
  button[aria-disabled="true"] {
    cursor: default;
    opacity: 0.6;
  }

  label,
  .label {
    display: block;
    font-size: var(--dk-text-s);
    font-weight: 550;
  }

  .field {
    display: grid;
    gap: 6px;
    min-inline-size: 0;
  }

  .hint {
    color: var(--dk-text-2);
    font-size: var(--dk-text-s);
    font-weight: 400;
  }

  .field-error {
    color: var(--dk-red);
    font-size: var(--dk-text-s);
  }

  input:not([type="checkbox"], [type="radio"], [type="file"]),
  select,
  textarea {
    inline-size: 100%;
    min-block-size: 42px;
    padding: 8px 12px;
    border: 1px solid var(--dk-line-strong);
    border-radius: var(--dk-radius);
    background: var(--dk-surface);
    font-size: var(--dk-text-input);
    line-height: 1.45;
  }

  select {
    text-overflow: ellipsis;
  }

  textarea {
    min-block-size: 84px;
    resize: vertical;
    field-sizing: content;
    max-block-size: 40vh;
  }

  ::placeholder {
    color: var(--dk-text-2);
    opacity: 1;
  }

  input:focus-visible,
  select:focus-visible,
  textarea:focus-visible {
    border-color: var(--dk-focus);
    outline: 1px solid var(--dk-focus);
    outline-offset: 0;
  }

  [aria-invalid="true"] {
    border-color: var(--dk-red) !important;
  }

  svg.glyph {
    inline-size: 20px;
    block-size: 20px;
    flex: none;
    fill: none;
    stroke: currentcolor;
    stroke-width: 1.8;
    stroke-linecap: round;
    stroke-linejoin: round;
  }

  @media (forced-colors: active) {
    button.primary {
      border-color: ButtonText;
    }
  }
`;
