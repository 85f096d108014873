import { css } from "lit";

export const styles = css`
  :host {
    display: block;
  }

  button {
    display: grid;
    grid-template-columns: 1fr auto;
    gap: 5px var(--dk-3);
    justify-items: start;
    inline-size: 100%;
    padding: 14px var(--dk-4);
    border-color: var(--dk-line);
    border-radius: var(--dk-radius);
    background: var(--dk-surface);
    font-weight: 400;
    text-align: start;
  }

  button:hover {
    border-color: var(--dk-accent);
    background: var(--dk-surface);
  }

  .title {
    max-inline-size: 100%;
    overflow: hidden;
    font-weight: 600;
    line-height: 1.35;
    overflow-wrap: anywhere;
  }

  .meta {
    grid-column: 1 / -1;
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px var(--dk-2);
    color: var(--dk-text-2);
    font-size: var(--dk-text-s);
  }

  svg.glyph {
    inline-size: 16px;
    color: var(--dk-text-2);
  }

  :host(:dir(rtl)) svg.glyph {
    scale: -1 1;
  }
`;
