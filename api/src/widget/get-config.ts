import type { WidgetConfig } from "@docket/core/contract/site";
import type { Id } from "@docket/core/ids";
import { minute } from "@docket/core/time";
import { limits } from "@docket/core/limits";
import { categoriesQuery } from "../categories/list-categories.ts";
import { problem } from "../http/problem.ts";
import { checkCount } from "../http/rate-limit.ts";
import { countOneQuery } from "../http/rate-query.ts";
import type { Services } from "../services.ts";
import { activeSite } from "../sites/select-site.ts";

export const unknownSite = () => problem("site.unknown", "There is no such site, or it is switched off.");

/** What a widget needs before anybody is known. Fails with `site.unknown`, and `request.rate_limited` for one address. */
export const getConfig = async ({ db, clock, clientIp }: Services, siteId: Id<"site">): Promise<WidgetConfig> => {
  const asked = { key: `config:${clientIp()}`, limit: { max: 600, window: minute } };
  const now = clock.now();
  const [[counted], [site], categories] = await db.write(
    countOneQuery(db, asked, now),
    activeSite(db, siteId),
    categoriesQuery(db),
  );
  checkCount(asked, counted, now);
  if (!site) throw unknownSite();
  const { files, fileBytes, title, body } = limits;
  return { siteId, name: site.name, categories, limits: { files, fileBytes, title, body } };
};
