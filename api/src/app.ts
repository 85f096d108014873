import { limits } from "@docket/core/limits";
import { withoutEnd } from "@docket/core/text/without-end";
import type { Context } from "hono";
import { Hono } from "hono";
import { createMiddleware } from "hono/factory";
import { getPath } from "hono/utils/url";
import { apiKeyRoutes } from "./api-keys/routes.ts";
import { attachmentRoutes } from "./attachments/routes.ts";
import { authRoutes } from "./auth/routes.ts";
import { categoryRoutes } from "./categories/routes.ts";
import { chatRoutes } from "./chat/routes.ts";
import type { AppEnv } from "./context.ts";
import { draftRoutes } from "./drafts/routes.ts";
import { healthRoutes } from "./health-routes.ts";
import { notMeRoutes } from "./email/not-me-routes.ts";
import { admit } from "./http/admit.ts";
import { Bodies, bodyLimit } from "./http/body.ts";
import { fail } from "./http/fail.ts";
import { secureHeaders } from "./http/headers.ts";
import { inTurn } from "./http/in-turn.ts";
import { requireJson } from "./http/input.ts";
import { openapiRoutes } from "./http/openapi.ts";
import { cors } from "./http/origin.ts";
import { nothingHerePage, pageStyle } from "./http/plain-page.ts";
import { problem, problemResponse } from "./http/problem.ts";
import { identityLinkRoutes } from "./identity-links/routes.ts";
import { installRoutes } from "./integrations/install-routes.ts";
import { integrationRoutes } from "./integrations/routes.ts";
import { outboxRoutes } from "./outbox/routes.ts";
import { invitationRoutes } from "./people/invitation-routes.ts";
import { meRoutes } from "./people/me-routes.ts";
import { peopleRoutes } from "./people/routes.ts";
import { readMarkRoutes } from "./read-marks/routes.ts";
import { liveRoutes } from "./realtime/routes.ts";
import { sessionRoutes } from "./sessions/routes.ts";
import { siteRoutes } from "./sites/routes.ts";
import { ticketRoutes } from "./tickets/routes.ts";
import { widgetRoutes } from "./widget/routes.ts";

const uploads = ["/api/v1/attachments"];
const fileLimit = { bytes: limits.fileBytes, code: "attachment.too_large" } as const;
const jsonLimit = { bytes: 256 * 1024, code: "request.too_large" } as const;
const signInLimit = { bytes: 16 * 1024, code: "request.too_large" } as const;
/** What Slack sends is far smaller. */
const hookLimit = { bytes: 1024 * 1024, code: "request.too_large" } as const;

/** The first that a path begins with counts; nothing else reads a body at all. */
const bodyLimits = [
  ["/api/v1/attachments", fileLimit],
  ["/api/auth/", signInLimit],
  ["/api/", jsonLimit],
  ["/hooks/", hookLimit],
  ["/not-me", signInLimit],
] as const;

const limitOf = (path: string) => bodyLimits.find(([prefix]) => path.startsWith(prefix))?.[1] ?? fileLimit;

const watched = new Set(["/healthz", "/readyz"]);

/** An id has 31 characters; what is longer may be a token that somebody put into an address. */
const withoutSecrets = (path: string): string => path.replaceAll(/[\w%~-]{32,}/g, "(hidden)");

/** Gives each request an id, and says in the log how it went. */
const traced = createMiddleware<AppEnv>(async (c, next) => {
  const began = c.env.clock.now();
  const requestId = crypto.randomUUID();
  c.set("requestId", requestId);
  await next();
  c.res.headers.set("x-request-id", requestId);
  // Whoever watches the desk asks every few seconds.
  if (watched.has(c.req.path) && c.res.ok) return;
  c.env.log.info("request", {
    requestId,
    method: c.req.method,
    path: withoutSecrets(c.req.path),
    status: c.res.status,
    ms: c.env.clock.now() - began,
  });
});

/** Whether somebody opens an address in a browser, and not a program. */
const isVisit = ({ req: request }: Context<AppEnv>): boolean =>
  request.method === "GET" &&
  !request.path.startsWith("/api/") &&
  (request.header("accept")?.startsWith("text/html") ?? false);

/** In the API a slash at the end says nothing. A page or a file has one address. */
const pathOf = (request: Request): string => {
  const path = getPath(request);
  return path.startsWith("/api/") ? withoutEnd(path, "/") : path;
};

const live = "/api/v1/live";

/** A socket opens at one address alone: what asks for one elsewhere expects something that does not come. */
const noOtherSockets = createMiddleware<AppEnv>((c, next) => {
  const isSocket = c.req.header("upgrade")?.toLowerCase() === "websocket";
  if (isSocket && (!c.req.path.endsWith(live) || c.req.method !== "GET")) {
    throw problem("request.malformed", `The only WebSocket is GET ${live}.`);
  }
  return next();
});

/** More than any address of the desk has; taking a query string apart costs far more than receiving it. */
const mostParameters = 200;

/** Refuses an address with more parameters than anything here reads, before anybody takes it apart. */
const fewParameters = createMiddleware<AppEnv>((c, next) => {
  if (c.req.url.split("&", mostParameters + 1).length > mostParameters) {
    throw problem("request.malformed", `An address has at most ${mostParameters} parameters.`);
  }
  return next();
});

/** `/api/v1`: everything that the OpenAPI document describes. */
export const createApi = (): Hono<AppEnv> =>
  new Hono<AppEnv>()
    .use(cors)
    .use(requireJson(uploads))
    .use(admit)
    .route("/", meRoutes())
    .route("/", sessionRoutes())
    .route("/", categoryRoutes())
    .route("/", ticketRoutes())
    .route("/", draftRoutes())
    .route("/", readMarkRoutes())
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
  const app = new Hono<AppEnv>({ getPath: pathOf });
  app.use(traced).use(secureHeaders).use(noOtherSockets).use(fewParameters).use(bodyLimit(limitOf, new Bodies()));
  // Whoever watches the desk waits for nobody.
  app.route("/", healthRoutes());
  app.use(inTurn);
  app.route("/", authRoutes());
  app.route("/", openapiRoutes(createApi));
  app.route("/", installRoutes());
  app.route("/", notMeRoutes());
  app.route("/api/v1", createApi());
  for (const routes of more) app.route("/", routes);
  app.get("/page.css", (c) => c.body(pageStyle, 200, { "content-type": "text/css; charset=utf-8" }));
  app.notFound((c) =>
    isVisit(c)
      ? c.html(nothingHerePage(), 404)
      : problemResponse(problem("route.not_found", "There is nothing at this address."), c.get("requestId")),
  );
  app.onError(fail);
  return app;
};
