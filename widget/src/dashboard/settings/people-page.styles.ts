import { css } from "lit";

export const styles = css`
  .narrow docket-choice {
    inline-size: 160px;
  }

  .inactive strong {
    color: var(--dk-text-2);
    text-decoration: line-through;
  }
`;
