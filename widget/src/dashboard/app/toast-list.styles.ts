import { css } from "lit";

export const styles = css`
  :host {
    position: fixed;
    inset-block-end: var(--dk-4);
    inset-inline-start: var(--dk-4);
    z-index: 20;
    inline-size: min(360px, calc(100vw - 2 * var(--dk-4)));
    pointer-events: none;
  }

  @media (max-width: 860px) {
    :host {
      inset-block: 60px auto;
    }
  }

  div {
    display: grid;
    gap: var(--dk-2);
  }

  p {
    display: flex;
    gap: var(--dk-3);
    align-items: center;
    padding: var(--dk-2) var(--dk-2) var(--dk-2) var(--dk-4);
    border: 1px solid var(--dk-line);
    border-inline-start: 4px solid var(--dk-green);
    border-radius: var(--dk-radius);
    background: var(--dk-surface);
    box-shadow: var(--dk-shadow-2);
    color: var(--dk-text);
    font-size: var(--dk-text-s);
    line-height: 1.45;
    pointer-events: auto;
    animation: rise 180ms ease-out;
  }

  p.problem {
    border-inline-start-color: var(--dk-red);
  }

  span {
    flex: 1;
    overflow-wrap: anywhere;
  }

  @keyframes rise {
    from {
      opacity: 0;
      translate: 0 8px;
    }
  }
`;
