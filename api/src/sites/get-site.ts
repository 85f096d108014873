import type { SiteView } from "@docket/core/contract/site";
import type { Id } from "@docket/core/ids";
import { eq } from "drizzle-orm";
import type { Call } from "../context.ts";
import { sites } from "../db/schema/sites.ts";
import { notFound } from "../http/problem.ts";
import { viewSite } from "./site-row.ts";

export const getSite = async ({ services: { db } }: Call, id: Id<"site">): Promise<SiteView> => {
  const [[site]] = await db.read(db.orm.select().from(sites).where(eq(sites.id, id)));
  if (!site) throw notFound("site");
  return viewSite(site);
};
