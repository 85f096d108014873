import type { Context } from "hono";
import type { AppEnv } from "../context.ts";
import { problem } from "./problem.ts";

/** The version in If-Match; null when there is none or any will do. Throws `request.invalid`. */
export const ifMatch = (c: Context<AppEnv>): number | null => {
  const header = c.req.header("if-match");
  if (header === undefined || header.trim() === "*") return null;
  const version = /^(?:W\/)?"?(\d{1,9})"?$/.exec(header.trim())?.[1];
  if (version !== undefined) return Number(version);
  throw problem("request.invalid", "If-Match is not right.", [{ field: "If-Match", message: "must be a version" }]);
};
