import { eq } from "drizzle-orm";
import type { Db } from "../db/client.ts";
import { sites } from "../db/schema/sites.ts";

/** The origins of all active sites. */
export const listOrigins = async (db: Db): Promise<string[]> => {
  const [rows] = await db.read(db.orm.select({ origins: sites.origins }).from(sites).where(eq(sites.active, true)));
  return rows.flatMap((row) => row.origins);
};
