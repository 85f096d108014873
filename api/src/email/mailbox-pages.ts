import { toIso } from "@docket/core/time";
import type { Html } from "../http/html.ts";
import { html } from "../http/html.ts";
import type { KeptLetter } from "./mailbox.ts";

const page = (title: string, content: Html): string =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        <link rel="stylesheet" href="/dev/mailbox.css" />
      </head>
      <body>
        <main>${content}</main>
      </body>
    </html> `.markup;

const time = (at: number): Html => {
  const iso = toIso(at);
  return html`<time datetime="${iso}">${iso.slice(0, 16).replace("T", " ")} UTC</time>`;
};

const address = /https?:\/\/[^\s<>"]*[^\s<>"'.,:;!?)\]]/g;

/** Text in which addresses of pages can be followed. */
const linked = (text: string): readonly Html[] => {
  const links = Array.from(text.matchAll(address));
  const ends = [0, ...links.map((found) => found.index + found[0].length)];
  return [
    ...links.map(
      ({ 0: url, index }, i) => html`${text.slice(ends[i], index)}<a href="${url}" rel="noreferrer">${url}</a>`,
    ),
    html`${text.slice(ends.at(-1))}`,
  ];
};

/** The list of all letters. */
export const listPage = (letters: readonly KeptLetter[]): string =>
  page(
    "Mailbox",
    html`<h1>Mailbox</h1>
      <p class="quiet">What this desk would have sent by email. Set <code>POSTMARK_TOKEN</code> to send it.</p>
      ${
        letters.length === 0
          ? html`<p>No emails yet.</p>`
          : html`<ol class="letters">
              ${letters.map(
                ({ id, subject, to, at }) =>
                  html`<li>
                    <a href="/dev/mailbox/${id}"><strong>${subject}</strong><span>${to}</span>${time(at)}</a>
                  </li>`,
              )}
            </ol>`
      }`,
  );

const headersOf = ({
  to,
  messageId,
  inReplyTo,
  references,
  headers,
}: KeptLetter): readonly (readonly [string, string])[] => [
  ["To", to],
  ["Message-ID", `<${messageId}>`],
  ...(inReplyTo === null ? [] : ([["In-Reply-To", `<${inReplyTo}>`]] as const)),
  ...(references.length === 0 ? [] : ([["References", references.map((one) => `<${one}>`).join(" ")]] as const)),
  ...Object.entries(headers),
];

/** One letter. Its markup is shown in a frame in which nothing runs. */
export const letterPage = (letter: KeptLetter): string =>
  page(
    letter.subject,
    html`<p><a href="/dev/mailbox">All emails</a></p>
      <h1>${letter.subject}</h1>
      <dl>
        <dt>Sent</dt>
        <dd>${time(letter.at)}</dd>
        ${headersOf(letter).map(
          ([name, value]) =>
            html`<dt>${name}</dt>
              <dd>${value}</dd>`,
        )}
      </dl>
      <h2>Text</h2>
      <div class="text"><span>${linked(letter.text)}</span></div>
      <h2>HTML</h2>
      <iframe sandbox title="The letter as HTML" src="/dev/mailbox/${letter.id}/html"></iframe>`,
  );

/** What is shown for a letter that is not there, or no longer. */
export const missingPage = (): string =>
  page(
    "No such letter",
    html`<h1>No such letter</h1>
      <p><a href="/dev/mailbox">All emails</a></p>`,
  );
