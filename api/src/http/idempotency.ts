import { fieldError } from "@docket/core/field-errors";
import type { Context } from "hono";
import type { AppEnv, Call, Idempotency } from "../context.ts";
import { sha256 } from "../platform/digest.ts";
import { problem } from "./problem.ts";

const keyPattern = /^[\x21-\x7e]{8,200}$/;

/** The idempotency key of a POST by a caller who shows a credential; null where there is none. */
export const readKey = (c: Context<AppEnv>, caller: string | null): Omit<Idempotency, "fingerprint"> | null => {
  const key = c.req.header("idempotency-key");
  if (c.req.method !== "POST" || key === undefined || caller === null) return null;
  if (!keyPattern.test(key)) {
    throw problem("request.invalid", "The idempotency key is not right.", [
      fieldError("Idempotency-Key", "idempotency_key"),
    ]);
  }
  return { caller, key };
};

/** What tells one request from another: its address and its body. */
const fingerprintOf = (c: Context<AppEnv>, bodyDigest: string): Promise<string> => {
  const url = new URL(c.req.url);
  return sha256(`${c.req.path}${url.search} ${bodyDigest}`);
};

/** The earlier result, if this is the same request; throws `idempotency.key_reused` when it is another one. */
export const checkReplay = (
  idempotency: Idempotency,
  row: { readonly fingerprint: string; readonly result: unknown } | undefined,
): unknown => {
  if (!row) return undefined;
  if (row.fingerprint === idempotency.fingerprint) return row.result;
  throw problem("idempotency.key_reused", "Use a new idempotency key for a new request.");
};

/**
 * Compares a request under a key with what was done under it before, now that the SHA-256 of its body is known: from here on
 * the call has its idempotency. Throws `idempotency.key_reused`.
 */
export const compareAttempt = async (c: Context<AppEnv>, bodyDigest: string): Promise<Call> => {
  const attempt = c.get("attempt");
  if (attempt === null) return c.get("call");
  const { caller, key, earlier } = attempt;
  const idempotency = { caller, key, fingerprint: await fingerprintOf(c, bodyDigest) };
  c.set("replay", checkReplay(idempotency, earlier));
  const call = { ...c.get("call"), idempotency };
  c.set("call", call);
  return call;
};

/** The header of an answer that was given before. */
export const replayedHeader = { "idempotent-replayed": "true" };
