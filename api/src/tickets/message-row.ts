import type { Message } from "@docket/core/tickets/message";
import type { messages } from "../db/schema/messages.ts";

export type MessageRow = Omit<typeof messages.$inferSelect, "position">;

/** A message with the name that the desk knows for its author, if they are a person. */
export interface NamedMessage extends MessageRow {
  readonly name: string | null;
}

/** What decisions about a message depend on. */
export const toMessage = ({ id, kind, authorKind, authorId, body, deletedAt }: MessageRow): Message => ({
  id,
  kind,
  author: { kind: authorKind, id: authorId },
  body,
  deletedAt,
});
