import { limits } from "@docket/core/limits";
import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { createMiddleware } from "hono/factory";
import { apiKeyRoutes } from "./api-keys/routes.ts";
import { attachmentRoutes } from "./attachments/routes.ts";
import { authRoutes } from "./auth/routes.ts";
import { categoryRoutes } from "./categories/routes.ts";
import { chatRoutes } from "./chat/routes.ts";
import type { AppEnv } from "./context.ts";
import { healthRoutes } from "./health-routes.ts";
import { admit } from "./http/admit.ts";
import { fail } from "./http/fail.ts";
import { secureHeaders } from "./http/headers.ts";
import { requireJson } from "./http/input.ts";
import { openapiRoutes } from "./http/openapi.ts";
import { cors } from "./http/origin.ts";
import { problem, problemResponse } from "./http/problem.ts";
import { identityLinkRoutes } from "./identity-links/routes.ts";
import { installRoutes } from "./integrations/install-routes.ts";
import { integrationRoutes } from "./integrations/routes.ts";
import { outboxRoutes } from "./outbox/routes.ts";
import { invitationRoutes } from "./people/invitation-routes.ts";
import { meRoutes } from "./people/me-routes.ts";
import { peopleRoutes } from "./people/routes.ts";
import { liveRoutes } from "./realtime/routes.ts";
import { siteRoutes } from "./sites/routes.ts";
import { ticketRoutes } from "./tickets/routes.ts";
import { widgetRoutes } from "./widget/routes.ts";

const uploads = ["/api/v1/attachments"];
const jsonBytes = 256 * 1024;

/** Gives each request an id, and says in the log how it went. */
const traced = createMiddleware<AppEnv>(async (c, next) => {
  const began = c.env.clock.now();
  const requestId = crypto.randomUUID();
  c.set("requestId", requestId);
  await next();
  c.res.headers.set("x-request-id", requestId);
  c.env.log.info("request", {
    requestId,
    method: c.req.method,
    path: c.req.path,
    status: c.res.status,
    ms: c.env.clock.now() - began,
  });
});

const limited = (bytes: number, code: "request.too_large" | "attachment.too_large") =>
  bodyLimit({
    maxSize: bytes,
    onError: () => {
      throw problem(code, `This may have at most ${bytes} bytes.`);
    },
  });

const fileLimit = limited(limits.fileBytes, "attachment.too_large");
const jsonLimit = limited(jsonBytes, "request.too_large");
const bodyLimits = createMiddleware<AppEnv>((c, next) =>
  (uploads.includes(c.req.path) ? fileLimit : jsonLimit)(c, next),
);

/** `/api/v1`: everything that the OpenAPI document describes. */
export const createApi = (): Hono<AppEnv> =>
  new Hono<AppEnv>()
    .use(cors)
    .use(bodyLimits)
    .use(requireJson(uploads))
    .use(admit)
    .route("/", meRoutes())
    .route("/", categoryRoutes())
    .route("/", ticketRoutes())
    .route("/", attachmentRoutes())
    .route("/", peopleRoutes())
    .route("/", invitationRoutes())
    .route("/", siteRoutes())
    .route("/", apiKeyRoutes())
    .route("/", identityLinkRoutes())
    .route("/", integrationRoutes())
    .route("/", chatRoutes())
    .route("/", widgetRoutes())
    .route("/", outboxRoutes())
    .route("/", liveRoutes());

/**
 * The whole desk as one handler of web requests. The services come with each request as Hono bindings:
 * `app.fetch(request, services)`. `more` are the routes that only one platform has.
 */
export const createApp = (more: readonly Hono<AppEnv>[] = []): Hono<AppEnv> => {
  const app = new Hono<AppEnv>();
  app.use(traced).use(secureHeaders);
  app.route("/", healthRoutes());
  app.route("/", authRoutes());
  app.route("/", openapiRoutes(createApi));
  app.route("/", installRoutes());
  app.route("/api/v1", createApi());
  for (const routes of more) app.route("/", routes);
  app.notFound((c) =>
    problemResponse(problem("route.not_found", "There is nothing at this address."), c.get("requestId")),
  );
  app.onError(fail);
  return app;
};
