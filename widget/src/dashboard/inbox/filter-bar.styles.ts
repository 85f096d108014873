import { css } from "lit";

export const styles = css`
  :host {
    display: flex;
    flex-wrap: wrap;
    gap: var(--dk-2);
    align-items: center;
    padding: var(--dk-2) var(--dk-4);
    border-block-end: 1px solid var(--dk-line);
  }

  form {
    position: relative;
    flex: 1 1 200px;
    min-inline-size: 0;
  }

  form .glyph {
    position: absolute;
    inset-block-start: 50%;
    inset-inline-start: 9px;
    inline-size: 16px;
    block-size: 16px;
    color: var(--dk-text-2);
    translate: 0 -50%;
    pointer-events: none;
  }

  input[type="search"] {
    padding-inline-start: 32px !important;
    border-color: var(--dk-line);
  }

  .chooser {
    display: flex;
    flex-wrap: wrap;
    gap: 6px;
    align-items: center;
  }

  docket-choice {
    max-inline-size: 148px;
  }

  .toggle {
    display: none;
  }

  @media (pointer: fine) {
    input[type="search"] {
      min-block-size: 32px !important;
      padding-block: 3px !important;
      border-radius: 8px;
      font-size: 14px !important;
    }
  }

  @container list (max-width: 719px) {
    .toggle {
      display: inline-flex;
    }

    .chooser {
      display: grid;
      grid-template-columns: repeat(2, minmax(0, 1fr));
      flex-basis: 100%;
    }

    .chooser:not(.shown) {
      display: none;
    }

    docket-choice {
      max-inline-size: none;
    }
  }
`;
