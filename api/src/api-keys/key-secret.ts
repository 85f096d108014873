import { createHMAC } from "@better-auth/utils/hmac";
import type { KeyScope } from "@docket/core/actor";
import type { Id } from "@docket/core/ids";

/** How the secret of a key begins. */
export const keyPrefix = "dk_";

const derive = async (secret: string, name: string): Promise<string> =>
  `${keyPrefix}${await createHMAC("SHA-256", "base64urlnopad").sign(secret, `api_key:${name}`)}`;

/**
 * The secret of a new key: 256 bits that are kept nowhere. `nonce` is what only the request that made the key knows, so
 * that the same request, sent again, gets the same answer.
 */
export const keySecret = (secret: string, id: Id<"apiKey">, nonce: string): Promise<string> =>
  derive(secret, `${id}:${nonce}`);

/** The key of the bots that run within the server. The database has no row of it. */
export const builtInKey = (secret: string): Promise<string> => derive(secret, "builtin");

/** Who acts with the built-in key, and what it may be used for. */
export const builtInActor: { readonly id: string; readonly scopes: readonly KeyScope[] } = {
  id: "key_builtin",
  scopes: ["chat"],
};
