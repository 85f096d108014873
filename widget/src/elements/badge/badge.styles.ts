import { css } from "lit";

export const styles = css`
  :host {
    display: inline-flex;
  }

  span {
    display: inline-flex;
    align-items: center;
    gap: 6px;
    padding: 1px 9px;
    border: 1px solid transparent;
    border-radius: 99px;
    background: var(--dk-surface-3);
    color: var(--dk-text-2);
    font-size: 12px;
    font-weight: 600;
    line-height: 20px;
    white-space: nowrap;
  }

  span::before {
    content: "";
    inline-size: 6px;
    block-size: 6px;
    border-radius: 50%;
    background: currentcolor;
  }

  [data-tone="blue"] {
    background: var(--dk-blue-soft);
    color: var(--dk-blue);
  }

  [data-tone="green"] {
    background: var(--dk-green-soft);
    color: var(--dk-green);
  }

  [data-tone="amber"] {
    background: var(--dk-amber-soft);
    color: var(--dk-amber);
  }

  [data-tone="red"] {
    background: var(--dk-red-soft);
    color: var(--dk-red);
  }

  [data-tone="violet"] {
    background: var(--dk-violet-soft);
    color: var(--dk-violet);
  }

  @media (forced-colors: active) {
    span {
      border-color: currentcolor;
    }
  }
`;
