import type { ChatPlatform } from "../chat/platform.ts";
import type { Id } from "../ids.ts";
import type { Ms } from "../time.ts";

export const statuses = ["new", "assigned", "in_progress", "waiting", "resolved", "closed", "cancelled"] as const;
export type Status = (typeof statuses)[number];

export const priorities = ["low", "normal", "high", "urgent"] as const;
export type Priority = (typeof priorities)[number];

export const sources = ["widget", "email", "slack", "discord", "dashboard", "api"] as const;
export type Source = (typeof sources)[number];

/** The message of a chat that a ticket was made from. */
export interface TicketOrigin {
  readonly platform: ChatPlatform;
  readonly url: string;
}

/** A ticket: what its events add up to. Times are milliseconds; `version` is the number of its events. */
export interface Ticket {
  readonly id: Id<"ticket">;
  /** The number for people, `#1042`; 0 until the store has numbered it. */
  readonly number: number;
  readonly title: string;
  readonly description: string;
  readonly category: string;
  readonly priority: Priority;
  readonly status: Status;
  readonly tags: readonly string[];
  readonly requesterId: Id<"person">;
  /** The widget session that opened it while the email address was not proven. */
  readonly visitorId: Id<"visitor"> | null;
  readonly siteId: Id<"site"> | null;
  readonly source: Source;
  /** Whether the requester's email address was proven when the ticket was opened. */
  readonly emailProven: boolean;
  readonly origin: TicketOrigin | null;
  readonly followUpOf: Id<"ticket"> | null;
  readonly assigneeId: Id<"person"> | null;
  readonly createdAt: Ms;
  readonly updatedAt: Ms;
  /** When staff first replied; set once. */
  readonly firstRespondedAt: Ms | null;
  /** When it was last solved; null while it is open. */
  readonly resolvedAt: Ms | null;
  readonly closedAt: Ms | null;
  readonly deletedAt: Ms | null;
  readonly version: number;
  /** The number of the events that concern the client, and when the last of them was: what is `version` and `updatedAt` to them. */
  readonly publicVersion: number;
  readonly publicUpdatedAt: Ms;
}

/** What is said when a ticket is opened. */
export type OpeningFields = Pick<
  Ticket,
  | "title"
  | "description"
  | "category"
  | "priority"
  | "tags"
  | "requesterId"
  | "visitorId"
  | "siteId"
  | "source"
  | "emailProven"
  | "followUpOf"
  | "origin"
>;
