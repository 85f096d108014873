import { css } from "lit";

export const styles = css`
  ul {
    display: grid;
    gap: var(--dk-2);
  }
`;
