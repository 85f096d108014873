import type { Actor } from "@docket/core/actor";
import type { Id } from "@docket/core/ids";
import { denied } from "../http/problem.ts";

/** The widget session that an actor came by; everybody else is refused. */
export const sessionOf = (actor: Actor): Id<"visitor"> => {
  if (actor.kind === "visitor") return actor.id;
  if (actor.kind === "client" && actor.visitorId !== null) return actor.visitorId;
  throw denied();
};
