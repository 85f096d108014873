import { readInput, unreadCount } from "@docket/core/contract/ticket";
import { Hono } from "hono";
import type { AppEnv } from "../context.ts";
import { isSameTag } from "../http/if-none-match.ts";
import { jsonBody } from "../http/input.ts";
import { route } from "../http/route.ts";
import { countUnread } from "./count-unread.ts";
import { readUpTo } from "./mark-read.ts";

const spec = { tag: "Tickets", access: "read_mark.own" } as const;

export const readMarkRoutes = (): Hono<AppEnv> =>
  new Hono<AppEnv>()
    .get(
      "/me/unread",
      ...route({
        ...spec,
        summary: "Count what you have not read",
        description:
          "A client's in all their tickets, a member of the staff's in the open tickets that they have. Send the ETag " +
          "of the last answer as If-None-Match; 304 says that it is the same.",
        answer: unreadCount,
      }),
      async (c) => {
        const count = await countUnread(c.get("call"));
        const etag = `"${count.unread}"`;
        // The next one who asks from here may be somebody else.
        c.header("cache-control", "private, no-cache");
        c.header("etag", etag);
        return isSameTag(c.req.header("if-none-match"), etag) ? c.body(null, 304) : c.json(count);
      },
    )
    .put(
      "/tickets/:id/read",
      ...route({
        ...spec,
        summary: "Say how far you have read a ticket",
        description: "It never goes back. Who writes on a ticket has read it up to there.",
        answer: unreadCount,
      }),
      jsonBody(readInput),
      async (c) => c.json(await readUpTo(c.get("call"), c.req.param("id"), c.req.valid("json").seq)),
    );
