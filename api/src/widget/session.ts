import type { Actor } from "@docket/core/actor";
import type { Id } from "@docket/core/ids";
import { denied } from "../http/problem.ts";

/** A widget session and the site that it is of. */
export interface Session {
  readonly id: Id<"visitor">;
  readonly siteId: Id<"site"> | null;
}

/** The widget session that an actor came by; everybody else is refused. */
export const sessionOf = (actor: Actor): Session => {
  if (actor.kind === "visitor") return actor;
  if (actor.kind === "client" && actor.visitorId !== null) return { id: actor.visitorId, siteId: actor.siteId };
  throw denied();
};
