import { css } from "lit";

export const styles = css`
  ul {
    display: flex;
    flex-wrap: wrap;
    gap: var(--dk-2);
  }

  li {
    min-inline-size: 0;
    max-inline-size: 100%;
  }

  button {
    max-inline-size: 100%;
    min-block-size: 36px;
    padding: 0 var(--dk-3);
    font-size: var(--dk-text-s);
    font-weight: 500;
  }

  .name {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .size {
    color: var(--dk-text-2);
    white-space: nowrap;
  }

  svg.glyph {
    inline-size: 16px;
    block-size: 16px;
  }
`;
