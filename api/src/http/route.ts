import { emailsDelayed, emailsHeader } from "@docket/core/emails-delayed";
import type { DeskAction } from "@docket/core/permissions/actions";
import { can } from "@docket/core/permissions/can";
import type { Context, MiddlewareHandler } from "hono";
import { createMiddleware } from "hono/factory";
import { describeRoute, resolver } from "hono-openapi";
import type { z } from "zod";
import { problem as problemSchema } from "@docket/core/contract/problem";
import type { AppEnv } from "../context.ts";
import { sha256 } from "../platform/digest.ts";
import { readBody } from "./body.ts";
import { hasKey } from "./credential.ts";
import { compareAttempt } from "./idempotency.ts";
import type { KnownRefusal } from "./identify.ts";
import { readIfMatch } from "./if-match.ts";
import { channelOff, chatDisconnected, denied, problem, siteOff } from "./problem.ts";
import { isSafe } from "./rate-limit.ts";

/**
 * Who may call a route: everybody, everybody who is known (the verb then asks `can` with the ticket at
 * hand), or those who may do one thing with the desk.
 */
export type Access = "public" | "known" | DeskAction;

interface RouteSpec {
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  readonly access: Access;
  readonly status?: 200 | 201 | 204;
  /** It takes the version that the change was made on as If-Match, which its verb finds in the call. */
  readonly versioned?: boolean;
  /** It takes an idempotency key: every POST of somebody who is known. */
  readonly once?: boolean;
  /**
   * The media type of a body that is not JSON, which its handler takes as it flows, and then calls `compareAttempt`; a JSON
   * body is described by `jsonBody`.
   */
  readonly takes?: string;
  /** An email goes out for it, and the answer says when that is delayed. */
  readonly mails?: boolean;
  /** The shape of the answer; none with 204. */
  readonly answer?: z.ZodType;
  /** The media type of an answer that is not JSON. */
  readonly media?: string;
}

const problemContent = { "application/problem+json": { schema: resolver(problemSchema) } };
const failures = {
  "4XX": { description: "A problem that the caller can do something about", content: problemContent },
  "5XX": { description: "A problem of the desk", content: problemContent },
};

const header = (name: string, description: string) => ({
  in: "header" as const,
  name,
  description,
  schema: { type: "string" as const },
});

const headersOf = ({ versioned, once }: RouteSpec) => [
  ...(versioned
    ? [header("If-Match", "The version you saw; a newer one is refused with `ticket.stale_version` or its like.")]
    : []),
  ...(once ? [header("Idempotency-Key", "8 to 200 visible characters; the same key takes effect once.")] : []),
];

const mailsHeader = {
  [emailsHeader]: {
    description: `\`${emailsDelayed}\` while no emails go out: the one for this comes late. Not there while they do, nor before the first one has failed.`,
    schema: { type: "string" as const, enum: [emailsDelayed] },
  },
};

const binary = { type: "string" as const, format: "binary" };

const answerContent = ({ answer, media }: RouteSpec) => {
  if (media !== undefined) return { content: { [media]: { schema: binary } } };
  return answer ? { content: { "application/json": { schema: resolver(answer) } } } : {};
};

/** Describes a route in the OpenAPI document and guards it. Every route of the API begins with this. */
export const route = (spec: RouteSpec): [MiddlewareHandler, MiddlewareHandler<AppEnv>] => [
  describeRoute({
    tags: [spec.tag],
    summary: spec.summary,
    ...(spec.description ? { description: spec.description } : {}),
    parameters: headersOf(spec),
    ...(spec.takes ? { requestBody: { required: true, content: { [spec.takes]: { schema: binary } } } } : {}),
    ...({ "x-access": spec.access } as object),
    ...(spec.access === "public" ? {} : { security: [{ session: [] }, { bearer: [] }] }),
    responses: {
      [spec.status ?? 200]: {
        description: spec.summary,
        ...(spec.mails ? { headers: mailsHeader } : {}),
        ...answerContent(spec),
      },
      ...failures,
    },
  }),
  guard(spec),
];

const unknownKey = "The desk knows no such API key: it may be mistyped, or of another desk.";

const refusals: Readonly<Record<KnownRefusal, string>> = {
  "auth.not_linked": "This account of the chat is not linked to anybody who works here.",
  "auth.not_active": "Whoever this account of the chat is linked to does not work here any more.",
  "auth.key_expired": "This API key has expired. An admin can make a new one.",
  "auth.key_revoked": "This API key was revoked. An admin can make a new one.",
  "integration.disconnected": chatDisconnected,
  "channel.off": channelOff,
  "site.off": siteOff,
};

/** What an id or the number of a ticket is written with. */
const nameable = /^[\w#-]{1,100}$/;

/** Nothing is looked for that no name can be, such as what the database takes for the end of a text. */
const checkNames = (c: Context<AppEnv>): void => {
  if (!Object.values(c.req.param()).every((name) => nameable.test(name))) {
    throw problem("resource.not_found", "There is nothing of this name.");
  }
};

const guard = ({ access, versioned = false, takes }: RouteSpec): MiddlewareHandler<AppEnv> =>
  createMiddleware<AppEnv>(async (c, next) => {
    const call = c.get("call");
    const { actor, caller } = call;
    const proceed = async () => {
      checkNames(c);
      if (!isSafe(c.req.method)) c.set("call", { ...call, ifMatch: readIfMatch(c, versioned) });
      // The body is read only for those who may do this, however large a body others send.
      const isCompared = takes === undefined && c.get("attempt") !== null;
      if (isCompared) await compareAttempt(c, await sha256(new Uint8Array(await readBody(c))));
      return next();
    };
    if (access === "public") return proceed();
    const refusal = c.get("refusal");
    // Who has disconnected a chat connects it again from there.
    const isOfUse = refusal === "integration.disconnected" && access === "integration.manage";
    if (refusal !== null && !isOfUse) throw problem(refusal, refusals[refusal]);
    if (actor.kind === "anonymous") {
      throw caller === null
        ? problem("auth.required", "This needs a session.")
        : problem("auth.invalid_session", hasKey(c) ? unknownKey : "This session has ended.");
    }
    if (access !== "known" && !can(actor, access)) throw denied();
    return proceed();
  });
