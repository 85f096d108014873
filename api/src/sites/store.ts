import type { ActorRef } from "@docket/core/actor";
import type { Id } from "@docket/core/ids";
import { eq } from "drizzle-orm";
import type { Call } from "../context.ts";
import { lostStatement } from "../db/client.ts";
import { events } from "../db/schema/events.ts";
import { sites } from "../db/schema/sites.ts";
import { writeOnce } from "../http/write-once.ts";
import type { Services } from "../services.ts";
import { forgetOrigins } from "./allowed-origins.ts";
import type { SiteRow } from "./site-row.ts";
import { takesAway } from "./takes-away.ts";

interface Happening {
  readonly type: "site.created" | "site.updated";
  readonly seq: number;
  readonly actor: ActorRef;
  readonly data: unknown;
}

const eventRow = ({ ids, clock }: Services, id: Id<"site">, happening: Happening) => {
  const at = clock.now();
  return { id: ids.next("event", at), streamId: id, at, ...happening };
};

export const insertSite = async (call: Call, actor: ActorRef, { version: seq, ...site }: SiteRow): Promise<void> => {
  const { services } = call;
  const { db } = services;
  const data = { name: site.name, origins: site.origins };
  await writeOnce(call, { id: site.id }, [
    db.orm.insert(events).values(eventRow(services, site.id, { type: "site.created", seq, actor, data })),
    db.orm.insert(sites).values(site),
  ]);
  forgetOrigins(db);
};

/** One change of a site that had this many events before. */
export interface SiteChange {
  readonly id: Id<"site">;
  readonly version: number;
  readonly set: { readonly [K in "name" | "origins" | "active"]?: SiteRow[K] | undefined };
  readonly data: unknown;
}

/** Writes a change; null when somebody else was first and nothing was written. */
export const commitSite = async (
  services: Services,
  actor: ActorRef,
  { id, version, set, data }: SiteChange,
): Promise<SiteRow | null> => {
  const { db, background, hub } = services;
  try {
    const [, [site]] = await db.write(
      db.orm.insert(events).values(eventRow(services, id, { type: "site.updated", seq: version + 1, actor, data })),
      db.orm.update(sites).set(set).where(eq(sites.id, id)).returning(),
    );
    forgetOrigins(db);
    if (takesAway(data)) background.run("disconnect", () => hub.disconnect([`site:${id}`]));
    return site ? { ...site, version: version + 1 } : null;
  } catch (error) {
    if (lostStatement(error) === 0) return null;
    throw error;
  }
};
