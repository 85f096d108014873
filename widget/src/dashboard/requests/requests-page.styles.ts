import { css } from "lit";

export const styles = css`
  :host {
    display: grid;
    gap: var(--dk-4);
    align-content: start;
    inline-size: min(760px, 100%);
    margin-inline: auto;
    padding: var(--dk-5) var(--dk-4) var(--dk-6);
  }

  header {
    display: flex;
    flex-wrap: wrap;
    gap: var(--dk-3);
    align-items: center;
    justify-content: space-between;
  }

  h1 {
    font-size: var(--dk-text-xl);
    font-weight: 650;
    letter-spacing: -0.01em;
    line-height: 1.3;
    overflow-wrap: anywhere;
  }

  h1:focus-visible {
    outline: none;
  }

  .start {
    display: inline-flex;
    align-items: center;
    min-block-size: 36px;
    padding-inline: var(--dk-4);
    border-radius: var(--dk-radius);
    background: var(--dk-accent);
    color: var(--dk-on-accent);
    font-size: 14px;
    font-weight: 550;
    text-decoration: none;
  }

  .start:hover {
    background: var(--dk-accent-hover);
  }

  ul {
    display: grid;
    gap: var(--dk-2);
  }

  .more {
    justify-self: center;
  }
`;
