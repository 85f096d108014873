import { css } from "lit";

export const styles = css`
  main > docket-notice {
    margin-inline: calc(-1 * var(--dk-2));
  }
`;
