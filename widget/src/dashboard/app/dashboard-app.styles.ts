import { css } from "lit";

export const styles = css`
  :host {
    display: block;
    min-block-size: 100dvh;
    background: var(--dk-canvas);
    color: var(--dk-text);
    font: 400 var(--dk-text-m) / 1.5 var(--dk-font);
    text-size-adjust: 100%;
    -webkit-font-smoothing: antialiased;
  }

  .skip {
    position: fixed;
    inset-block-start: var(--dk-2);
    inset-inline-start: var(--dk-2);
    z-index: 30;
    padding: var(--dk-2) var(--dk-4);
    border-radius: var(--dk-radius);
    background: var(--dk-surface);
    translate: 0 -200%;
  }

  .skip:focus {
    box-shadow: var(--dk-shadow-2);
    translate: none;
  }

  .frame {
    display: grid;
    grid-template: auto minmax(0, 1fr) / 232px minmax(0, 1fr);
    block-size: 100dvh;
  }

  .frame.plain {
    grid-template: auto auto minmax(0, 1fr) / minmax(0, 1fr);
  }

  main {
    min-inline-size: 0;
    overflow: auto;
    border-inline-start: 1px solid var(--dk-line);
    background: var(--dk-surface);
    outline: none;
  }

  .plain main {
    border-inline-start: 0;
  }

  .alone {
    display: grid;
    min-block-size: 100dvh;
    place-content: center;
    gap: var(--dk-4);
    justify-items: center;
    padding: var(--dk-5);
  }

  .mark {
    inline-size: 44px;
    block-size: 44px;
  }

  .pulse {
    animation: breathe 1.2s ease-in-out infinite alternate;
  }

  .part {
    max-inline-size: 560px;
    margin: var(--dk-6) auto;
    padding: var(--dk-4);
  }

  @keyframes breathe {
    from {
      opacity: 0.35;
    }
  }

  @media (max-width: 860px) {
    .frame {
      grid-template: auto auto minmax(0, 1fr) / minmax(0, 1fr);
    }

    main {
      border-inline-start: 0;
    }
  }
`;
