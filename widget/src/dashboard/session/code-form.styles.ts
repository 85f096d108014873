import { css } from "lit";

export const styles = css`
  :host {
    display: block;
    min-block-size: 0;
    padding: 0;
  }
`;
