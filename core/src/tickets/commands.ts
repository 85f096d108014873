import type { Id } from "../ids.ts";
import type { OpeningFields, Priority, Status } from "./ticket.ts";

export interface OpenTicket extends OpeningFields {
  readonly type: "open";
  readonly ticketId: Id<"ticket">;
}

export interface UpdateTicket {
  readonly type: "update";
  readonly title?: string | undefined;
  readonly description?: string | undefined;
  readonly category?: string | undefined;
  readonly priority?: Priority | undefined;
  readonly tags?: readonly string[] | undefined;
}

export interface AssignTicket {
  readonly type: "assign";
  readonly assigneeId: Id<"person">;
}

export interface ChangeStatus {
  readonly type: "change_status";
  readonly status: Status;
}

export interface AddMessage {
  readonly type: "reply" | "note";
  readonly messageId: Id<"message">;
}

export interface EditMessage {
  readonly type: "edit_message";
  readonly messageId: Id<"message">;
  readonly body: string;
  /** Files that it gets and loses; none where this is left out. */
  readonly files?: { readonly added: readonly Id<"attachment">[]; readonly removed: readonly Id<"attachment">[] };
}

export interface DeleteMessage {
  readonly type: "delete_message";
  readonly messageId: Id<"message">;
}

export interface PlainCommand {
  readonly type: "claim" | "unassign" | "resolve" | "close" | "reopen" | "cancel" | "delete";
}

/** What somebody wants done with a ticket that exists. */
export type TicketCommand =
  | UpdateTicket
  | AssignTicket
  | ChangeStatus
  | AddMessage
  | EditMessage
  | DeleteMessage
  | PlainCommand;
