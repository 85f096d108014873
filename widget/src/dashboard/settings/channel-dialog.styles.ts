import { css } from "lit";

export const styles = css`
  fieldset {
    display: flex;
    flex-wrap: wrap;
    gap: var(--dk-2) var(--dk-4);
  }
`;
