import type { Html } from "./html.ts";
import { html } from "./html.ts";

export const notMeStyle = `
:root { color-scheme: light dark; }
body {
  margin: 0;
  font: 1rem/1.5 system-ui, sans-serif;
  color: light-dark(#1a2233, #e8ebf2);
  background: light-dark(#f4f5f8, #0d1017);
  overflow-wrap: anywhere;
}
main { max-width: 36rem; margin: 0 auto; padding: 2rem 1rem; }
h1 { font-size: 1.5rem; }
button {
  font: inherit;
  padding: 0.6rem 1.2rem;
  border: 0;
  border-radius: 0.5rem;
  color: light-dark(#ffffff, #0d1017);
  background: light-dark(#1f4fbf, #8fb0ff);
}
button:focus-visible { outline: 3px solid light-dark(#1a2233, #e8ebf2); outline-offset: 2px; }
`;

const page = (title: string, content: Html): string =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>${title}</title>
        <link rel="stylesheet" href="/not-me.css" />
      </head>
      <body>
        <main>
          <h1>${title}</h1>
          ${content}
        </main>
      </body>
    </html> `.markup;

const form = (wish: "stop" | "again", label: string): Html =>
  html`<form method="post">
    <button name="wish" value="${wish}">${label}</button>
  </form>`;

/** Asks before anything changes: programs that look for harm open every link of an email. */
export const notMePage = (email: string, deskName: string, isStopped: boolean): string =>
  isStopped
    ? page(
        "No more of these emails",
        html`<p>
            ${deskName} sends nothing to ${email} any more about requests that somebody else opens with this address.
            Your own requests are not affected.
          </p>
          ${form("again", "Send them again")}`,
      )
    : page(
        "Was this not you?",
        html`<p>
            Somebody opened a request at ${deskName} and gave ${email} as their address. If it was not you, press the
            button: nothing about such requests is sent here any more.
          </p>
          ${form("stop", "This was not me")}`,
      );

export const wrongLinkPage = (): string =>
  page("This link is not right", html`<p>Open it from the email once more, or copy it whole.</p>`);
