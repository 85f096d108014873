import { gt } from "drizzle-orm";
import { releaseTurns } from "../chat/follow-store.ts";
import { outbox } from "../db/schema/events.ts";
import type { Services } from "../services.ts";

/** Takes back what a process that is gone had taken up. Only for a database that no other process uses. */
export const releaseLeases = async ({ db }: Pick<Services, "db">): Promise<void> => {
  await db.write(db.orm.update(outbox).set({ leaseUntil: 0 }).where(gt(outbox.leaseUntil, 0)), releaseTurns(db));
};
