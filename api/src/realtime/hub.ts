import type { Hint } from "@docket/core/contract/live";
import type { Context } from "hono";
import type { AppEnv } from "../context.ts";

/**
 * Who should hear of something: all staff, whoever asked for a ticket, a widget session. A member of the staff hears of
 * all tickets as such, and of their own not once more. `person` is all sockets of somebody, whatever they hear.
 */
export type Audience = "staff" | `requester:${string}` | `visitor:${string}` | `person:${string}`;

/** Carries hints to open sockets. Losing one is harmless: a hint only says «look again». */
export interface Hub {
  /** Sends the hint to every socket that listens to any of the audiences. */
  publish(audiences: readonly Audience[], hint: Hint): Promise<void>;
  /** Closes every socket that listens to this audience: whoever it is must show again what they may hear of. */
  disconnect(audience: Audience): Promise<void>;
  /**
   * Answers the upgrade request of a caller who was authenticated already, with a socket that listens to
   * these audiences.
   */
  connect(c: Context<AppEnv>, audiences: readonly Audience[]): Promise<Response>;
}
