import { eq } from "drizzle-orm";
import type { Db } from "../db/client.ts";
import { quietLanes } from "../db/schema/events.ts";

/** Holds for the row that says that emails do not go out, or not for certain since they did not a moment ago. */
export const isMailAway = eq(quietLanes.lane, "email");

/** One row while no emails go out, and none while they do. */
export const selectMailAway = (db: Db) => db.orm.select({ lane: quietLanes.lane }).from(quietLanes).where(isMailAway);
