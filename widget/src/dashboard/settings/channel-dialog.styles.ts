import { css } from "lit";

export const styles = css`
  fieldset {
    display: flex;
    flex-wrap: wrap;
    gap: var(--dk-2) var(--dk-4);
    min-inline-size: 0;
    margin: 0;
    padding: 0;
    border: 0;
  }

  legend {
    margin-block-end: var(--dk-2);
    padding: 0;
    font-size: var(--dk-text-s);
    font-weight: 550;
  }
`;
