import type { Id } from "@docket/core/ids";
import { eq } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import type { AttachmentRow } from "../attachments/bind.ts";
import { discard, link } from "../attachments/bind.ts";
import type { Db } from "../db/client.ts";
import { messages } from "../db/schema/messages.ts";
import type { MessageRow } from "./message-row.ts";

/** The files of a message that is changed. */
export interface FilesAfter {
  readonly kept: readonly AttachmentRow[];
  readonly added: readonly AttachmentRow[];
  readonly removed: readonly Id<"attachment">[];
}

/** Writes what became of a message that was there; the files of one that is deleted go with it. */
export const rewrite = (
  db: Db,
  { id, ticketId, body, editedAt, deletedAt }: MessageRow,
  { kept, added, removed }: FilesAfter,
): readonly BatchItem<"sqlite">[] => [
  db.orm.update(messages).set({ body, editedAt, deletedAt }).where(eq(messages.id, id)),
  ...(deletedAt === null ? [] : discard(db, id, deletedAt)),
  ...(removed.length > 0 && editedAt !== null ? discard(db, id, editedAt, removed) : []),
  // After the last one that stays, wherever that stands.
  ...(added.length > 0 ? [link(db, added, ticketId, id, kept.length + removed.length)] : []),
];
