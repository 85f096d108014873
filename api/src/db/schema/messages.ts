import { deliveries } from "@docket/core/contract/message";
import type { Id } from "@docket/core/ids";
import { addressees, messageKinds } from "@docket/core/tickets/message";
import { sources } from "@docket/core/tickets/ticket";
import { sql } from "drizzle-orm";
import { index, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { tickets } from "./tickets.ts";

/** Replies and notes. `position` is the row id that the full-text index refers to; `seq` is the event's. */
export const messages = sqliteTable(
  "messages",
  {
    position: integer("position").primaryKey({ autoIncrement: true }),
    id: text("id").$type<Id<"message">>().notNull().unique(),
    ticketId: text("ticket_id")
      .$type<Id<"ticket">>()
      .notNull()
      .references(() => tickets.id),
    seq: integer("seq").notNull(),
    /** The `publicSeq` of the same event. */
    publicSeq: integer("public_seq"),
    kind: text("kind", { enum: messageKinds }).notNull(),
    source: text("source", { enum: sources }).notNull(),
    authorKind: text("author_kind", { enum: ["visitor", "client", "staff", "key", "system"] }).notNull(),
    authorId: text("author_id").notNull(),
    body: text("body").notNull(),
    /** Null for notes, and for what was written before it was kept who has read what: that counts as read. */
    addressee: text("addressee", { enum: addressees }),
    delivery: text("delivery", { enum: deliveries }).notNull(),
    createdAt: integer("created_at").notNull(),
    editedAt: integer("edited_at"),
    /** Its words and files are gone; that it was there stays. */
    deletedAt: integer("deleted_at"),
  },
  (table) => [
    uniqueIndex("messages_by_ticket").on(table.ticketId, table.seq),
    index("messages_by_addressee")
      .on(table.ticketId, table.addressee, table.publicSeq)
      .where(sql`${table.addressee} IS NOT NULL`),
  ],
);

/**
 * Files that were uploaded. Who uploaded one may bind it, once, to a ticket or a message. `bound` says whether there is a
 * link; triggers keep it, so that those that nobody used are found without looking at all of them.
 */
export const attachments = sqliteTable(
  "attachments",
  {
    id: text("id").$type<Id<"attachment">>().primaryKey(),
    uploaderId: text("uploader_id").notNull(),
    name: text("name").notNull(),
    contentType: text("content_type").notNull(),
    size: integer("size").notNull(),
    bound: integer("bound", { mode: "boolean" }).notNull().default(false),
    /** Not deleted before this time even when nobody used it: a draft has it, or had it a moment ago. */
    keptUntil: integer("kept_until"),
    createdAt: integer("created_at").notNull(),
  },
  (table) => [
    index("attachments_by_uploader").on(table.uploaderId, table.createdAt),
    index("attachments_unused")
      .on(table.createdAt)
      .where(sql`${table.bound} = 0`),
  ],
);

/** Where a file belongs; the primary key keeps it in one place only. No message: it came with the description. */
export const attachmentLinks = sqliteTable(
  "attachment_links",
  {
    attachmentId: text("attachment_id")
      .$type<Id<"attachment">>()
      .primaryKey()
      .references(() => attachments.id),
    ticketId: text("ticket_id")
      .$type<Id<"ticket">>()
      .notNull()
      .references(() => tickets.id),
    messageId: text("message_id")
      .$type<Id<"message">>()
      .references(() => messages.id),
    position: integer("position").notNull(),
  },
  (table) => [
    index("attachment_links_by_ticket").on(table.ticketId),
    index("attachment_links_by_message").on(table.messageId, table.position),
  ],
);
