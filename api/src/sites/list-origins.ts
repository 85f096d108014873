import type { Db } from "../db/client.ts";
import { sites } from "../db/schema/sites.ts";

/** The origins of all sites. */
export const listOrigins = async (db: Db): Promise<string[]> => {
  const [rows] = await db.read(db.orm.select({ origins: sites.origins }).from(sites));
  return rows.flatMap((row) => row.origins);
};
