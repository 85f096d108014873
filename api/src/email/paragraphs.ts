import type { Html } from "../http/html.ts";
import { html } from "../http/html.ts";

/** A part of a letter, from which both of its versions are made. */
export type Paragraph =
  | { readonly kind: "words"; readonly text: string }
  /** What somebody wrote, as they wrote it. */
  | { readonly kind: "quote"; readonly text: string }
  | { readonly kind: "list"; readonly items: readonly string[] }
  | { readonly kind: "link"; readonly label: string; readonly url: string }
  /** Something to copy. */
  | { readonly kind: "code"; readonly text: string };

export const words = (text: string): Paragraph => ({ kind: "words", text });
export const quote = (text: string): Paragraph => ({ kind: "quote", text });
export const list = (items: readonly string[]): Paragraph => ({ kind: "list", items });
export const link = (label: string, url: string): Paragraph => ({ kind: "link", label, url });
export const code = (text: string): Paragraph => ({ kind: "code", text });

const plain = (paragraph: Paragraph): string => {
  switch (paragraph.kind) {
    case "list":
      return paragraph.items.map((item) => `- ${item}`).join("\n");
    case "link":
      return `${paragraph.label}:\n${paragraph.url}`;
    default:
      return paragraph.text;
  }
};

/** Mail readers drop style sheets, so the few styles there are stand on the elements. */
const marked = (paragraph: Paragraph): Html => {
  switch (paragraph.kind) {
    case "words":
      return html`<p>${paragraph.text}</p>`;
    case "quote":
      return html`<blockquote style="margin: 16px 0; padding-left: 12px; border-left: 3px solid #8a94a6">
        <span style="white-space: pre-wrap">${paragraph.text}</span>
      </blockquote>`;
    case "list":
      return html`<ul>
        ${paragraph.items.map((item) => html`<li>${item}</li>`)}
      </ul>`;
    case "link":
      return html`<p><a href="${paragraph.url}">${paragraph.label}</a></p>`;
    case "code":
      return html`<p style="font: 600 24px monospace; letter-spacing: 4px">${paragraph.text}</p>`;
  }
};

/** The two versions of a letter. They say the same. */
export const toBodies = (
  paragraphs: readonly Paragraph[],
  signature: string,
): { readonly text: string; readonly html: string } => ({
  text: `${[...paragraphs.map(plain), `-- \n${signature}`].join("\n\n")}\n`,
  html: html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <meta name="color-scheme" content="light dark" />
      </head>
      <body style="font: 16px/1.5 system-ui, sans-serif; max-width: 40em; overflow-wrap: anywhere">
        ${paragraphs.map(marked)}
        <p style="opacity: 0.7">${signature}</p>
      </body>
    </html> `.markup,
});
