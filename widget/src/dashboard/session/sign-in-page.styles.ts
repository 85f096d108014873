import { css } from "lit";

export const styles = css`
  .or {
    display: flex;
    gap: var(--dk-3);
    align-items: center;
    color: var(--dk-text-2);
    font-size: var(--dk-text-s);
  }

  .or::before,
  .or::after {
    content: "";
    flex: 1;
    border-block-start: 1px solid var(--dk-line);
  }
`;
