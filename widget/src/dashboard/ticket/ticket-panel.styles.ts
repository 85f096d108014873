import { css } from "lit";

export const styles = css`
  :host {
    display: block;
    block-size: 100%;
    min-inline-size: 0;
    container: panel / inline-size;
  }

  article {
    display: grid;
    grid-template: auto minmax(0, 1fr) auto / minmax(0, 1fr);
    block-size: 100%;
  }

  header {
    display: grid;
    gap: var(--dk-2);
    padding: var(--dk-3) var(--dk-5);
    border-block-end: 1px solid var(--dk-line);
  }

  .top {
    display: flex;
    flex-wrap: wrap;
    gap: var(--dk-2);
    align-items: center;
  }

  .top .number {
    color: var(--dk-text-2);
    font-size: var(--dk-text-s);
    font-variant-numeric: tabular-nums;
  }

  .actions {
    display: flex;
    flex-wrap: wrap;
    gap: 6px;
    margin-inline-start: auto;
  }

  .back {
    display: grid;
    place-items: center;
    inline-size: 32px;
    block-size: 32px;
    margin-inline-start: -8px;
    border-radius: 8px;
    color: var(--dk-text-2);
  }

  .back:hover {
    background: var(--dk-surface-3);
  }

  h1 {
    font-size: var(--dk-text-l);
    font-weight: 640;
    letter-spacing: -0.01em;
    line-height: 1.3;
    overflow-wrap: anywhere;
  }

  h1:focus-visible {
    outline: none;
  }

  .talk {
    position: relative;
    min-block-size: 0;
    padding: var(--dk-4) var(--dk-5) var(--dk-5);
    overflow: auto;
    overscroll-behavior: contain;
  }

  .talk > * {
    max-inline-size: 760px;
    margin-inline: auto;
  }

  footer {
    padding: var(--dk-3) var(--dk-5) var(--dk-4);
    border-block-start: 1px solid var(--dk-line);
  }

  footer > * {
    max-inline-size: 760px;
    margin-inline: auto;
  }

  aside {
    position: relative;
    display: grid;
    gap: var(--dk-5);
    align-content: start;
    padding: var(--dk-4) var(--dk-5);
  }

  .details {
    display: none;
  }

  .notice {
    padding: var(--dk-5);
  }

  @container panel (min-width: 700px) {
    article {
      grid-template-columns: minmax(0, 1fr) clamp(236px, 32%, 288px);
    }

    header {
      grid-column: 1 / -1;
    }

    aside {
      grid-area: 2 / 2 / 4;
      padding: var(--dk-4);
      overflow: auto;
      border-inline-start: 1px solid var(--dk-line);
      background: var(--dk-canvas);
    }
  }

  @container panel (max-width: 699px) {
    article {
      display: flex;
      flex-direction: column;
      block-size: auto;
      min-block-size: 100%;
    }

    .talk {
      flex: 1 0 auto;
      order: 1;
    }

    :host {
      overflow: auto;
    }

    header {
      padding-inline: var(--dk-4);
    }

    .talk {
      overflow: visible;
      padding-inline: var(--dk-4);
    }

    .details {
      display: inline-flex;
    }

    aside {
      border-block-end: 1px solid var(--dk-line);
      background: var(--dk-canvas);
      padding-inline: var(--dk-4);
    }

    aside:not(.shown) {
      display: none;
    }

    footer {
      order: 2;
      position: sticky;
      inset-block-end: 0;
      padding-inline: var(--dk-4);
      background: var(--dk-surface);
    }
  }

  @media (max-height: 560px) {
    footer {
      position: static !important;
    }
  }
`;
