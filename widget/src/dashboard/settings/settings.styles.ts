import { css } from "lit";

/** What the settings pages share: a heading with its actions, a filter, and a list of things. */
export const settings = css`
  :host {
    position: relative;
    display: grid;
    gap: var(--dk-4);
    align-content: start;
    inline-size: min(920px, 100%);
    margin-inline: auto;
    padding: var(--dk-5) var(--dk-4) var(--dk-6);
  }

  .head {
    display: flex;
    flex-wrap: wrap;
    gap: var(--dk-3);
    align-items: end;
    justify-content: space-between;
  }

  .head > div {
    display: grid;
    flex: 1 1 260px;
    gap: 2px;
    min-inline-size: 0;
  }

  h1 {
    font-size: var(--dk-text-xl);
    font-weight: 650;
    letter-spacing: -0.01em;
  }

  h1:focus-visible {
    outline: none;
  }

  .head p {
    color: var(--dk-text-2);
    font-size: 14px;
  }

  .notice {
    padding: 10px var(--dk-4);
    border: 1px solid var(--dk-line-strong);
    border-radius: var(--dk-radius);
    background: var(--dk-surface-2);
    overflow-wrap: anywhere;
  }

  .notice.warning {
    border-color: currentcolor;
    background: var(--dk-amber-soft);
    color: var(--dk-amber);
  }

  section {
    display: grid;
    gap: var(--dk-2);
  }

  section > button {
    justify-self: start;
  }

  section h2 {
    font-size: var(--dk-text-m);
    font-weight: 620;
  }

  .narrow {
    display: flex;
    flex-wrap: wrap;
    gap: var(--dk-2);
  }

  .narrow input {
    flex: 1 1 200px;
    min-inline-size: 0;
    inline-size: auto !important;
    border-color: var(--dk-line);
  }

  .rows {
    overflow: hidden;
    border: 1px solid var(--dk-line);
    border-radius: var(--dk-radius);
  }

  .rows > li {
    display: flex;
    flex-wrap: wrap;
    gap: var(--dk-2) var(--dk-3);
    align-items: center;
    padding: 10px var(--dk-4);
  }

  .rows > li + li {
    border-block-start: 1px solid var(--dk-line);
  }

  .what {
    display: grid;
    flex: 1 1 150px;
    min-inline-size: 0;
    overflow-wrap: anywhere;
  }

  .what strong {
    font-weight: 570;
  }

  .what span {
    color: var(--dk-text-2);
    font-size: var(--dk-text-s);
  }

  .facts {
    display: flex;
    flex-wrap: wrap;
    gap: var(--dk-2);
    align-items: center;
    color: var(--dk-text-2);
    font-size: var(--dk-text-s);
  }

  .actions {
    display: flex;
    flex-wrap: wrap;
    gap: 6px;
  }

  .more {
    justify-self: center;
  }

  @media (pointer: fine) {
    .narrow input {
      min-block-size: 32px !important;
      padding-block: 3px !important;
      border-radius: 8px;
      font-size: 14px !important;
    }
  }
`;
