import type { SiteView } from "@docket/core/contract/site";
import { toIso } from "@docket/core/time";
import type { sites } from "../db/schema/sites.ts";

/** A site, and how often it was changed. */
export type SiteRow = typeof sites.$inferSelect & { readonly version: number };

export const viewSite = ({ createdAt, origins, ...row }: SiteRow): SiteView => ({
  ...row,
  origins: [...origins],
  createdAt: toIso(createdAt),
});
