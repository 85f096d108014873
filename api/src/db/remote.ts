import { second } from "@docket/core/time";
import { LibsqlError } from "@libsql/client";

const patience = 10 * second;

/**
 * How a client calls a libSQL server: without an answer in ten seconds, or without a connection, the server counts as
 * unavailable. What a write without an answer did is not known; who repeats it does so under its idempotency key.
 */
export const callServer = async (request: Request): Promise<Response> => {
  try {
    const response = await fetch(request, { signal: AbortSignal.timeout(patience) });
    // Read here, so that the time counts for the whole answer.
    return new Response(await response.arrayBuffer(), response);
  } catch (error) {
    throw new LibsqlError("the server does not answer", "SERVER_UNAVAILABLE", undefined, undefined, error as Error);
  }
};
