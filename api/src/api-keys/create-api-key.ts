import { actorRef } from "@docket/core/actor";
import type { CreatedApiKey, createApiKeyInput } from "@docket/core/contract/api-key";
import type { Id } from "@docket/core/ids";
import type { z } from "zod";
import type { Call } from "../context.ts";
import { denied, notFound } from "../http/problem.ts";
import { sha256 } from "../platform/digest.ts";
import type { ApiKeyRow } from "./api-key-row.ts";
import { viewApiKey } from "./api-key-row.ts";
import { keySecret } from "./key-secret.ts";
import { apiKeyById } from "./select-api-key.ts";
import { insertApiKey } from "./store.ts";

/** Without an idempotency key nobody can repeat the request, so anything will do. */
const secretOf = ({ services: { config, ids }, idempotency }: Call, id: Id<"apiKey">): Promise<string> =>
  keySecret(config.secret, id, idempotency?.key ?? ids.token());

/** Makes a key for a program. Its secret is in this answer and nowhere else. */
export const createApiKey = async (call: Call, input: z.output<typeof createApiKeyInput>): Promise<CreatedApiKey> => {
  const { services, actor, identity } = call;
  if (actor.kind === "anonymous") throw denied();
  const createdAt = services.clock.now();
  const key: ApiKeyRow = { id: services.ids.next("apiKey", createdAt), ...input, createdAt };
  const secret = await secretOf(call, key.id);
  await insertApiKey(call, actorRef(actor), { ...key, hash: await sha256(secret), createdBy: identity?.id ?? null });
  return { ...viewApiKey(key), secret };
};

/** What the same request was answered with before: the secret is derived from the request again. */
export const repeatApiKey = async (call: Call, id: Id<"apiKey">): Promise<CreatedApiKey> => {
  const { db } = call.services;
  const [[key]] = await db.read(apiKeyById(db, id));
  if (!key) throw notFound("key");
  return { ...viewApiKey(key), secret: await secretOf(call, id) };
};
