import { css } from "lit";

export const styles = css`
  dialog {
    inline-size: min(400px, calc(100vw - 32px));
    padding: var(--dk-5);
    border: 1px solid var(--dk-line);
    border-radius: var(--dk-radius-l);
    background: var(--dk-surface);
    box-shadow: var(--dk-shadow-2);
    color: var(--dk-text);
    font: 400 var(--dk-text-m) / 1.5 var(--dk-font);
    text-align: start;
  }

  dialog::backdrop {
    background: rgb(10 20 18 / 0.45);
  }

  h2 {
    margin-block-end: var(--dk-2);
    font-size: var(--dk-text-l);
    line-height: 1.3;
  }

  p {
    color: var(--dk-text-2);
  }

  .actions {
    display: flex;
    flex-wrap: wrap;
    justify-content: end;
    gap: var(--dk-2);
    margin-block-start: var(--dk-5);
  }
`;
