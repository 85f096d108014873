import type { SiteView } from "@docket/core/contract/site";
import { toIso } from "@docket/core/time";
import type { sites } from "../db/schema/sites.ts";

export type SiteRow = typeof sites.$inferSelect;

export const viewSite = ({ createdAt, origins, ...row }: SiteRow): SiteView => ({
  ...row,
  origins: [...origins],
  createdAt: toIso(createdAt),
});
