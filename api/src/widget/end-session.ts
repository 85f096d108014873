import type { Call } from "../context.ts";
import { endSockets } from "../realtime/end-sockets.ts";
import { sessionOf } from "./session.ts";
import { deleteSession } from "./store.ts";

/** Ends the caller's widget session, and its sockets. */
export const endSession = async ({ services, actor }: Call): Promise<void> => {
  const session = sessionOf(actor);
  await deleteSession(services.db, session.id);
  endSockets(services, [session]);
};
