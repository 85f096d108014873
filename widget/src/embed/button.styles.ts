import { css } from "lit";

/** What the launcher's button can show once the app is there: a dot for news, a cross while the panel is open. */
const sheet = css`
  docket-widget[news] + button::after {
    content: "";
    position: absolute;
    inset-block-start: 2px;
    inset-inline-end: 2px;
    inline-size: 12px;
    block-size: 12px;
    border: 2px solid Canvas;
    border-radius: 50%;
    background: light-dark(#c8322b, #ff8f86);
    forced-color-adjust: none;
  }

  button[aria-expanded="true"]::before {
    clip-path: polygon(
      22% 15%,
      50% 43%,
      78% 15%,
      85% 22%,
      57% 50%,
      85% 78%,
      78% 85%,
      50% 57%,
      22% 85%,
      15% 78%,
      43% 50%,
      15% 22%
    ) !important;
  }
`.styleSheet;

if (!sheet) throw new Error("This browser has no constructable style sheets.");

export const buttonStyles: CSSStyleSheet = sheet;
