import { css } from "lit";

export const styles = css`
  .before {
    margin: 0;
  }
  .before:empty {
    display: none;
  }
  fieldset {
    display: flex;
    flex-wrap: wrap;
    gap: var(--dk-2) var(--dk-4);
  }
`;
