import type { ProvenSession, proveEmailInput } from "@docket/core/contract/site";
import { fieldError } from "@docket/core/field-errors";
import { toIso } from "@docket/core/time";
import type { z } from "zod";
import { wrongCodeLimits } from "../auth/limits.ts";
import type { Call } from "../context.ts";
import { problem } from "../http/problem.ts";
import { limit } from "../http/rate-limit.ts";
import { sha256 } from "../platform/digest.ts";
import { recordFailure } from "../sessions/record-failure.ts";
import { endSockets } from "../realtime/end-sockets.ts";
import { viewMe } from "../people/get-me.ts";
import { sessionLife } from "./open-session.ts";
import { sessionOf } from "./session.ts";
import { nextToken } from "./session-token.ts";
import type { KeptProof, Proven } from "./store.ts";
import { bindSession, readSession } from "./store.ts";

const view = ({ id, siteId, person, expiresAt }: Proven, token: string): ProvenSession => ({
  ...viewMe({ kind: "client", id: person.id, visitorId: id, siteId }, person),
  session: { token, expiresAt: toIso(expiresAt) },
});

/**
 * Ends the caller's widget session and begins one of the person of an address, proven by the code that was sent there:
 * it sees all tickets of that person, as a client whatever they are elsewhere, and none that somebody else wrote in this
 * browser before. Fails with `auth.invalid_code`, and with `permission.denied` when the person may not sign in.
 */
export const proveEmail = async (
  call: Call,
  { email, code }: z.output<typeof proveEmailInput>,
  client: string | null,
): Promise<ProvenSession> => {
  const { auth, clock, ids } = call.services;
  const session = sessionOf(call.actor);
  if (!(await auth.takeCode(email, session.id, code))) {
    await limit(call.services, wrongCodeLimits(call.services));
    recordFailure(call.services, email, client);
    throw problem("auth.invalid_code", "It may have expired, or been tried too often. Ask for a new one.", [
      fieldError("code", "wrong_code"),
    ]);
  }
  const createdAt = clock.now();
  const id = ids.next("visitor", createdAt);
  const token = await nextToken(call, id);
  const next = { id, tokenHash: await sha256(token), createdAt, expiresAt: createdAt + sessionLife, userAgent: client };
  const person = await bindSession(call, session.id, email, next);
  if (person === null) throw problem("permission.denied", "This person cannot sign in.");
  endSockets(call.services, [session]);
  return view({ ...next, siteId: session.siteId, person }, token);
};

/** What the same request was answered with before: the token is derived from the request again. */
export const repeatProof = async (call: Call, { visitorId }: KeptProof): Promise<ProvenSession> => {
  const proven = await readSession(call, visitorId);
  if (proven === null) throw problem("auth.invalid_session", "This session has ended.");
  return view(proven, await nextToken(call, visitorId));
};
