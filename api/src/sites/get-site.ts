import type { SiteView } from "@docket/core/contract/site";
import type { Id } from "@docket/core/ids";
import type { Call } from "../context.ts";
import { notFound } from "../http/problem.ts";
import { siteById } from "./select-site.ts";
import { viewSite } from "./site-row.ts";

export const getSite = async ({ services: { db } }: Call, id: Id<"site">): Promise<SiteView> => {
  const [[site]] = await db.read(siteById(db, id));
  if (!site) throw notFound("site");
  return viewSite(site);
};
