import { css } from "lit";

export const styles = css`
  dl {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(180px, 1fr));
    gap: var(--dk-2) var(--dk-4);
    margin-block-end: var(--dk-5);
    font-size: var(--dk-text-m);
  }

  dl div {
    display: flex;
    gap: var(--dk-3);
    align-items: center;
  }

  dt {
    min-inline-size: 52px;
  }

  kbd {
    display: inline-grid;
    place-items: center;
    min-inline-size: 26px;
    padding: 2px 6px;
    border: 1px solid var(--dk-line-strong);
    border-block-end-width: 2px;
    border-radius: 6px;
    background: var(--dk-surface-2);
    font-family: var(--dk-mono);
    font-size: 12px;
  }

  label {
    padding-block-start: var(--dk-4);
    border-block-start: 1px solid var(--dk-line);
  }
`;
