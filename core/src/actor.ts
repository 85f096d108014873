import type { ChatPlatform } from "./chat/platform.ts";
import type { Id } from "./ids.ts";

export const roles = ["client", "agent", "manager", "admin"] as const;
export type Role = (typeof roles)[number];

export const staffRoles = ["agent", "manager", "admin"] as const satisfies readonly Role[];
export type StaffRole = (typeof staffRoles)[number];

export const isStaffRole = (role: Role): role is StaffRole => role !== "client";

/**
 * What a key may be used for. `chat` is the bots': alone it allows nothing with tickets, and for the person on whose
 * behalf it acts what that person may do.
 */
export const keyScopes = ["tickets:read", "tickets:write", "chat"] as const;
export type KeyScope = (typeof keyScopes)[number];

/** Nobody in particular: no session was given. */
export interface AnonymousActor {
  readonly kind: "anonymous";
}

/** Somebody in a widget whose email address is not proven: sees the tickets opened in this session only. */
export interface VisitorActor {
  readonly kind: "visitor";
  readonly id: Id<"visitor">;
  readonly siteId: Id<"site">;
  /** In whose names tickets were opened in this session who are switched off now: those tickets are shut. */
  readonly shut?: readonly Id<"person">[];
}

/** A person whose email address is proven. `visitorId` is the widget session they came by, if any. */
export interface ClientActor {
  readonly kind: "client";
  readonly id: Id<"person">;
  readonly visitorId: Id<"visitor"> | null;
  readonly siteId: Id<"site"> | null;
}

export interface StaffActor {
  readonly kind: "staff";
  readonly id: Id<"person">;
  readonly role: StaffRole;
}

/** A program with an API key. It may do what its scopes say, and never more than the person it acts for. */
export interface KeyActor {
  readonly kind: "key";
  readonly id: string;
  readonly scopes: readonly KeyScope[];
  readonly onBehalfOf: StaffActor | null;
  /** The chat in which that person acts; null for other programs. */
  readonly platform: ChatPlatform | null;
}

/** Docket itself. */
export interface SystemActor {
  readonly kind: "system";
  readonly name: "sla" | "automation" | "email" | "maintenance";
}

export type Actor = AnonymousActor | VisitorActor | ClientActor | StaffActor | KeyActor | SystemActor;

/** How an event remembers who acted: enough to show a name later, never a copy of personal data. */
export interface ActorRef {
  readonly kind: Exclude<Actor["kind"], "anonymous">;
  readonly id: string;
  /** The key that acted for this person. */
  readonly viaKey?: string;
  /** The chat in which they did it, through that key. */
  readonly viaChat?: ChatPlatform;
}

/** Who an actor is for the record. Anonymous actors do not act, so they have no reference. */
export const actorRef = (actor: Exclude<Actor, AnonymousActor>): ActorRef => {
  switch (actor.kind) {
    case "system":
      return { kind: "system", id: actor.name };
    case "key":
      if (actor.onBehalfOf === null) return { kind: "key", id: actor.id };
      return {
        kind: "staff",
        id: actor.onBehalfOf.id,
        viaKey: actor.id,
        ...(actor.platform === null ? {} : { viaChat: actor.platform }),
      };
    default:
      return { kind: actor.kind, id: actor.id };
  }
};

/** The staff member that acts, in person or through a key; null when it is nobody of the staff. */
export const actingStaff = (actor: Actor): StaffActor | null =>
  actor.kind === "staff" ? actor : actor.kind === "key" ? actor.onBehalfOf : null;

/** True when tickets of this actor are there and shut. */
export const hasShut = (actor: Actor): boolean => actor.kind === "visitor" && (actor.shut ?? []).length > 0;

/** True when words of this actor are words of the company. */
export const speaksForStaff = (actor: Actor): boolean =>
  actor.kind === "staff" || actor.kind === "key" || actor.kind === "system";
