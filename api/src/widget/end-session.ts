import { eq } from "drizzle-orm";
import type { Call } from "../context.ts";
import { visitors } from "../db/schema/sites.ts";
import { sessionOf } from "./session.ts";

/** Ends the caller's widget session. */
export const endSession = async ({ services: { db }, actor }: Call): Promise<void> => {
  await db.write(db.orm.delete(visitors).where(eq(visitors.id, sessionOf(actor))));
};
