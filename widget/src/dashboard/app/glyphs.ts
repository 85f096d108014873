import type { SVGTemplateResult, TemplateResult } from "lit";
import { html, svg } from "lit";

const glyph = (paths: SVGTemplateResult): TemplateResult =>
  html`<svg class="glyph" viewBox="0 0 24 24" aria-hidden="true">${paths}</svg>`;

export const tray = glyph(
  svg`<path d="M4 13h4.5l1.5 2.5h4l1.5-2.5H20M4 13l2.6-7.2A1.5 1.5 0 0 1 8 4.8h8a1.5 1.5 0 0 1 1.4 1L20 13v4.5a1.7 1.7 0 0 1-1.7 1.7H5.7A1.7 1.7 0 0 1 4 17.5z" />`,
);
export const person = glyph(
  svg`<circle cx="12" cy="8.2" r="3.6" /><path d="M4.8 20c.9-3.7 3.6-5.6 7.2-5.6s6.3 1.9 7.2 5.6" />`,
);
export const people = glyph(
  svg`<circle cx="9" cy="8.5" r="3.2" /><path d="M3 19.5c.7-3.3 2.9-5 6-5s5.3 1.7 6 5M15.5 5.6a3.2 3.2 0 0 1 0 5.8M17.7 15c1.8.7 2.9 2.2 3.3 4.5" />`,
);
export const nobody = glyph(svg`<circle cx="12" cy="12" r="8" stroke-dasharray="3.2 3" />`);
export const hourglass = glyph(svg`<circle cx="12" cy="12" r="8" /><path d="M12 7.5V12l3 2" />`);
export const tickInCircle = glyph(svg`<circle cx="12" cy="12" r="8" /><path d="m8.5 12.2 2.5 2.5 4.5-5" />`);
export const archive = glyph(svg`<path d="M4.5 5h15v4h-15zM6 9v9.5h12V9M10 12.8h4" />`);
export const stack = glyph(svg`<path d="m12 4 8.5 4.3L12 12.6 3.5 8.3zM4 12.6l8 4 8-4M4 16.7l8 4 8-4" />`);
export const globe = glyph(
  svg`<circle cx="12" cy="12" r="8" /><path d="M4 12h16M12 4c5 5 5 11 0 16M12 4c-5 5-5 11 0 16" />`,
);
export const door = glyph(svg`<path d="M14 4.5H6.5v15H14M10.5 12H20m-3.3-3.5L20.2 12l-3.5 3.5" />`);
export const keyboard = glyph(
  svg`<rect x="3" y="6.5" width="18" height="11.5" rx="2" /><path d="M7 10.5h.1M10.4 10.5h.1M13.7 10.5h.1M17 10.5h.1M8 14.5h8" />`,
);
export const key = glyph(svg`<circle cx="8" cy="15.5" r="3.8" /><path d="m10.8 12.7 7.7-7.7M15.4 8.1l2.6 2.6" />`);
export const plug = glyph(svg`<path d="M9 4v4.5m6-4.5v4.5M6.5 8.5h11v3a5.5 5.5 0 0 1-11 0zM12 17v3.5" />`);
export const moon = glyph(svg`<path d="M19.5 14.6A8 8 0 1 1 9.4 4.5a6.4 6.4 0 0 0 10.1 10.1z" />`);
export const menu = glyph(svg`<path d="M4.5 7h15M4.5 12h15M4.5 17h15" />`);
export const magnifier = glyph(svg`<circle cx="11" cy="11" r="6" /><path d="m15.5 15.5 4.5 4.5" />`);

/** The sign of the app. */
export const mark = html`<svg class="mark" viewBox="0 0 32 32" aria-hidden="true">
  <rect width="32" height="32" rx="9" fill="var(--dk-accent)" />
  <g fill="none" stroke="var(--dk-on-accent)" stroke-width="2" stroke-linecap="round" stroke-linejoin="round">
    <path
      d="M9 9.5h14a1.5 1.5 0 0 1 1.5 1.5v3a2.5 2.5 0 0 0 0 5v3a1.5 1.5 0 0 1-1.5 1.5H9A1.5 1.5 0 0 1 7.5 22v-3a2.5 2.5 0 0 0 0-5v-3A1.5 1.5 0 0 1 9 9.5Z"
    />
    <path d="m12.8 16.6 2.4 2.4 4.4-4.8" />
  </g>
</svg>`;
