import { css } from "lit";

export const styles = css`
  header {
    display: grid;
    gap: var(--dk-2);
    padding-block-end: var(--dk-4);
    border-block-end: 1px solid var(--dk-line);
  }

  h3 {
    font-size: var(--dk-text-l);
  }

  .facts {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px var(--dk-2);
    color: var(--dk-text-2);
    font-size: var(--dk-text-s);
  }

  .end {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: center;
    gap: var(--dk-2) var(--dk-3);
    color: var(--dk-text-2);
    font-size: var(--dk-text-s);
    text-align: center;
  }
`;
