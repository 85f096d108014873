import type { WidgetConfig } from "@docket/core/contract/site";
import type { Id } from "@docket/core/ids";
import { limits } from "@docket/core/limits";
import { categoriesQuery } from "../categories/list-categories.ts";
import { problem } from "../http/problem.ts";
import type { Services } from "../services.ts";
import { activeSite } from "../sites/select-site.ts";

export const unknownSite = () => problem("site.unknown", "There is no such site, or it is switched off.");

/** What a widget needs before anybody is known. Fails with `site.unknown`. */
export const getConfig = async ({ db }: Services, siteId: Id<"site">): Promise<WidgetConfig> => {
  const [[site], categories] = await db.read(activeSite(db, siteId), categoriesQuery(db));
  if (!site) throw unknownSite();
  const { files, fileBytes, title, body } = limits;
  return { siteId, name: site.name, categories, limits: { files, fileBytes, title, body } };
};
