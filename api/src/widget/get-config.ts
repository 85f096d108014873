import type { WidgetConfig } from "@docket/core/contract/site";
import type { Id } from "@docket/core/ids";
import { limits } from "@docket/core/limits";
import { and, eq } from "drizzle-orm";
import { categoriesQuery } from "../categories/list-categories.ts";
import { sites } from "../db/schema/sites.ts";
import { problem } from "../http/problem.ts";
import type { Services } from "../services.ts";

export const unknownSite = () => problem("site.unknown", "There is no such site, or it is switched off.");

/** What a widget needs before anybody is known. Fails with `site.unknown`. */
export const getConfig = async ({ db }: Services, siteId: Id<"site">): Promise<WidgetConfig> => {
  const [[site], categories] = await db.read(
    db.orm
      .select({ name: sites.name })
      .from(sites)
      .where(and(eq(sites.id, siteId), eq(sites.active, true))),
    categoriesQuery(db),
  );
  if (!site) throw unknownSite();
  const { files, fileBytes, title, body } = limits;
  return { siteId, name: site.name, categories, limits: { files, fileBytes, title, body } };
};
