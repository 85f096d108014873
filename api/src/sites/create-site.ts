import { actorRef } from "@docket/core/actor";
import type { createSiteInput, SiteView } from "@docket/core/contract/site";
import type { z } from "zod";
import type { Call } from "../context.ts";
import { events } from "../db/schema/events.ts";
import { sites } from "../db/schema/sites.ts";
import { denied } from "../http/problem.ts";
import { writeOnce } from "../http/write-once.ts";
import { forgetOrigins } from "./allowed-origins.ts";
import type { SiteRow } from "./site-row.ts";
import { viewSite } from "./site-row.ts";

/** Makes an install of the widget; its id is the key that the script tag carries. */
export const createSite = async (call: Call, { name, origins }: z.output<typeof createSiteInput>): Promise<SiteView> => {
  const { services, actor } = call;
  if (actor.kind === "anonymous") throw denied();
  const { db, ids, clock } = services;
  const at = clock.now();
  const site: SiteRow = { id: ids.next("site", at), name, origins, active: true, createdAt: at };
  await writeOnce(call, { id: site.id }, [
    db.orm.insert(events).values({
      id: ids.next("event", at),
      streamId: site.id,
      seq: 1,
      type: "site.created",
      at,
      actor: actorRef(actor),
      data: { name, origins },
    }),
    db.orm.insert(sites).values(site),
  ]);
  forgetOrigins(db);
  return viewSite(site);
};
