import type { Me } from "@docket/core/contract/person";
import type { proveEmailInput } from "@docket/core/contract/site";
import { fieldError } from "@docket/core/field-errors";
import type { z } from "zod";
import { wrongCodeLimits } from "../auth/limits.ts";
import type { Call } from "../context.ts";
import { problem } from "../http/problem.ts";
import { limit } from "../http/rate-limit.ts";
import { recordFailure } from "../sessions/record-failure.ts";
import { viewMe } from "../people/get-me.ts";
import { sessionOf } from "./session.ts";
import { bindSession } from "./store.ts";

/**
 * Binds the caller's widget session to the person of an address, proven by the code that was sent there:
 * from now on it sees all tickets of that person, as a client whatever they are elsewhere. Fails with
 * `auth.invalid_code`, and with `permission.denied` when the person may not sign in.
 */
export const proveEmail = async (
  call: Call,
  { email, code }: z.output<typeof proveEmailInput>,
  client: string | null,
): Promise<Me> => {
  const session = sessionOf(call.actor);
  if (!(await call.services.auth.takeCode(email, session.id, code))) {
    await limit(call.services, wrongCodeLimits(call.services));
    recordFailure(call.services, email, client);
    throw problem("auth.invalid_code", "It may have run out, or been tried too often. Ask for a new one.", [
      fieldError("code", "wrong_code"),
    ]);
  }
  const identity = await bindSession(call, session.id, { email, client });
  if (identity === null) throw problem("permission.denied", "This person cannot sign in.");
  return viewMe({ kind: "client", id: identity.id, visitorId: session.id, siteId: session.siteId }, identity);
};
