import type { Html } from "./html.ts";
import { html } from "./html.ts";

/** The style of the pages below, at `/page.css`. */
export const pageStyle = `
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
a { color: inherit; }
button:focus-visible, a:focus-visible { outline: 3px solid light-dark(#1a2233, #e8ebf2); outline-offset: 2px; }
`;

/** A page that the server writes itself. */
export const plainPage = (title: string, content: Html): string =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>${title}</title>
        <link rel="stylesheet" href="/page.css" />
      </head>
      <body>
        <main>
          <h1>${title}</h1>
          ${content}
        </main>
      </body>
    </html> `.markup;

/** What a browser shows at an address where nothing is. */
export const nothingHerePage = (): string =>
  plainPage(
    "There is nothing at this address",
    html`<p>The address may be incomplete, or the page has moved. <a href="/">Go to the start page</a></p>`,
  );
