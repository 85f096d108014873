import type { Actor } from "@docket/core/actor";
import { createMiddleware } from "hono/factory";
import type { BatchItem } from "drizzle-orm/batch";
import type { AppEnv, Attempt } from "../context.ts";
import { noteUse } from "../api-keys/note-use.ts";
import { bucketsOf, guessedTokens } from "./buckets.ts";
import { callerOf, readCredential } from "./credential.ts";
import { idempotencyQuery } from "./idempotency-query.ts";
import { readKey } from "./idempotency.ts";
import { identify } from "./identify.ts";
import type { KeyRow, SessionRow } from "./identity-query.ts";
import { identityQuery } from "./identity-query.ts";
import { checkOrigin } from "./origin.ts";
import { countQueries, uncountQueries } from "./rate-query.ts";
import type { Bucket, Count } from "./rate-limit.ts";
import { checkAgain, checkCount, isSafe, limit } from "./rate-limit.ts";
import type { Services } from "../services.ts";

/** Whether a request was refused, and not for how often such ones come. */
const isRefused = (status: number): boolean => status >= 400 && status < 500 && status !== 429;

/** Whoever mistypes must not use up what they may make. */
const giveBack = async ({ db }: Services, made: readonly Bucket[], status: number): Promise<void> => {
  if (made.length > 0 && isRefused(status)) await db.write(...uncountQueries(db, made));
};

/** Whose account it is: a person's, or a key's. What anybody gets for nothing has none. */
const accountOf = (actor: Actor): string | null =>
  actor.kind === "staff" || actor.kind === "client" || actor.kind === "key" ? actor.id : null;

/**
 * Finds out, in one round trip, who calls, whether they call too often, and whether this very request
 * was carried out before. Everything behind it has a `Call`.
 */
export const admit = createMiddleware<AppEnv>(async (c, next) => {
  const services = c.env;
  const { db, clock, turn } = services;
  const now = clock.now();
  const shown = await readCredential(c);
  const credential = shown === "forged" ? null : shown;
  const caller = credential && callerOf(credential);
  const buckets = bucketsOf(c, credential);
  const key = readKey(c, caller);
  checkAgain(services, buckets);

  const queries: BatchItem<"sqlite">[] = [...countQueries(db, buckets, now)];
  if (credential) queries.push(identityQuery(db, credential, key));
  if (key) queries.push(idempotencyQuery(db, key));
  const isRead = isSafe(c.req.method) && buckets.length === 0;
  const answers: unknown[] = isRead ? await db.read(...queries) : await db.write(...queries);

  const made: Bucket[] = [];
  for (const bucket of buckets) {
    const [counted] = answers.shift() as Count[];
    checkCount(services, bucket, counted);
    if (counted && bucket.givenBack !== undefined) made.push({ ...bucket, by: bucket.givenBack });
  }
  const row = credential ? (answers.shift() as (SessionRow | KeyRow)[])[0] : undefined;
  const known = identify(row, credential?.chatUser ?? null, now);
  const isKnown = known.actor.kind !== "anonymous";
  if (isKnown && row && "keyId" in row) noteUse(services, row, now);
  const account = accountOf(known.actor);
  if (account !== null) turn.isOf(account);
  if (credential && !row && isSafe(c.req.method)) await limit(services, [guessedTokens(c)]);
  c.set("refusal", known.refusal);
  c.set("origins", known.origins);
  checkOrigin(c, { viaCookie: credential?.viaCookie ?? false, origins: known.origins });

  c.set("attempt", key && isKnown ? { ...key, earlier: (answers.shift() as Attempt["earlier"][])[0] } : null);
  c.set("call", {
    services,
    actor: known.actor,
    identity: known.identity,
    caller: shown === "forged" ? "forged" : caller,
    session: known.session,
    idempotency: null,
    ifMatch: null,
    log: services.log.with({ requestId: c.get("requestId") }),
  });
  await next();
  await giveBack(services, made, c.res.status);
});
