import { withoutEnd } from "@docket/core/text/without-end";
import type { TemplateResult } from "lit";
import { html } from "lit";

const address = /https?:\/\/[^\s<>"]+/gi;

/** Punctuation that ends the sentence and not the address; a closing bracket stays when it was opened inside. */
const trimmed = (match: string): string => {
  const url = withoutEnd(match, ".,;:!?'*_~");
  let unopened = url.split(")").length - url.split("(").length;
  let end = url.length;
  for (; unopened > 0 && url.charAt(end - 1) === ")"; unopened--) end--;
  return url.slice(0, end);
};

const link = (url: string): TemplateResult =>
  html`<a href=${url} target="_blank" rel="noopener noreferrer nofollow">${url}</a>`;

/** Text of people as nodes: web addresses become links, everything else stays the text that it is. */
export const textNodes = (text: string): readonly (string | TemplateResult)[] => {
  const nodes: (string | TemplateResult)[] = [];
  let end = 0;
  for (const match of text.matchAll(address)) {
    const url = trimmed(match[0]);
    if (!URL.canParse(url)) continue;
    if (match.index > end) nodes.push(text.slice(end, match.index));
    nodes.push(link(url));
    end = match.index + url.length;
  }
  if (end < text.length) nodes.push(text.slice(end));
  return nodes;
};
