import { css } from "lit";

export const styles = css`
  #installed:focus-visible {
    outline: none;
  }

  .done {
    padding: var(--dk-2) var(--dk-3);
    border: 1px solid transparent;
    border-radius: var(--dk-radius);
    background: var(--dk-green-soft);
    color: var(--dk-green);
    font-size: 14px;
  }

  @media (forced-colors: active) {
    .done {
      border-color: currentcolor;
    }
  }
`;
