import { css } from "lit";

export const styles = css`
  :host {
    display: grid;
    gap: var(--dk-5);
    font-size: 14px;
  }

  section {
    display: grid;
    gap: 6px;
  }

  h2 {
    margin-block-end: 2px;
    color: var(--dk-text-2);
    font-size: 12px;
    font-weight: 600;
  }

  .fixed {
    display: grid;
    grid-template-columns: 84px minmax(0, 1fr);
    align-items: center;
    min-block-size: 32px;
    font-size: var(--dk-text-s);
  }

  .fixed > :first-child {
    color: var(--dk-text-2);
    font-weight: 500;
  }

  .fixed > :last-child {
    overflow-wrap: anywhere;
  }

  .person {
    display: grid;
    gap: 2px;
    overflow-wrap: anywhere;
  }

  .person strong {
    font-weight: 600;
  }

  .person a {
    color: var(--dk-text-2);
    font-size: var(--dk-text-s);
  }

  .unproven {
    display: inline-flex;
    gap: 5px;
    align-items: center;
    justify-self: start;
    padding: 1px 8px;
    border-radius: 10px;
    background: var(--dk-amber-soft);
    color: var(--dk-amber);
    font-size: 12px;
    font-weight: 600;
  }

  .unproven .glyph {
    flex: none;
    inline-size: 14px;
    block-size: 14px;
  }

  .tags {
    display: flex;
    flex-wrap: wrap;
    gap: 6px;
  }

  .tags li {
    display: inline-flex;
    gap: 2px;
    align-items: center;
    min-inline-size: 0;
    min-block-size: 26px;
    padding-block: 2px;
    padding-inline: 9px 2px;
    border: 1px solid var(--dk-line);
    border-radius: 13px;
    background: var(--dk-surface);
    font-size: 12px;
    line-height: 1.4;
    font-weight: 550;
    overflow-wrap: anywhere;
  }

  .tags li.fast {
    padding-inline-end: 9px;
  }

  .tags button {
    flex: none;
    inline-size: 24px;
    min-block-size: 24px;
    margin-block: -2px;
    border-radius: 50%;
  }

  .tags .glyph {
    inline-size: 13px;
    block-size: 13px;
  }

  .add {
    display: block;
  }

  .add input {
    min-block-size: 32px;
    padding: 3px 9px;
    border-color: var(--dk-line);
    border-radius: 8px;
    font-size: 14px;
  }

  @media (pointer: coarse) {
    .add input {
      font-size: 16px;
    }
  }
`;
