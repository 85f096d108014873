import { css } from "lit";

export const styles = css`
  .install {
    display: grid;
    gap: var(--dk-2);
    justify-items: start;
  }

  form > button {
    justify-self: start;
  }

  .install a {
    display: inline-flex;
    align-items: center;
    min-block-size: 32px;
    font-weight: 570;
  }
`;
