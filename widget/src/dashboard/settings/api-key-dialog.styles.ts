import { css } from "lit";

export const styles = css`
  fieldset {
    display: grid;
    gap: var(--dk-3);
  }

  label.switch {
    align-items: start;
  }

  label.switch input {
    margin-block-start: 2px;
  }

  label.switch span {
    display: block;
  }

  .secret {
    display: grid;
    gap: var(--dk-4);
  }

  code {
    padding: var(--dk-3);
    border-radius: var(--dk-radius-s);
    background: var(--dk-surface-2);
    font-family: var(--dk-mono);
    font-size: 13px;
    overflow-wrap: anywhere;
    user-select: all;
  }
`;
