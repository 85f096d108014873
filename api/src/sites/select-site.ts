import type { Id } from "@docket/core/ids";
import type { SQL } from "drizzle-orm";
import { eq, getTableColumns } from "drizzle-orm";
import type { Db } from "../db/client.ts";
import { lastEventOf } from "../db/last-event.ts";
import { sites } from "../db/schema/sites.ts";

/** Sites with how often they were changed; order and limit are the caller's. */
export const selectSites = (db: Db, condition: SQL | undefined) =>
  db.orm
    .select({ ...getTableColumns(sites), version: lastEventOf(sites.id) })
    .from(sites)
    .where(condition)
    .$dynamic();

export const siteById = (db: Db, id: Id<"site">) => selectSites(db, eq(sites.id, id));
