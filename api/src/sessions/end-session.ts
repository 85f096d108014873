import type { Call } from "../context.ts";
import { denied, notFound } from "../http/problem.ts";
import { listSessions } from "./list-sessions.ts";
import { deleteSessions } from "./store.ts";

/** Ends these sessions of the caller. Their sockets are closed; whoever still has a session opens one again. */
const end = async ({ services, identity }: Call, ids: readonly string[]): Promise<number> => {
  if (identity === null) throw denied();
  const { db, hub, background } = services;
  const ended = await deleteSessions(db, identity.id, ids);
  if (ended > 0) background.run("disconnect", () => hub.disconnect(`person:${identity.id}`));
  return ended;
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
