import { and, eq, gt } from "drizzle-orm";
import type { Db } from "../db/client.ts";
import { quietLanes } from "../db/schema/events.ts";

/** Holds for the row that says that no emails go out, when that was so the last time one was tried. */
export const isMailAway = and(eq(quietLanes.lane, "email"), gt(quietLanes.misses, 0));

/** One row while no emails go out, and none while they do. */
export const selectMailAway = (db: Db) => db.orm.select({ lane: quietLanes.lane }).from(quietLanes).where(isMailAway);
