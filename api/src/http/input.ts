import type { FieldError } from "@docket/core/errors";
import type { Context, Next, ValidationTargets } from "hono";
import { createMiddleware } from "hono/factory";
import { validator } from "hono-openapi";
import type { z } from "zod";
import type { AppEnv } from "../context.ts";
import { readBody } from "./body.ts";
import { namesTwice } from "./json.ts";
import { problem } from "./problem.ts";

interface Issue {
  readonly message: string;
  readonly path?: ReadonlyArray<PropertyKey | { readonly key: PropertyKey }> | undefined;
  readonly code?: string;
  readonly keys?: readonly string[];
}

const pathOf = (issue: Issue): string =>
  (issue.path ?? []).map((part) => String(typeof part === "object" ? part.key : part)).join(".");

const entriesOf = (issue: Issue): FieldError[] => {
  const path = pathOf(issue);
  if (issue.code !== "unrecognized_keys" || !issue.keys) return [{ field: path, message: issue.message }];
  return issue.keys.map((key) => ({ field: path === "" ? key : `${path}.${key}`, message: "is not a field here" }));
};

/** More than anybody reads: a body has room for tens of thousands of fields that are not known. */
const mostEntries = 50;

/** One entry a field; a field that is not known gets its own entry under its own name. */
const fieldErrors = (issues: readonly Issue[]): FieldError[] => {
  const entries = new Map<string, FieldError>();
  for (const entry of issues.flatMap(entriesOf)) if (!entries.has(entry.field)) entries.set(entry.field, entry);
  return [...entries.values()].slice(0, mostEntries);
};

const check = <T extends z.ZodType, K extends keyof ValidationTargets>(target: K, schema: T) =>
  validator(target, schema, (result) => {
    if (result.success) return;
    throw problem("request.invalid", "Some fields are not right.", fieldErrors(result.error));
  });

/** Reads the body if it is JSON, so that its validator gets what is there once and whole. */
const readJson = async (c: Context<AppEnv>): Promise<void> => {
  if (!isJson.test(c.req.header("content-type") ?? "")) return;
  await readBody(c);
  const text = await c.req.text();
  const value = parse(text);
  if (namesTwice(text, value)) throw problem("request.malformed", "The body names a field twice.");
};

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    throw problem("request.malformed", "The body is not JSON.");
  }
};

/** The JSON body, checked; anything but `application/json` is refused. */
export const jsonBody = <T extends z.ZodType>(schema: T) => {
  const checked = check("json", schema);
  const handler = async (c: Context<AppEnv>, next: Next) => {
    await readJson(c);
    return checked(c as never, next);
  };
  // What describes the route hangs on the validator.
  return Object.assign(handler, checked) as unknown as typeof checked;
};

/** The query string, checked; unknown names are refused. */
export const query = <T extends z.ZodType>(schema: T) => check("query", schema);

const isJson = /^application\/(?:[a-z0-9.+-]+\+)?json\s*(?:;|$)/i;

/** Refuses a body that is not JSON before anything reads it. `except` are the paths that take files. */
export const requireJson = (except: readonly string[]) =>
  createMiddleware<AppEnv>(async (c, next) => {
    const type = c.req.header("content-type");
    const hasBody = c.req.header("transfer-encoding") !== undefined || Number(c.req.header("content-length") ?? 0) > 0;
    if (hasBody && !except.includes(c.req.path) && !isJson.test(type ?? "")) {
      throw problem("request.unsupported_media_type", "Send the body as application/json.");
    }
    return next();
  });
