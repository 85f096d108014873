import { css } from "lit";

export const styles = css`
  :host {
    display: block;
  }

  li {
    border-block-end: 1px solid var(--dk-line);
  }

  a {
    display: grid;
    grid-template:
      "title when" auto
      "meta meta" auto / minmax(0, 1fr) auto;
    gap: 5px var(--dk-3);
    align-items: center;
    padding: 10px var(--dk-4);
    border-inline-start: 3px solid transparent;
    color: var(--dk-text);
    font-size: 14px;
    text-decoration: none;
  }

  a:hover {
    background: var(--dk-surface-2);
  }

  a:focus-visible {
    outline-offset: -2px;
  }

  a[aria-current] {
    border-inline-start-color: var(--dk-accent);
    background: var(--dk-accent-soft);
  }

  .title {
    grid-area: title;
    overflow: hidden;
    font-weight: 550;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .when {
    grid-area: when;
    color: var(--dk-text-2);
    font-size: var(--dk-text-s);
    white-space: nowrap;
  }

  .meta {
    grid-area: meta;
    display: flex;
    gap: 4px var(--dk-2);
    align-items: center;
    min-inline-size: 0;
    color: var(--dk-text-2);
    font-size: var(--dk-text-s);
  }

  .number {
    font-variant-numeric: tabular-nums;
  }

  .who,
  .category,
  .assignee {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .who {
    flex: 1;
    min-inline-size: 0;
  }

  .assignee {
    position: relative;
    display: inline-grid;
    flex: none;
    place-items: center;
    inline-size: 24px;
    block-size: 24px;
    border-radius: 50%;
    background: var(--dk-accent-soft);
    color: var(--dk-accent);
    font-size: 10.5px;
    font-weight: 650;
    letter-spacing: 0.02em;
  }

  .assignee.nobody {
    border: 1px dashed var(--dk-line-strong);
    background: none;
  }

  .category {
    display: none;
  }

  .priority:empty {
    display: none;
  }

  @container list (min-width: 720px) {
    a {
      grid-template: "number title meta when" auto / 56px minmax(0, 1fr) auto 104px;
      min-block-size: 42px;
      padding-block: 6px;
    }

    .meta {
      display: contents;
    }

    .priority:empty {
      display: block;
    }

    .number {
      grid-area: number;
    }

    .facts {
      grid-area: meta;
      display: grid;
      grid-template-columns: 76px 130px 104px 24px;
      gap: var(--dk-3);
      align-items: center;
      color: var(--dk-text-2);
      font-size: var(--dk-text-s);
    }

    .when {
      text-align: end;
    }
  }

  @container list (min-width: 980px) {
    .facts {
      grid-template-columns: 76px 120px 140px 104px 24px;
    }

    .category {
      display: block;
    }
  }

  @container list (max-width: 719px) {
    .facts {
      display: contents;
    }
  }
`;
