import { css } from "lit";

export const styles = css`
  form {
    display: grid;
    gap: var(--dk-4);
  }

  #code {
    font-family: var(--dk-mono);
    font-size: 20px;
    letter-spacing: 0.25em;
  }
`;
