import type { WidgetSession } from "@docket/core/contract/site";
import type { Id } from "@docket/core/ids";
import { day, toIso } from "@docket/core/time";
import { visitorTokenPrefix } from "../http/credential.ts";
import { problem } from "../http/problem.ts";
import { sha256 } from "../platform/digest.ts";
import type { Services } from "../services.ts";
import { siteById } from "../sites/select-site.ts";
import { usableSite } from "./get-config.ts";
import { insertSession } from "./store.ts";

/** How long a widget session lasts. */
export const sessionLife = 90 * day;

/**
 * Begins a widget session for somebody unknown on a page of the site. The database keeps the hash of
 * the token only. Fails with `site.unknown`, `site.off` and, from a page elsewhere, `request.cross_origin`.
 */
export const openSession = async (
  { config, db, ids, clock }: Services,
  siteId: Id<"site">,
  origin: string | undefined,
): Promise<WidgetSession> => {
  const [[found]] = await db.read(siteById(db, siteId));
  const site = usableSite(found);
  if (origin !== undefined && !config.ownOrigins.includes(origin) && !site.origins.includes(origin)) {
    throw problem("request.cross_origin", "The widget of this site may not be used on this page.");
  }
  const createdAt = clock.now();
  const expiresAt = createdAt + sessionLife;
  const token = `${visitorTokenPrefix}${ids.token()}`;
  const id = ids.next("visitor", createdAt);
  await insertSession(db, { id, tokenHash: await sha256(token), siteId, createdAt, expiresAt });
  return { token, expiresAt: toIso(expiresAt) };
};
