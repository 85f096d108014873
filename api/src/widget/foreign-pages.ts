import type { Ms } from "@docket/core/time";
import { minute } from "@docket/core/time";
import type { Db } from "../db/client.ts";
import type { SiteRow } from "../sites/site-row.ts";
import type { Services } from "../services.ts";

/** How many pages are told apart in a minute: anybody can make up more. */
const mostTold = 20;

const told = new WeakMap<Db, { readonly until: Ms; readonly pages: Set<string> }>();

/** Tells the log of a page that shows the widget of a site which does not list it: once a minute for each site and page. */
export const noteForeignPage = (
  { config, db, clock, log }: Pick<Services, "config" | "db" | "clock" | "log">,
  site: Pick<SiteRow, "id" | "name" | "origins">,
  origin: string | undefined,
): void => {
  if (origin === undefined || config.ownOrigins.includes(origin) || site.origins.includes(origin)) return;
  const now = clock.now();
  let lately = told.get(db);
  if (!lately || lately.until <= now) told.set(db, (lately = { until: now + minute, pages: new Set() }));
  const page = `${site.id} ${origin}`;
  if (lately.pages.has(page) || lately.pages.size >= mostTold) return;
  lately.pages.add(page);
  log.warn(`a page at ${origin.slice(0, 300)} asked for the site ${site.name}, which does not list it: see Sites`, {
    siteId: site.id,
  });
};
