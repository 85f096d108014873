import type { ChannelFilter } from "@docket/core/chat/routing";
import { inArray } from "drizzle-orm";
import type { Db } from "../db/client.ts";
import { categories, sites } from "../db/schema/sites.ts";

/** The queries for what there is of the categories and sites that a filter names, for use in a batch. */
export const namedIn = (
  db: Db,
  { categories: slugs, sites: ids }: Pick<ChannelFilter, "categories" | "sites"> = { categories: [], sites: [] },
) =>
  [
    db.orm
      .select({ id: categories.id })
      .from(categories)
      .where(inArray(categories.id, [...slugs])),
    db.orm
      .select({ id: sites.id })
      .from(sites)
      .where(inArray(sites.id, [...ids])),
  ] as const;
