import type { WidgetConfig } from "@docket/core/contract/site";
import type { Id } from "@docket/core/ids";
import { minute } from "@docket/core/time";
import { limits } from "@docket/core/limits";
import { categoriesQuery } from "../categories/list-categories.ts";
import type { sites } from "../db/schema/sites.ts";
import { problem, siteOff } from "../http/problem.ts";
import { checkAgain, checkCount } from "../http/rate-limit.ts";
import { countOneQuery } from "../http/rate-query.ts";
import type { Services } from "../services.ts";
import { siteById } from "../sites/select-site.ts";
import { noteForeignPage } from "./foreign-pages.ts";

type SiteRow = typeof sites.$inferSelect;

/** The site of a widget, if it may be used. Fails with `site.unknown` and `site.off`. */
export const usableSite = (site: SiteRow | undefined): SiteRow => {
  if (!site) throw problem("site.unknown", "There is no such site.");
  if (!site.active) throw problem("site.off", siteOff);
  return site;
};

/**
 * What a widget needs before anybody is known. Fails with `site.unknown`, `site.off`, and `request.rate_limited` for one
 * address.
 */
export const getConfig = async (
  services: Services,
  siteId: Id<"site">,
  origin: string | undefined,
): Promise<WidgetConfig> => {
  const { db, clock, clientIp } = services;
  const key = `config:${clientIp()}`;
  const asked = { key, name: key, limit: { max: 600, window: minute } };
  checkAgain(services, [asked]);
  const now = clock.now();
  const [[counted], [found], categories] = await db.write(
    countOneQuery(db, asked, now),
    siteById(db, siteId),
    categoriesQuery(db),
  );
  checkCount(services, asked, counted);
  const site = usableSite(found);
  noteForeignPage(services, site, origin);
  const { files, fileBytes, title, body } = limits;
  return { siteId, name: site.name, categories, limits: { files, fileBytes, title, body } };
};
