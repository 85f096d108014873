import { css } from "lit";

export const styles = css`
  :host {
    display: block;
    min-inline-size: 0;
  }

  ol {
    display: grid;
    gap: var(--dk-4);
  }

  li {
    display: grid;
    justify-items: start;
    gap: 5px;
    min-inline-size: 0;
    content-visibility: auto;
    contain-intrinsic-size: auto 90px;
  }

  .who {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 0 var(--dk-2);
    padding-inline: 2px;
    color: var(--dk-text-2);
    font-size: var(--dk-text-s);
  }

  .who strong {
    color: var(--dk-text);
    font-weight: 600;
  }

  .body {
    max-inline-size: min(100%, 62ch);
    padding: 10px 14px;
    border: 1px solid transparent;
    border-radius: var(--dk-radius-l);
    border-start-start-radius: 4px;
    background: var(--dk-surface-2);
    line-height: 1.5;
    overflow-wrap: anywhere;
    white-space: pre-wrap;
  }

  .own {
    justify-items: end;
  }

  .own .body {
    border-start-start-radius: var(--dk-radius-l);
    border-start-end-radius: 4px;
    background: var(--dk-accent-soft);
  }

  .note .body {
    border-color: var(--dk-note-line);
    background: var(--dk-note);
  }

  em {
    color: var(--dk-text-2);
  }

  .failed {
    color: var(--dk-red);
  }

  @media (forced-colors: active) {
    .body {
      border-color: CanvasText;
    }
  }
`;
