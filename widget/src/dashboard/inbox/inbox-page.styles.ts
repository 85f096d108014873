import { css } from "lit";

export const styles = css`
  :host {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    block-size: 100%;
    container: inbox / inline-size;
  }

  .columns {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    min-block-size: 0;
    block-size: 100%;
  }

  .list {
    position: relative;
    display: grid;
    grid-template-rows: auto auto minmax(0, 1fr);
    min-inline-size: 0;
    min-block-size: 0;
    container: list / inline-size;
  }

  .list > header {
    display: flex;
    gap: var(--dk-3);
    align-items: baseline;
    padding: var(--dk-3) var(--dk-4) 2px;
  }

  h1 {
    font-size: var(--dk-text-l);
    font-weight: 640;
    letter-spacing: -0.01em;
  }

  h1:focus-visible {
    outline: none;
  }

  header p {
    color: var(--dk-text-2);
    font-size: var(--dk-text-s);
  }

  .scroll {
    position: relative;
    min-block-size: 0;
    overflow: auto;
  }

  .more {
    display: grid;
    justify-items: center;
    padding: var(--dk-4);
  }

  .stale {
    margin: var(--dk-2) var(--dk-4);
  }

  docket-ticket-panel {
    min-block-size: 0;
    overflow: auto;
  }

  @container inbox (min-width: 980px) {
    .columns.split {
      grid-template-columns: clamp(264px, 28%, 340px) minmax(0, 1fr);
    }

    .split docket-ticket-panel {
      border-inline-start: 1px solid var(--dk-line);
    }
  }

  @container inbox (max-width: 979px) {
    .split .list {
      display: none;
    }
  }
`;
