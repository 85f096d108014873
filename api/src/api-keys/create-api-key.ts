import { actorRef } from "@docket/core/actor";
import type { CreatedApiKey, createApiKeyInput } from "@docket/core/contract/api-key";
import type { Id } from "@docket/core/ids";
import type { Ms } from "@docket/core/time";
import { fieldError } from "@docket/core/field-errors";
import type { z } from "zod";
import type { Call } from "../context.ts";
import { denied, notFound, problem } from "../http/problem.ts";
import { sha256 } from "../platform/digest.ts";
import { viewApiKey } from "./api-key-row.ts";
import { keySecret } from "./key-secret.ts";
import { apiKeyById } from "./select-api-key.ts";
import { insertApiKey } from "./store.ts";

/** Without an idempotency key nobody can repeat the request, so anything will do. */
const secretOf = ({ services: { config, ids }, idempotency }: Call, id: Id<"apiKey">): Promise<string> =>
  keySecret(config.secret, id, idempotency?.key ?? ids.token());

const inFuture = (expiresAt: string | undefined, now: Ms): Ms | null => {
  if (expiresAt === undefined) return null;
  const at = Date.parse(expiresAt);
  if (at > now) return at;
  throw problem("request.invalid", "The key would never work.", [fieldError("expiresAt", "past")]);
};

/**
 * Makes a key for a program. Its secret is in this answer and nowhere else. Whoever makes it is told by email, with the
 * browser that did: it may be somebody else who has their session.
 */
export const createApiKey = async (
  call: Call,
  { name, scopes, expiresAt }: z.output<typeof createApiKeyInput>,
  client: string | null,
): Promise<CreatedApiKey> => {
  const { services, actor, identity } = call;
  if (actor.kind !== "staff" || identity === null) throw denied();
  const createdAt = services.clock.now();
  const id = services.ids.next("apiKey", createdAt);
  const key = { id, name, scopes, createdAt, createdBy: identity.id, expiresAt: inFuture(expiresAt, createdAt) };
  const secret = await secretOf(call, id);
  await insertApiKey(
    call,
    actorRef(actor),
    { ...key, hash: await sha256(secret) },
    {
      type: "email.send_notice",
      kind: "key_created",
      personId: identity.id,
      email: identity.email,
      address: services.clientIp(),
      client,
      name,
    },
  );
  const maker = { name: identity.name, role: actor.role, active: true };
  return { ...viewApiKey({ ...key, lastUsedAt: null, maker }), secret };
};

/** What the same request was answered with before: the secret is derived from the request again. */
export const repeatApiKey = async (call: Call, id: Id<"apiKey">): Promise<CreatedApiKey> => {
  const { db } = call.services;
  const [[key]] = await db.read(apiKeyById(db, id));
  if (!key) throw notFound("key");
  return { ...viewApiKey(key), secret: await secretOf(call, id) };
};
