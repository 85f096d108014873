import type { Call } from "../context.ts";
import { denied, notFound } from "../http/problem.ts";
import { endSockets } from "../realtime/end-sockets.ts";
import { listSessions } from "./list-sessions.ts";
import { deleteSessions } from "./store.ts";

/** Ends these sessions of the caller, and their sockets. Returns how many there were. */
const end = async ({ services, identity }: Call, ids: readonly string[]): Promise<number> => {
  if (identity === null) throw denied();
  const ended = await deleteSessions(services.db, identity.id, ids);
  endSockets(services, ended);
  return ended.length;
};

/** Ends one session of the caller, here or elsewhere. Fails with `resource.not_found`. */
export const endSession = async (call: Call, id: string): Promise<void> => {
  if ((await end(call, [id])) === 0) throw notFound("session");
};

/** Ends all sessions of the caller but the one that asks. */
export const endOtherSessions = async (call: Call): Promise<void> => {
  const others = (await listSessions(call)).filter(({ current }) => !current);
  if (others.length > 0)
    await end(
      call,
      others.map(({ id }) => id),
    );
};
