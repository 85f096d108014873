import type { ActorRef } from "../actor.ts";
import type { Id } from "../ids.ts";
import type { Ms } from "../time.ts";
import type { MessageKind } from "./message.ts";
import type { OpeningFields, Priority, Status } from "./ticket.ts";

export interface Change<T> {
  readonly from: T;
  readonly to: T;
}

export interface CreatedData extends OpeningFields {
  /** 0 until the store, which alone knows the next number, writes it. */
  readonly number: number;
}

export interface UpdatedData {
  readonly title?: Change<string>;
  readonly description?: Change<string>;
  readonly category?: Change<string>;
  readonly priority?: Change<Priority>;
}

/** Which message it was, never what it said: words that are gone must not live on in the history. */
export interface MessageData {
  readonly messageId: Id<"message">;
  readonly kind: MessageKind;
}

/** The fact that each type of event records. */
export interface TicketEventData {
  "ticket.created": CreatedData;
  "ticket.updated": UpdatedData;
  "ticket.tagged": { readonly tags: Change<readonly string[]> };
  "ticket.assigned": { readonly assigneeId: Change<Id<"person"> | null>; readonly status: Change<Status> };
  "ticket.unassigned": { readonly assigneeId: Change<Id<"person"> | null>; readonly status: Change<Status> };
  "ticket.status_changed": { readonly status: Change<Status> };
  "ticket.resolved": { readonly status: Change<Status> };
  "ticket.closed": { readonly status: Change<Status> };
  "ticket.reopened": { readonly status: Change<Status> };
  "ticket.cancelled": { readonly status: Change<Status> };
  "ticket.replied": { readonly messageId: Id<"message">; readonly fromStaff: boolean };
  "ticket.noted": { readonly messageId: Id<"message"> };
  "ticket.message_edited": MessageData;
  "ticket.message_deleted": MessageData;
  "ticket.deleted": Readonly<Record<string, never>>;
}

export type TicketEventType = keyof TicketEventData;

/** Something that happened to a ticket. `seq` counts a ticket's events from 1. */
export type TicketEvent = {
  [T in TicketEventType]: {
    readonly type: T;
    readonly ticketId: Id<"ticket">;
    readonly seq: number;
    readonly at: Ms;
    readonly actor: ActorRef;
    readonly data: TicketEventData[T];
  };
}[TicketEventType];
