import { html } from "hono/html";
import { accessWords } from "./reference-access.ts";
import type { Operation, ReferenceDocument, Route } from "./reference-document.ts";
import { nameOf, resolve, routesByTag } from "./reference-document.ts";
import { curlExample } from "./reference-example.ts";
import type { Piece } from "./reference-schema.ts";
import { contentOf, fieldsOf, parametersOf, prose, schemaAnchor, schemasOf } from "./reference-schema.ts";

const tagAnchor = (tag: string): string => `tag-${tag.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-")}`;

const bodySection = (document: ReferenceDocument, { requestBody }: Operation): Piece | "" => {
  if (!requestBody) return "";
  const schema = requestBody.content["application/json"]?.schema;
  const properties = schema && resolve(document, schema).properties;
  return html`<h4>Body</h4>
    <p class="type">${contentOf(requestBody.content)}</p>
    ${schema && properties ? fieldsOf(resolve(document, schema)) : ""}`;
};

const statusWords: Readonly<Record<string, string>> = { "4XX": "4xx", "5XX": "5xx" };

const answersSection = ({ responses, summary }: Operation): Piece =>
  html`<h4>Answers</h4>
    <dl class="answers">
      ${Object.entries(responses).map(
        ([status, { description, content }]) =>
          html`<div>
            <dt><code>${statusWords[status] ?? status}</code></dt>
            <dd>
              ${content ? contentOf(content) : "no content"}${
                description === undefined || description === summary ? "" : html`: ${description}`
              }
            </dd>
          </div>`,
      )}
    </dl>`;

const article = (document: ReferenceDocument, baseUrl: string, route: Route): Piece => {
  const { method, path, operation, anchor } = route;
  const parameters = operation.parameters ?? [];
  return html`<article class="card" id="${anchor}">
    <h3>${operation.summary ?? path}</h3>
    <p class="route"><span class="method ${method.toLowerCase()}">${method}</span> <code>${path}</code></p>
    ${operation.description === undefined ? "" : html`<p>${prose(operation.description)}</p>`}
    <p class="access"><strong>Who:</strong> ${prose(accessWords(operation["x-access"]))}</p>
    ${
      parameters.length === 0
        ? ""
        : html`<h4>Parameters</h4>
            ${parametersOf(parameters)}`
    }
    ${bodySection(document, operation)} ${answersSection(operation)}
    <h4>Example</h4>
    <pre><code>${curlExample(document, baseUrl, route)}</code></pre>
  </article>`;
};

const contents = (document: ReferenceDocument): Piece =>
  html`<nav aria-label="Contents">
    <ul>
      <li><a href="#basics">Basics</a></li>
      ${[...routesByTag(document)].map(
        ([tag, routes]) =>
          html`<li>
            <a href="#${tagAnchor(tag)}">${tag}</a>
            <ul>
              ${routes.map(({ anchor, method, operation, path }) => {
                const label = operation.summary ?? path;
                return html`<li>
                  <a href="#${anchor}"><span class="method ${method.toLowerCase()}">${method}</span> ${label}</a>
                </li>`;
              })}
            </ul>
          </li>`,
      )}
      <li>
        <a href="#schemas">Schemas</a>
        <ul>
          ${Object.keys(document.components.schemas)
            .toSorted((a, b) => a.localeCompare(b, "en"))
            .map((name) => html`<li><a href="#${schemaAnchor(name)}">${name}</a></li>`)}
        </ul>
      </li>
    </ul>
  </nav>`;

const problemLink = (document: ReferenceDocument): Piece => {
  const name = nameOf({ $ref: "#/components/schemas/Problem" }) ?? "";
  return name in document.components.schemas ? html`<a href="#${schemaAnchor(name)}">${name}</a>` : html`problem`;
};

const basics = (document: ReferenceDocument, baseUrl: string): Piece =>
  html`<section id="basics" aria-labelledby="basics-title">
    <h2 id="basics-title">Basics</h2>
    <div class="card">
      <h3>Sessions</h3>
      <p>
        A browser is known by its session cookie. Everything else sends the token of a session, which comes in the
        header
        <code>set-auth-token</code> when you sign in:
      </p>
      <pre><code>${`curl -i "${baseUrl}/api/auth/sign-in/email" \\
  -H "Content-Type: application/json" \\
  -d '{"email": "nora@example.com", "password": "…"}'

curl "${baseUrl}/api/v1/me" -H "Authorization: Bearer $DOCKET_TOKEN"`}</code></pre>
      <h3>API keys</h3>
      <p>
        A program sends a key in the same way, <code>Authorization: Bearer dk_…</code>. It acts in the key's own name,
        within its scopes: <code>tickets:read</code> and <code>tickets:write</code> reach tickets, their messages and
        files, and <code>chat</code> is for the bots. A key has no account of its own and is nobody's assignee, so it
        cannot ask who it is, or claim a ticket. Admins make keys under <em>Settings</em>, <em>API keys</em>.
      </p>
      <h3>Errors</h3>
      <p>
        Whatever goes wrong is answered with a ${problemLink(document)}. Its <code>code</code> never changes its
        meaning; <code>detail</code> is a sentence for people, and <code>errors</code> names the fields that are not
        right. What you may not see is <code>404</code>; what you may see but not do is <code>403</code>.
      </p>
      <h3>Writing</h3>
      <p>
        Send an <code>Idempotency-Key</code> with a <code>POST</code> and you may repeat it: it takes effect once. Send
        the version that you saw as <code>If-Match</code> when you change or delete something, and you overwrite nobody.
      </p>
      <h3>Lists</h3>
      <p>
        A list comes in pages. Pass its <code>nextCursor</code> as <code>cursor</code> to get the next one;
        <code>null</code> says that there is none.
      </p>
      <h3>Limits</h3>
      <p>
        After too many requests the answer is <code>429</code>, and <code>Retry-After</code> says how many seconds to
        wait.
      </p>
    </div>
  </section>`;

/**
 * The page on which developers read the OpenAPI document. Everything is rendered here: it needs no script, and its
 * style sheet is `reference-style.ts`.
 */
export const referencePage = async (document: ReferenceDocument, baseUrl: string): Promise<string> => {
  const { title, version, description = "" } = document.info;
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>${title}</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/docs/style.css" />
      </head>
      <body>
        <a class="skip" href="#content">Skip to the content</a>
        <header>
          <h1>${title} <span class="note">version ${version}</span></h1>
          <p>${prose(description)}</p>
          <p><a href="/api/v1/openapi.json">The OpenAPI document as JSON</a></p>
        </header>
        ${contents(document)}
        <main id="content" tabindex="-1">
          ${basics(document, baseUrl)}
          ${[...routesByTag(document)].map(
            ([tag, routes]) =>
              html`<section id="${tagAnchor(tag)}" aria-labelledby="${tagAnchor(tag)}-title">
                <h2 id="${tagAnchor(tag)}-title">${tag}</h2>
                ${routes.map((route) => article(document, baseUrl, route))}
              </section>`,
          )}
          <section id="schemas" aria-labelledby="schemas-title">
            <h2 id="schemas-title">Schemas</h2>
            ${schemasOf(document)}
          </section>
        </main>
      </body>
    </html>`;
  return String(await page);
};
