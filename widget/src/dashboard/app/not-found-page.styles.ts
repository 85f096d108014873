import { css } from "lit";

export const styles = css`
  :host {
    display: grid;
    align-content: center;
    justify-items: center;
    gap: var(--dk-3);
    min-block-size: 70dvh;
    padding: var(--dk-5);
    text-align: center;
  }

  h1 {
    font-size: var(--dk-text-xl);
    font-weight: 650;
  }

  h1:focus-visible {
    outline: none;
  }

  p {
    color: var(--dk-text-2);
  }
`;
