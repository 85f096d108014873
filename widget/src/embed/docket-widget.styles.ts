import { css } from "lit";

export const styles = css`
  :host {
    display: block;
    block-size: 640px;
  }

  :host([popup]) {
    position: fixed;
    inset-block-end: 0;
    inset-inline-end: 0;
    block-size: auto;
    z-index: var(--docket-z-index, 2147483000);
  }

  .panel {
    all: initial;
    color-scheme: inherit;
    display: flex;
    flex-direction: column;
    box-sizing: border-box;
    block-size: 100%;
    overflow: hidden;
    border: 1px solid var(--dk-line);
    border-radius: var(--dk-radius-l);
    background: var(--dk-surface);
    color: var(--dk-text);
    font: 400 var(--dk-text-m) / 1.45 var(--dk-font);
    -webkit-text-size-adjust: 100%;
  }

  :host([popup]) .panel {
    position: fixed;
    inset-block-end: calc(var(--docket-offset, 20px) + 70px);
    inset-inline-end: var(--docket-offset, 20px);
    inline-size: min(400px, calc(100vw - 2 * var(--docket-offset, 20px)));
    block-size: min(720px, calc(100dvh - 2 * var(--docket-offset, 20px) - 70px));
    box-shadow: var(--dk-shadow-2);
    animation: rise 160ms ease-out;
  }

  @keyframes rise {
    from {
      opacity: 0;
      translate: 0 12px;
    }
  }

  @media (max-width: 480px), (max-height: 480px) {
    :host([popup]) .panel {
      inset: 0;
      inline-size: 100vw;
      block-size: 100dvh;
      border: 0;
      border-radius: 0;
    }
  }

  .panel:focus-visible {
    outline: 0;
  }

  .bar {
    display: flex;
    align-items: center;
    gap: var(--dk-2);
    min-block-size: 60px;
    padding: 0 var(--dk-3);
    border-block-end: 1px solid var(--dk-line);
  }

  .mark {
    display: grid;
    place-items: center;
    flex: none;
    inline-size: 32px;
    block-size: 32px;
    margin-inline-start: 4px;
    border-radius: 50%;
    background: var(--dk-accent);
    color: var(--dk-on-accent);
    font-weight: 650;
  }

  h2 {
    flex: 1;
    min-inline-size: 0;
    overflow: hidden;
    font-size: 16px;
    font-weight: 650;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  :dir(rtl) > .back svg {
    scale: -1 1;
  }

  .wait {
    padding: var(--dk-4);
  }
`;
