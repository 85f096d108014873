import { draftInput, draftListQuery, draftPage, ownDraft } from "@docket/core/contract/draft";
import { Hono } from "hono";
import type { AppEnv } from "../context.ts";
import { jsonBody, query } from "../http/input.ts";
import { route } from "../http/route.ts";
import { discardDraft } from "./discard-draft.ts";
import { getDraft } from "./get-draft.ts";
import { listDrafts } from "./list-drafts.ts";
import { saveDraft } from "./save-draft.ts";

const spec = { tag: "Drafts", access: "draft.own" } as const;

export const draftRoutes = (): Hono<AppEnv> =>
  new Hono<AppEnv>()
    .get(
      "/me/drafts",
      ...route({ ...spec, summary: "List your drafts", answer: draftPage }),
      query(draftListQuery),
      async (c) => c.json(await listDrafts(c.get("call"), c.req.valid("query"))),
    )
    .get(
      "/tickets/:id/draft",
      ...route({ ...spec, summary: "Read what you have begun to write on a ticket", answer: ownDraft }),
      async (c) => c.json(await getDraft(c.get("call"), c.req.param("id"))),
    )
    .put(
      "/tickets/:id/draft",
      ...route({
        ...spec,
        versioned: true,
        summary: "Keep what you have begun to write on a ticket",
        description:
          "There is one draft for each person and ticket, and nobody but its author ever sees it. The last one who " +
          "writes wins, unless If-Match names the version of the draft. Without words and files there is none. It goes " +
          "when you send a message of its kind on the ticket, and 90 days after you last changed it.",
        answer: ownDraft,
      }),
      jsonBody(draftInput),
      async (c) => c.json(await saveDraft(c.get("call"), c.req.param("id"), c.req.valid("json"))),
    )
    .delete(
      "/tickets/:id/draft",
      ...route({
        ...spec,
        versioned: true,
        summary: "Throw away what you have begun to write on a ticket",
        status: 204,
      }),
      async (c) => {
        await discardDraft(c.get("call"), c.req.param("id"));
        return c.body(null, 204);
      },
    );
