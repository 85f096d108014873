import { fieldErrorsOf } from "@docket/core/contract/fault";
import type { Context, Next, ValidationTargets } from "hono";
import { createMiddleware } from "hono/factory";
import { validator } from "hono-openapi";
import type { z } from "zod";
import type { AppEnv } from "../context.ts";
import { readBody } from "./body.ts";
import { countNames, mostValues, namesTwice } from "./json.ts";
import { problem } from "./problem.ts";
import { isSafe } from "./rate-limit.ts";

const check = <T extends z.ZodType, K extends keyof ValidationTargets>(target: K, schema: T) =>
  validator(target, schema, (result) => {
    if (result.success) return;
    throw problem("request.invalid", "Some fields are not right.", fieldErrorsOf(result.error, result.data));
  });

/** JSON is UTF-8 (RFC 8259, 8.1): who says something else would be misread. */
const otherCharset = /;\s*charset\s*=\s*(?!"?utf-?8"?\s*(?:;|$))/i;

/** Reads the body if it is JSON, so that its validator gets what is there once and whole. */
const readJson = async (c: Context<AppEnv>): Promise<void> => {
  const type = c.req.header("content-type") ?? "";
  if (!isJson.test(type)) return;
  if (otherCharset.test(type)) throw problem("request.unsupported_media_type", "Send the body in UTF-8.");
  await readBody(c);
  const text = await c.req.text();
  const names = countNames(parse(text));
  if (names === null) throw problem("request.malformed", `The body has more than ${mostValues} values.`);
  if (namesTwice(text, names)) throw problem("request.malformed", "The body names a field twice.");
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

/** What a form leaves empty was not asked for. */
const dropEmpty = (c: Context<AppEnv>): void => {
  const url = new URL(c.req.url);
  const given = [...url.searchParams].filter(([, value]) => value !== "");
  if (!isSafe(c.req.method) || given.length === url.searchParams.size) return;
  url.search = new URLSearchParams(given).toString();
  c.req.raw = new Request(url, c.req.raw);
};

/** The query string, checked; unknown names are refused, and of what is read empty values are left out. */
export const query = <T extends z.ZodType>(schema: T) => {
  const checked = check("query", schema);
  const handler = (c: Context<AppEnv>, next: Next) => {
    dropEmpty(c);
    return checked(c as never, next);
  };
  // What describes the route hangs on the validator.
  return Object.assign(handler, checked) as unknown as typeof checked;
};

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
