import type { Id } from "@docket/core/ids";
import { eq, max } from "drizzle-orm";
import type { Db } from "../db/client.ts";
import { events } from "../db/schema/events.ts";
import { sites } from "../db/schema/sites.ts";

export const siteById = (db: Db, id: Id<"site">) => db.orm.select().from(sites).where(eq(sites.id, id));

/** How often a site was changed: the number of its last event. */
export const siteVersion = (db: Db, id: Id<"site">) =>
  db.orm
    .select({ seq: max(events.seq) })
    .from(events)
    .where(eq(events.streamId, id));
