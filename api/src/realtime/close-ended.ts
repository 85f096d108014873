import { ofSession } from "../http/identify.ts";
import { sessionsById } from "../http/identity-query.ts";
import type { Services } from "../services.ts";
import type { Audience } from "./hub.ts";

/** About how many sessions one query asks. */
const atOnce = 1000;

/**
 * Closes the sockets of sessions that ran out, or that ended where nobody could tell this hub. Without sockets nothing is
 * asked.
 */
export const closeEnded = async ({ db, clock, hub }: Pick<Services, "db" | "clock" | "hub">): Promise<void> => {
  const open = await hub.sessions();
  for (let i = 0; i < open.length; i += atOnce) {
    const ids = open.slice(i, i + atOnce);
    const [onDesk, inWidgets] = await db.read(...sessionsById(db, ids));
    const now = clock.now();
    const living = new Set([...onDesk, ...inWidgets].map((row) => ofSession(row, now).session));
    const ended = ids.filter((id) => !living.has(id)).map((id): Audience => `session:${id}`);
    if (ended.length > 0) await hub.disconnect(ended);
  }
};
