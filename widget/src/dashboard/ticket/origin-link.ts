import type { TicketOrigin } from "@docket/core/tickets/ticket";
import { msg, str } from "@lit/localize";
import { html } from "lit";
import { sourceText } from "./source-text.ts";

/** The message of a chat that a ticket was made from. What is no web address stays text. */
export const originLink = ({ platform, url }: TicketOrigin) => {
  const text = msg(str`Created from a ${sourceText(platform)} message`);
  return /^https?:\/\//i.test(url)
    ? html`<a href=${url} target="_blank" rel="noopener noreferrer">${text}</a>`
    : html`<span>${text}</span>`;
};
