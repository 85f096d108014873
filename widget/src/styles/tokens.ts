import { css } from "lit";

/**
 * The design tokens. A root element (`docket-widget`, the dashboard's root) takes this sheet; everything
 * below inherits. `--docket-*` is what a host page may set; `--dk-*` is what our own styles read.
 */
export const tokens = css`
  :host {
    color-scheme: var(--docket-color-scheme, light dark);

    --dk-accent: var(--docket-accent, light-dark(#0b6462, #6fd0c8));
    --dk-on-accent: var(--docket-on-accent, light-dark(#ffffff, #06211f));
    --dk-accent-hover: color-mix(in oklch, var(--dk-accent), light-dark(black, white) 14%);
    --dk-accent-soft: color-mix(in oklab, var(--dk-accent) 11%, var(--dk-surface));

    --dk-canvas: light-dark(#f4f6f5, #101514);
    --dk-surface: light-dark(#ffffff, #181f1e);
    --dk-surface-2: light-dark(#f3f5f4, #212a28);
    --dk-surface-3: light-dark(#e6ebe9, #2c3735);
    --dk-line: light-dark(#dfe5e3, #2f3a38);
    --dk-line-strong: light-dark(#8a9794, #6f7f7b);
    --dk-text: light-dark(#17211f, #e8eeec);
    --dk-text-2: light-dark(#51605c, #a6b4b0);

    --dk-blue: light-dark(#1c5a99, #8fc0f2);
    --dk-blue-soft: light-dark(#e4effa, #1b3048);
    --dk-green: light-dark(#1e6b3a, #86d5a1);
    --dk-green-soft: light-dark(#e2f3e7, #173524);
    --dk-amber: light-dark(#845003, #f0c06b);
    --dk-amber-soft: light-dark(#fcf0d8, #3c2d11);
    --dk-red: light-dark(#a92a22, #f5a29b);
    --dk-red-soft: light-dark(#fbe7e5, #43201d);
    --dk-violet: light-dark(#63409c, #c8b0f2);
    --dk-violet-soft: light-dark(#efe9f9, #32264a);
    --dk-note: light-dark(#fff7df, #332b14);
    --dk-note-line: light-dark(#ecd58d, #5e4f22);

    --dk-focus: var(--docket-focus, light-dark(#0b6462, #8ce5dd));
    --dk-shadow-1: 0 1px 2px light-dark(rgb(15 30 27 / 0.08), rgb(0 0 0 / 0.4));
    --dk-shadow-2:
      0 2px 6px light-dark(rgb(15 30 27 / 0.08), rgb(0 0 0 / 0.4)),
      0 16px 48px light-dark(rgb(15 30 27 / 0.18), rgb(0 0 0 / 0.55));

    --dk-font: var(
      --docket-font,
      ui-sans-serif,
      system-ui,
      -apple-system,
      "Segoe UI",
      Roboto,
      "Helvetica Neue",
      "Noto Sans",
      Arial,
      sans-serif
    );
    --dk-mono: ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, monospace;
    --dk-text-s: 13px;
    --dk-text-m: 15px;
    --dk-text-input: 16px;
    --dk-text-l: 18px;
    --dk-text-xl: 22px;

    --dk-1: 4px;
    --dk-2: 8px;
    --dk-3: 12px;
    --dk-4: 16px;
    --dk-5: 24px;
    --dk-6: 32px;
    --dk-radius: var(--docket-radius, 10px);
    --dk-radius-s: calc(var(--dk-radius) * 0.6);
    --dk-radius-l: calc(var(--dk-radius) * 1.6);
    --dk-quick: 120ms;
  }
`;
