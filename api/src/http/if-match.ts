import { fieldError } from "@docket/core/field-errors";
import type { Context } from "hono";
import type { AppEnv } from "../context.ts";
import { problem } from "./problem.ts";

/**
 * The version in If-Match; null when there is none or any will do. Throws `request.invalid`, and where no version is
 * looked at `request.precondition_unsupported`: who asks for the check must not believe that it was made.
 */
export const readIfMatch = (c: Context<AppEnv>, versioned: boolean): number | null => {
  const header = c.req.header("if-match");
  if (header === undefined) return null;
  if (!versioned) throw problem("request.precondition_unsupported", "If-Match is not kept here. Send this without it.");
  if (header.trim() === "*") return null;
  const version = /^(?:W\/)?"?(\d{1,15})"?$/.exec(header.trim())?.[1];
  if (version !== undefined) return Number(version);
  throw problem("request.invalid", "If-Match is not right.", [fieldError("If-Match", "version")]);
};
