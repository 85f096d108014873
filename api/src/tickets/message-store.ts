import type { Db } from "../db/client.ts";
import { eq } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import { discard } from "../attachments/bind.ts";
import { messages } from "../db/schema/messages.ts";
import type { MessageRow } from "./message-row.ts";

/** Writes what became of a message that was there; the files of one that is deleted go with it. */
export const rewrite = (db: Db, { id, body, editedAt, deletedAt }: MessageRow): readonly BatchItem<"sqlite">[] => [
  db.orm.update(messages).set({ body, editedAt, deletedAt }).where(eq(messages.id, id)),
  ...(deletedAt === null ? [] : discard(db, id, deletedAt)),
];
