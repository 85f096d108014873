import type { siteListQuery, SitePage } from "@docket/core/contract/site";
import { idOf } from "@docket/core/contract/common";
import { asc, sql } from "drizzle-orm";
import { z } from "zod";
import type { Call } from "../context.ts";
import { sites } from "../db/schema/sites.ts";
import { decodeCursor, pageOf } from "../http/pagination.ts";
import { selectSites } from "./select-site.ts";
import { viewSite } from "./site-row.ts";

const place = z.tuple([z.number(), idOf("site")]);

/** A page of the sites, oldest first. */
export const listSites = async (
  { services: { db } }: Call,
  { limit, cursor }: z.output<typeof siteListQuery>,
): Promise<SitePage> => {
  const after = decodeCursor(cursor, place);
  const [rows] = await db.read(
    selectSites(db, after ? sql`(${sites.createdAt}, ${sites.id}) > (${after[0]}, ${after[1]})` : undefined)
      .orderBy(asc(sites.createdAt), asc(sites.id))
      .limit(limit + 1),
  );
  return pageOf(rows, limit, ({ createdAt, id }) => [createdAt, id], viewSite);
};
