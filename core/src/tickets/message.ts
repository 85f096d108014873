import type { ActorRef } from "../actor.ts";
import type { Id } from "../ids.ts";
import type { Ms } from "../time.ts";

export const messageKinds = ["reply", "note"] as const;
export type MessageKind = (typeof messageKinds)[number];

/** To whom a reply is said; nobody's mark counts a note. */
export const addressees = ["client", "staff"] as const;

/** A message of a ticket: what decisions about it depend on. */
export interface Message {
  readonly id: Id<"message">;
  readonly kind: MessageKind;
  readonly author: Pick<ActorRef, "kind" | "id">;
  /** Empty once it is deleted, and where it is files alone. */
  readonly body: string;
  readonly deletedAt: Ms | null;
}
