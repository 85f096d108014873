import { createSiteInput, siteListQuery, sitePage, siteView, updateSiteInput } from "@docket/core/contract/site";
import type { Id } from "@docket/core/ids";
import type { Context } from "hono";
import { Hono } from "hono";
import type { AppEnv } from "../context.ts";
import { jsonBody, query } from "../http/input.ts";
import { once } from "../http/once.ts";
import { route } from "../http/route.ts";
import { createSite } from "./create-site.ts";
import { getSite } from "./get-site.ts";
import { listSites } from "./list-sites.ts";
import { updateSite } from "./update-site.ts";

const tag = "Sites";

/** What the path names; there may be no site of this id. */
const idOf = (c: Context<AppEnv>): Id<"site"> => (c.req.param("id") ?? "") as Id<"site">;

interface Kept {
  readonly id: Id<"site">;
}

export const siteRoutes = (): Hono<AppEnv> =>
  new Hono<AppEnv>()
    .get(
      "/sites",
      ...route({ tag, summary: "List the sites that carry the widget", access: "site.list", answer: sitePage }),
      query(siteListQuery),
      async (c) => c.json(await listSites(c.get("call"), c.req.valid("query"))),
    )
    .post(
      "/sites",
      ...route({ tag, summary: "Add a site", access: "site.manage", once: true, status: 201, answer: siteView }),
      jsonBody(createSiteInput),
      async (c) => {
        const call = c.get("call");
        const perform = () => createSite(call, c.req.valid("json"));
        return c.json(await once(c, perform, ({ id }: Kept) => getSite(call, id)), 201);
      },
    )
    .get("/sites/:id", ...route({ tag, summary: "Get a site", access: "site.list", answer: siteView }), async (c) =>
      c.json(await getSite(c.get("call"), idOf(c))),
    )
    .patch(
      "/sites/:id",
      ...route({
        tag,
        summary: "Change a site, or switch it on or off",
        access: "site.manage",
        versioned: true,
        answer: siteView,
      }),
      jsonBody(updateSiteInput),
      async (c) => c.json(await updateSite(c.get("call"), idOf(c), c.req.valid("json"))),
    );
