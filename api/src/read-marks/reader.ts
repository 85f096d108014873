import type { Actor } from "@docket/core/actor";
import { actingStaff } from "@docket/core/actor";
import type { Id } from "@docket/core/ids";
import type { Audience } from "../realtime/hub.ts";

export type Reader = Id<"person"> | Id<"visitor">;

/** Whose marks count for an actor: a person's, in whatever session or chat, or those of a widget session; null for programs. */
export const readerOf = (actor: Actor): Reader | null => {
  if (actor.kind === "client" || actor.kind === "visitor") return actor.id;
  return actingStaff(actor)?.id ?? null;
};

/** All screens of a reader. */
export const screensOf = (actor: Actor, reader: Reader): Audience =>
  actor.kind === "visitor" ? `visitor:${reader}` : `person:${reader}`;
