import { css } from "lit";

export const styles = css`
  :host {
    display: flex;
    flex-direction: column;
    min-inline-size: 0;
    min-block-size: 0;
    padding: var(--dk-3);
    overflow: auto;
    background: var(--dk-canvas);
    font-size: 14px;
  }

  .brand {
    display: flex;
    gap: 10px;
    align-items: center;
    padding: var(--dk-1) var(--dk-2) var(--dk-4);
    color: var(--dk-text);
    font-size: var(--dk-text-m);
    font-weight: 650;
    letter-spacing: -0.01em;
    text-decoration: none;
  }

  .mark {
    inline-size: 26px;
    block-size: 26px;
  }

  nav + nav,
  .menu nav {
    margin-block-start: var(--dk-4);
  }

  h2 {
    padding: var(--dk-1) var(--dk-2);
    color: var(--dk-text-2);
    font-size: 12px;
    font-weight: 600;
  }

  nav a,
  .account a,
  .menu button.row {
    display: flex;
    gap: 10px;
    align-items: center;
    inline-size: 100%;
    min-block-size: 32px;
    padding: 0 var(--dk-2);
    border: 0;
    border-radius: 8px;
    background: none;
    color: var(--dk-text-2);
    font-size: 14px;
    font-weight: 500;
    text-decoration: none;
    justify-content: start;
  }

  nav a:hover,
  .account a:hover,
  .menu button.row:hover {
    background: var(--dk-surface-3);
    color: var(--dk-text);
  }

  nav a[aria-current],
  .account a[aria-current] {
    background: var(--dk-surface-3);
    color: var(--dk-text);
    font-weight: 600;
  }

  nav a[aria-current] .glyph,
  .account a[aria-current] .glyph {
    color: var(--dk-accent);
  }

  .glyph {
    inline-size: 18px !important;
    block-size: 18px !important;
  }

  .count {
    margin-inline-start: auto;
    font-size: 12px;
    font-variant-numeric: tabular-nums;
    font-weight: 500;
  }

  .count.warning {
    padding-inline: 6px;
    border-radius: 8px;
    background: var(--dk-amber-soft);
    color: var(--dk-amber);
  }

  .menu {
    display: flex;
    flex: 1;
    flex-direction: column;
    position: static;
    inline-size: auto;
    margin: 0;
    padding: 0;
    overflow: visible;
    border: 0;
    background: none;
    color: inherit;
  }

  .account {
    display: grid;
    margin-block-start: auto;
    padding-block-start: var(--dk-4);
  }

  .account p {
    display: grid;
    padding: var(--dk-2);
    border-block-start: 1px solid var(--dk-line);
    line-height: 1.35;
    overflow-wrap: anywhere;
  }

  .account p span {
    color: var(--dk-text-2);
    font-size: 12px;
  }

  .track {
    inline-size: 28px;
    block-size: 16px;
    margin-inline-start: auto;
    padding: 2px;
    border: 1px solid var(--dk-line-strong);
    border-radius: 8px;
  }

  .track::after {
    display: block;
    inline-size: 10px;
    block-size: 10px;
    border-radius: 5px;
    background: var(--dk-text-2);
    content: "";
  }

  [aria-checked="true"] .track {
    border-color: var(--dk-accent);
    background: var(--dk-accent);
  }

  [aria-checked="true"] .track::after {
    margin-inline-start: auto;
    background: var(--dk-on-accent);
  }

  .open-menu {
    display: none;
  }

  @media (max-width: 860px) {
    :host {
      flex-direction: row;
      gap: var(--dk-2);
      align-items: center;
      padding: var(--dk-2) var(--dk-3);
      overflow: visible;
      border-block-end: 1px solid var(--dk-line);
    }

    .brand {
      padding: 0;
    }

    .brand span {
      display: none;
    }

    nav.views {
      position: relative;
      flex: 1;
      min-inline-size: 0;
      overflow-x: auto;
      scrollbar-width: none;
    }

    nav.views ul {
      display: flex;
      gap: 2px;
      padding: 3px;
    }

    nav.views h2,
    nav.views .glyph {
      display: none;
    }

    nav.views a {
      gap: 6px;
      min-block-size: 36px;
      padding: 0 10px;
      white-space: nowrap;
    }

    .open-menu {
      display: inline-flex;
    }

    .menu:not(:popover-open) {
      display: none;
    }

    .menu:popover-open {
      position: fixed;
      inset: 52px 8px auto auto;
      min-inline-size: 220px;
      padding: var(--dk-3);
      border: 1px solid var(--dk-line);
      border-radius: var(--dk-radius);
      background: var(--dk-surface);
      box-shadow: var(--dk-shadow-2);
      font-size: 14px;
    }

    .menu nav {
      margin-block-start: 0;
    }

    .menu nav a,
    .account a,
    .menu button.row {
      min-block-size: 40px;
    }
  }
`;
