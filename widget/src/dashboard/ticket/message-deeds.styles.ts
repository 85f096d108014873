import { css } from "lit";

export const styles = css`
  :host {
    display: flex;
    gap: var(--dk-3);
    padding-inline: 2px;
    font-size: var(--dk-text-s);
  }

  :host([editing]) {
    inline-size: min(100%, 62ch);
  }

  form {
    display: grid;
    flex: 1;
    gap: var(--dk-2);
    min-inline-size: 0;
  }

  .actions {
    display: flex;
    flex-wrap: wrap;
    gap: var(--dk-2);
  }
`;
