import { actorRef } from "@docket/core/actor";
import type { createSiteInput, SiteView } from "@docket/core/contract/site";
import type { z } from "zod";
import type { Call } from "../context.ts";
import { denied } from "../http/problem.ts";
import type { SiteRow } from "./site-row.ts";
import { viewSite } from "./site-row.ts";
import { insertSite } from "./store.ts";

/** Makes an install of the widget; its id is the key that the script tag carries. */
export const createSite = async (call: Call, input: z.output<typeof createSiteInput>): Promise<SiteView> => {
  const { services, actor } = call;
  if (actor.kind === "anonymous") throw denied();
  const createdAt = services.clock.now();
  const site: SiteRow = { id: services.ids.next("site", createdAt), ...input, active: true, createdAt, version: 1 };
  await insertSite(call, actorRef(actor), site);
  return viewSite(site);
};
