import type { Id } from "@docket/core/ids";
import { messageKinds } from "@docket/core/tickets/message";
import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { people } from "./people.ts";
import { tickets } from "./tickets.ts";

/**
 * What members of the staff have begun to write, one for each person and ticket. `seen` is the version of the ticket that
 * they had before them. `version` begins with the time, so that it grows even where a draft was deleted in between.
 */
export const drafts = sqliteTable(
  "drafts",
  {
    personId: text("person_id")
      .$type<Id<"person">>()
      .notNull()
      .references(() => people.id, { onDelete: "cascade" }),
    ticketId: text("ticket_id")
      .$type<Id<"ticket">>()
      .notNull()
      .references(() => tickets.id),
    kind: text("kind", { enum: messageKinds }).notNull(),
    body: text("body").notNull(),
    attachmentIds: text("attachment_ids", { mode: "json" }).$type<readonly Id<"attachment">[]>().notNull(),
    seen: integer("seen").notNull(),
    version: integer("version").notNull(),
    updatedAt: integer("updated_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.personId, table.ticketId] }),
    index("drafts_by_person").on(table.personId, table.updatedAt, table.ticketId),
    index("drafts_by_ticket").on(table.ticketId),
    index("drafts_by_time").on(table.updatedAt),
  ],
);
