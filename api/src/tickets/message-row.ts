import type { ActorRef } from "@docket/core/actor";
import type { Message } from "@docket/core/tickets/message";
import type { messages } from "../db/schema/messages.ts";

export type MessageRow = Omit<typeof messages.$inferSelect, "position">;

/** A message with who wrote it. */
export interface NamedMessage extends MessageRow {
  /** What the desk knows for its author, if they are a person. */
  readonly name: string | null;
  readonly writtenBy: ActorRef | null;
  /** The name of the key through which it was written. */
  readonly keyName: string | null;
}

/** What decisions about a message depend on. */
export const toMessage = ({ id, kind, authorKind, authorId, body, deletedAt }: MessageRow): Message => ({
  id,
  kind,
  author: { kind: authorKind, id: authorId },
  body,
  deletedAt,
});
