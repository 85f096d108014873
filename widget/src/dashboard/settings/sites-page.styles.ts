import { css } from "lit";

export const styles = css`
  .rows > li {
    padding-block: var(--dk-4);
  }

  .tag {
    display: flex;
    flex-basis: 100%;
    flex-wrap: wrap;
    gap: var(--dk-2);
    align-items: center;
    min-inline-size: 0;
    padding: var(--dk-2) var(--dk-2) var(--dk-2) var(--dk-3);
    border-radius: var(--dk-radius-s);
    background: var(--dk-surface-2);
  }

  code {
    flex: 1 1 220px;
    min-inline-size: 0;
    font-family: var(--dk-mono);
    font-size: 12px;
    overflow-wrap: anywhere;
    user-select: all;
  }
`;
