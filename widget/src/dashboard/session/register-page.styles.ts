import { css } from "lit";

export const styles = css`
  .hint {
    order: 1;
  }
`;
