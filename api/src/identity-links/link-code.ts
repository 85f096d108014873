import { createHMAC } from "@better-auth/utils/hmac";
import { minute } from "@docket/core/time";
import type { Call } from "../context.ts";
import type { ProblemError } from "../http/problem.ts";
import { problem } from "../http/problem.ts";

/** How long a code can be used. */
export const linkCodeLife = 10 * minute;

/**
 * The code of `salt`: 256 bits that are kept nowhere. The same request, sent again, makes the same one of the same salt;
 * without an idempotency key nobody can repeat it.
 */
export const linkCode = ({ services: { config, ids }, idempotency }: Call, salt: string): Promise<string> =>
  createHMAC("SHA-256", "base64urlnopad").sign(config.secret, `link_code:${salt}:${idempotency?.key ?? ids.token()}`);

export const invalidLink = (): ProblemError =>
  problem("identity_link.invalid", "It was used or ran out. Ask for a new one in the chat.");
