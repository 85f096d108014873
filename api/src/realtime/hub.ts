import type { Hint } from "@docket/core/contract/live";
import type { Context } from "hono";
import type { AppEnv } from "../context.ts";

/**
 * Who should hear of something: all staff, whoever asked for a ticket, a widget session. A member of the staff hears of
 * all tickets as such, and of their own not once more. `person` is all sockets of somebody, `session` those of one of
 * their sessions, and `site` those of all widgets of a site, whatever they hear.
 */
export type Audience =
  | "staff"
  | `requester:${string}`
  | `visitor:${string}`
  | `person:${string}`
  | `session:${string}`
  | `site:${string}`;

/** The id of the session that an audience stands for; none for every other audience. */
export const sessionIdOf = (audience: string): readonly string[] =>
  audience.startsWith("session:") ? [audience.slice("session:".length)] : [];

/**
 * Who a socket counts for: its session; a client in all their sessions, which are free; and where nobody is known the
 * network address too.
 */
export const socketOwners = (c: Context<AppEnv>): readonly string[] => {
  const { caller, actor } = c.get("call");
  if (actor.kind === "client") return [actor.id];
  return [...(caller === null ? [] : [caller]), ...(actor.kind === "visitor" ? [`address:${c.env.clientIp()}`] : [])];
};

/** More windows than one session or client has open, and than all those of an office. */
export const mostSockets = (owner: string): number => (owner.startsWith("address:") ? 500 : 50);

/** Carries hints to open sockets. Losing one is harmless: a hint only says «look again». */
export interface Hub {
  /** Sends the hint to every socket that listens to any of the audiences. */
  publish(audiences: readonly Audience[], hint: Hint): Promise<void>;
  /** Closes every socket that listens to any of the audiences, with `sessionEnded`: what let them in may do so no more. */
  disconnect(audiences: readonly Audience[]): Promise<void>;
  /** The ids of the sessions that have a socket here. */
  sessions(): Promise<readonly string[]>;
  /**
   * Answers the upgrade request of a caller who was authenticated already, with a socket that listens to
   * these audiences.
   */
  connect(c: Context<AppEnv>, audiences: readonly Audience[]): Promise<Response>;
}
