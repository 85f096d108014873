import { css } from "lit";

export const styles = css`
  :host {
    display: block;
  }

  .empty {
    display: grid;
    justify-items: center;
    gap: var(--dk-2);
    padding: var(--dk-6) var(--dk-4);
    color: var(--dk-text-2);
    text-align: center;
  }

  .empty h3 {
    color: var(--dk-text);
    font-size: var(--dk-text-m);
    font-weight: 600;
  }

  .error {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--dk-2) var(--dk-3);
    padding: var(--dk-2) var(--dk-3);
    border: 1px solid transparent;
    border-radius: var(--dk-radius);
    background: var(--dk-red-soft);
    color: var(--dk-red);
    font-size: 14px;
  }

  .error p {
    flex: 1 1 160px;
    min-inline-size: 0;
    overflow-wrap: anywhere;
    white-space: pre-line;
  }

  .error button {
    flex: none;
    border-color: currentcolor;
    background: none;
  }

  .loading {
    display: grid;
    gap: var(--dk-3);
    padding: var(--dk-4);
  }

  .bar {
    block-size: 52px;
    border-radius: var(--dk-radius);
    background: var(--dk-surface-3);
    animation: breathe 1.4s ease-in-out infinite alternate;
  }

  .bar:nth-child(3) {
    inline-size: 80%;
  }

  .bar:nth-child(4) {
    inline-size: 55%;
  }

  @keyframes breathe {
    to {
      opacity: 0.4;
    }
  }

  @media (forced-colors: active) {
    .error {
      border-color: currentcolor;
    }
  }
`;
