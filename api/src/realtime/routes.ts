import { Hono } from "hono";
import type { Actor } from "@docket/core/actor";
import type { AppEnv, Call } from "../context.ts";
import { upgradeRequired } from "../http/problem.ts";
import { route } from "../http/route.ts";
import type { Audience } from "./hub.ts";

/** What an actor may hear of: staff of everything, others of their own tickets. */
const audiencesOf = (actor: Actor): readonly Audience[] => {
  switch (actor.kind) {
    case "staff":
      return ["staff", `person:${actor.id}`];
    case "client":
      return [
        `person:${actor.id}`,
        `requester:${actor.id}`,
        ...(actor.visitorId === null ? [] : [`visitor:${actor.visitorId}` as const]),
      ];
    case "visitor":
      return [`visitor:${actor.id}`];
    default:
      return [];
  }
};

/** Whatever a socket hears of, it ends with the session that opened it, and that of a widget with its site. */
const audiencesOfCall = ({ actor, session }: Call): readonly Audience[] => [
  ...audiencesOf(actor),
  ...("siteId" in actor && actor.siteId !== null ? [`site:${actor.siteId}` as const] : []),
  ...(session === null ? [] : [`session:${session}` as const]),
];

export const liveRoutes = (): Hono<AppEnv> =>
  new Hono<AppEnv>().get(
    "/live",
    ...route({
      tag: "Live",
      summary: "A WebSocket that tells what changed",
      description:
        "Offer the subprotocol `docket.v1`, and `docket.bearer.<token>` where there is no cookie, with the token URL-encoded " +
        "(`encodeURIComponent`): that of staff has characters that no subprotocol may have. The server " +
        'sends `{"type":"ticket.changed","id","version"}`, to staff `{"type":"person.changed","id"}` when somebody is ' +
        'renamed, switched off or on, or erased, and `{"type":"ticket.read","id"}` when you have read on ' +
        "elsewhere; fetch what changed through the API. When the " +
        "session ends, so does the socket, with the code 3000; so do those of a site that is switched off, or on which " +
        "fewer pages may use it. Ask `GET /me` then whether the session is still good; after every other close, connect " +
        "again.",
      access: "live.connect",
    }),
    async (c) => {
      if (c.req.header("upgrade")?.toLowerCase() !== "websocket") throw upgradeRequired();
      return c.env.hub.connect(c, audiencesOfCall(c.get("call")));
    },
  );
