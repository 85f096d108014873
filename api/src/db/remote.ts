import { second } from "@docket/core/time";
import { LibsqlError } from "@libsql/client";
import { cutOff, serverBusy } from "./busy.ts";

const patience = 10 * second;

/** What stands in front of the server says with these that it let nothing through; with 502, that it lost the answer. */
const refusals: Readonly<Record<number, string>> = { 429: serverBusy, 502: cutOff, 503: serverBusy };

const unavailable = (code: string, error?: unknown): LibsqlError =>
  new LibsqlError("the server does not answer", code, undefined, undefined, error as Error | undefined);

/** What a server answers, all of it, so that the time counts for the whole answer. */
const fetchAnswer = async (request: Request): Promise<Response> => {
  try {
    const response = await fetch(request, { signal: AbortSignal.timeout(patience) });
    return new Response(await response.arrayBuffer(), response);
  } catch (error) {
    throw unavailable("SERVER_UNAVAILABLE", error);
  }
};

/**
 * How a client calls a libSQL server: without an answer in ten seconds, or without a connection, the server counts as
 * unavailable. What a write without an answer did is not known; who repeats it does so under its idempotency key.
 */
export const callServer = async (request: Request): Promise<Response> => {
  const response = await fetchAnswer(request);
  const code = refusals[response.status];
  if (code !== undefined) throw unavailable(code, new Error(`It said ${response.status}.`));
  return response;
};
