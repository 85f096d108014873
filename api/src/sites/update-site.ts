import { actorRef } from "@docket/core/actor";
import type { SiteView, updateSiteInput } from "@docket/core/contract/site";
import type { Id } from "@docket/core/ids";
import { eq, max } from "drizzle-orm";
import type { z } from "zod";
import type { Call } from "../context.ts";
import { lostStatement } from "../db/client.ts";
import { events } from "../db/schema/events.ts";
import { sites } from "../db/schema/sites.ts";
import { denied, notFound, problem } from "../http/problem.ts";
import { forgetOrigins } from "./allowed-origins.ts";
import type { SiteRow } from "./site-row.ts";
import { viewSite } from "./site-row.ts";

type Input = z.output<typeof updateSiteInput>;

const mostAttempts = 5;

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** The fields that get another value, with both. */
const diff = (site: SiteRow, input: Input): Record<string, { readonly from: unknown; readonly to: unknown }> =>
  Object.fromEntries(
    Object.entries(input)
      .map(([field, to]) => [field, { from: site[field as keyof Input], to }] as const)
      .filter(([, { from, to }]) => !same(from, to)),
  );

const attempt = async ({ services, actor }: Call, id: Id<"site">, input: Input): Promise<SiteView | null> => {
  if (actor.kind === "anonymous") throw denied();
  const { db, ids, clock } = services;
  const [[site], [last]] = await db.read(
    db.orm.select().from(sites).where(eq(sites.id, id)),
    db.orm.select({ seq: max(events.seq) }).from(events).where(eq(events.streamId, id)),
  );
  if (!site) throw notFound("site");
  const data = diff(site, input);
  if (Object.keys(data).length === 0) return viewSite(site);
  const at = clock.now();
  const event = { id: ids.next("event", at), streamId: id, seq: (last?.seq ?? 0) + 1, type: "site.updated", at };
  try {
    const [, [changed]] = await db.write(
      db.orm.insert(events).values({ ...event, actor: actorRef(actor), data }),
      db.orm.update(sites).set(input).where(eq(sites.id, id)).returning(),
    );
    forgetOrigins(db);
    return changed ? viewSite(changed) : null;
  } catch (error) {
    if (lostStatement(error) === 0) return null;
    throw error;
  }
};

/** Renames a site, changes where its widget may be used, or switches it on or off. */
export const updateSite = async (call: Call, id: Id<"site">, input: Input): Promise<SiteView> => {
  for (let tries = 1; tries <= mostAttempts; tries++) {
    const site = await attempt(call, id, input);
    if (site) return site;
  }
  throw problem("server.unavailable", "Others are changing this site at the same moment.", undefined, { retryAfter: 1 });
};
