import { html } from "lit";

/** Outlines on a grid of 24, drawn for Docket. `svg.glyph` in `styles/controls.ts` gives them their size and stroke. */
const paths = {
  back: "M15 5l-7 7 7 7",
  chevron: "M9 5l7 7-7 7",
  close: "M6 6l12 12M18 6L6 18",
  plus: "M12 5v14M5 12h14",
  clip: "M20 11l-8.5 8.5a5 5 0 0 1-7-7L13 4a3.5 3.5 0 0 1 5 5l-8.5 8.5a2 2 0 0 1-3-3L14 7",
  send: "M12 20V5M5.5 11.5L12 5l6.5 6.5",
  download: "M12 4v11M7 11l5 5 5-5M5 20h14",
  alert: "M12 8v5M12 16.5v.1M10.4 4.3L2.9 17.5A2 2 0 0 0 4.6 20.5h14.8a2 2 0 0 0 1.7-3L13.6 4.3a1.85 1.85 0 0 0-3.2 0z",
  chat: "M4 6.5A2.5 2.5 0 0 1 6.5 4h11A2.5 2.5 0 0 1 20 6.5v7a2.5 2.5 0 0 1-2.5 2.5H11l-5 4v-4.05A2.5 2.5 0 0 1 4 13.5z",
  mail: "M4 6.5h16v11H4zM4.5 7l7.5 6 7.5-6",
} as const;

export type IconName = keyof typeof paths;

/** A small drawing beside a text, or inside a button that has a name of its own. */
export const icon = (name: IconName) =>
  html`<svg class="glyph" viewBox="0 0 24 24" aria-hidden="true"><path d=${paths[name]} /></svg>`;
