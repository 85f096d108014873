import { css } from "lit";

export const styles = css`
  :host {
    display: flex;
    gap: var(--dk-2);
    align-items: center;
    padding: var(--dk-2) var(--dk-4);
    position: relative;
    border-block-end: 1px solid var(--dk-line);
    background: var(--dk-canvas);
    font-size: 14px;
  }

  .brand {
    display: inline-flex;
  }

  .mark {
    inline-size: 28px;
    block-size: 28px;
  }

  nav {
    display: flex;
    flex: 1;
    gap: var(--dk-1);
  }

  nav a {
    padding: 6px 10px;
    border-radius: 8px;
    color: var(--dk-text-2);
    font-weight: 550;
    text-decoration: none;
    white-space: nowrap;
  }

  nav a:hover,
  nav a[aria-current] {
    background: var(--dk-surface-3);
    color: var(--dk-text);
  }

  .who {
    display: flex;
    gap: 6px;
    align-items: center;
    min-inline-size: 0;
    color: var(--dk-text-2);
  }

  .name {
    max-inline-size: 200px;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .glyph {
    inline-size: 18px;
    block-size: 18px;
  }

  @media (max-width: 560px) {
    :host {
      padding-inline: var(--dk-3);
    }

    nav a {
      padding-inline: 6px;
    }

    .name {
      display: none;
    }

    button.small {
      padding-inline: var(--dk-2);
    }

    .text {
      position: absolute;
      inline-size: 1px;
      block-size: 1px;
      overflow: hidden;
      clip-path: inset(50%);
      white-space: nowrap;
    }
  }
`;
