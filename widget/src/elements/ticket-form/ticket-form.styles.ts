import { css } from "lit";

export const styles = css`
  :host {
    display: block;
    min-inline-size: 0;
  }

  form {
    display: grid;
    gap: var(--dk-4);
  }

  .pair {
    display: grid;
    align-items: start;
    grid-template-columns: repeat(auto-fit, minmax(min(160px, 100%), 1fr));
    gap: var(--dk-4) var(--dk-3);
  }

  .as {
    color: var(--dk-text-2);
    font-size: var(--dk-text-s);
    overflow-wrap: anywhere;
  }

  textarea {
    min-block-size: 112px;
  }

  docket-file-field {
    margin-block-start: calc(-1 * var(--dk-2));
  }
`;
