import { Hono } from "hono";
import { etag } from "hono/etag";
import { createMiddleware } from "hono/factory";
import { generateSpecs } from "hono-openapi";
import type { AppEnv } from "../context.ts";
import type { ReferenceDocument } from "./reference-document.ts";
import { referencePage } from "./reference-page.ts";
import { sha256 } from "../platform/digest.ts";
import { referenceStyle } from "./reference-style.ts";

/** The OpenAPI document of the API, generated from its routes. */
export const openapiDocument = async (createApi: () => Hono<AppEnv>) => {
  const document = await generateSpecs(new Hono<AppEnv>().route("/api/v1", createApi()), {
    defaultValidationErrorResponse: false,
    documentation: {
      openapi: "3.1.0",
      info: {
        title: "Docket API",
        version: "1",
        description:
          "The API of a Docket desk. Errors are problem documents (RFC 9457). Lists page by cursor. " +
          "Every POST takes an Idempotency-Key. A resource you may not see is 404; an action you may not do is 403.",
        license: { name: "MIT", identifier: "MIT" },
      },
      components: {
        securitySchemes: {
          session: { type: "apiKey", in: "cookie", name: "docket_session" },
          bearer: { type: "http", scheme: "bearer" },
        },
      },
    },
  });
  return document;
};

/** The same for everybody until the next build: whoever has it asks whether it has changed. */
const asked = createMiddleware<AppEnv>(async (c, next) => {
  await next();
  c.header("cache-control", "no-cache");
});

/** Text with the tag by which whoever has it knows it, so that it is not hashed for each who asks. */
interface Tagged {
  readonly body: string;
  readonly tag: string;
}

const tagged = async (body: string): Promise<Tagged> => ({ body, tag: `"${await sha256(body)}"` });

/** `/api/v1/openapi.json` and the page at `/docs` that shows it to people. */
export const openapiRoutes = (createApi: () => Hono<AppEnv>): Hono<AppEnv> => {
  let document: ReturnType<typeof openapiDocument> | null = null;
  let text: Promise<Tagged> | null = null;
  let page: Promise<Tagged> | null = null;
  const load = () => (document ??= openapiDocument(createApi));
  const showPage = async (baseUrl: string) =>
    tagged(await referencePage((await load()) as unknown as ReferenceDocument, baseUrl));
  return new Hono<AppEnv>()
    .get("/api/v1/openapi.json", asked, etag(), async (c) => {
      const { body, tag } = await (text ??= load().then((loaded) => tagged(JSON.stringify(loaded))));
      return c.body(body, 200, { "content-type": "application/json", etag: tag });
    })
    .get("/docs", asked, etag(), async (c) => {
      const { body, tag } = await (page ??= showPage(c.env.config.baseUrl));
      return c.html(body, 200, { etag: tag });
    })
    .get("/docs/style.css", asked, etag(), (c) =>
      c.body(referenceStyle, 200, { "content-type": "text/css; charset=utf-8" }),
    );
};
