import { createHMAC } from "@better-auth/utils/hmac";
import type { Id } from "@docket/core/ids";
import type { Call } from "../context.ts";
import { visitorTokenPrefix } from "../http/credential.ts";

/**
 * The token of the widget session that takes the place of the caller's. It is kept nowhere, and derived from what only
 * this request knows, so that the same request, sent again, gets the same token.
 */
export const nextToken = async ({ services, idempotency }: Call, id: Id<"visitor">): Promise<string> => {
  const { config, ids } = services;
  // Without an idempotency key nobody can repeat the request, so anything will do.
  const nonce = idempotency === null ? ids.token() : `${idempotency.caller}:${idempotency.key}`;
  const signed = await createHMAC("SHA-256", "base64urlnopad").sign(config.secret, `widget_session:${id}:${nonce}`);
  return `${visitorTokenPrefix}${signed}`;
};
