import type { Id } from "@docket/core/ids";
import { integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { tickets } from "./tickets.ts";

/**
 * How far somebody has read a ticket, by the `publicSeq` of its events. The reader is a person, or a widget session of which
 * nobody knows whose it is; a trigger deletes the marks of one that ends.
 */
export const readMarks = sqliteTable(
  "read_marks",
  {
    readerId: text("reader_id").$type<Id<"person"> | Id<"visitor">>().notNull(),
    ticketId: text("ticket_id")
      .$type<Id<"ticket">>()
      .notNull()
      .references(() => tickets.id),
    seq: integer("seq").notNull(),
  },
  (table) => [primaryKey({ columns: [table.readerId, table.ticketId] })],
);
