import { actorRef } from "@docket/core/actor";
import type { SiteView, updateSiteInput } from "@docket/core/contract/site";
import type { Id } from "@docket/core/ids";
import type { z } from "zod";
import type { Call } from "../context.ts";
import { denied, notFound, problem } from "../http/problem.ts";
import { siteById } from "./select-site.ts";
import type { SiteRow } from "./site-row.ts";
import { viewSite } from "./site-row.ts";
import { commitSite } from "./store.ts";

type Input = z.output<typeof updateSiteInput>;

const mostAttempts = 5;

const stale = () =>
  problem("site.stale_version", "Somebody changed this site in the meantime. Look again, then repeat your change.");

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** The fields that get another value, with both. */
const diff = (site: SiteRow, input: Input): Record<string, { readonly from: unknown; readonly to: unknown }> =>
  Object.fromEntries(
    Object.entries(input)
      .map(([field, to]) => [field, { from: site[field as keyof Input], to }] as const)
      .filter(([, { from, to }]) => !same(from, to)),
  );

const attempt = async ({ services, actor, ifMatch }: Call, id: Id<"site">, input: Input): Promise<SiteRow | null> => {
  if (actor.kind === "anonymous") throw denied();
  const { db } = services;
  const [[site]] = await db.read(siteById(db, id));
  if (!site) throw notFound("site");
  if (ifMatch !== null && ifMatch !== site.version) throw stale();
  const data = diff(site, input);
  if (Object.keys(data).length === 0) return site;
  return commitSite(services, actorRef(actor), { id, version: site.version, set: input, data });
};

/** Renames a site, changes where its widget may be used, or switches it on or off. Fails with `site.stale_version`. */
export const updateSite = async (call: Call, id: Id<"site">, input: Input): Promise<SiteView> => {
  for (let tries = 1; tries <= mostAttempts; tries++) {
    const site = await attempt(call, id, input);
    if (site) return viewSite(site);
  }
  throw problem("server.unavailable", "Others are changing this site at the same moment.", undefined, {
    retryAfter: 1,
  });
};
