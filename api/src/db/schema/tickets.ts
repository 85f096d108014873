import type { Id } from "@docket/core/ids";
import type { TicketOrigin } from "@docket/core/tickets/ticket";
import { sources, statuses } from "@docket/core/tickets/ticket";
import { desc, sql } from "drizzle-orm";
import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { people } from "./people.ts";
import { categories } from "./sites.ts";

/**
 * The present state of each ticket: what its events add up to. `priority` is the place in core's list
 * of priorities, so that it sorts. There is no foreign key to the site: a widget may be taken down.
 */
export const tickets = sqliteTable(
  "tickets",
  {
    number: integer("number").primaryKey(),
    id: text("id").$type<Id<"ticket">>().notNull().unique(),
    title: text("title").notNull(),
    description: text("description").notNull(),
    category: text("category")
      .notNull()
      .references(() => categories.id),
    priority: integer("priority").notNull(),
    status: text("status", { enum: statuses }).notNull(),
    tags: text("tags", { mode: "json" }).$type<readonly string[]>().notNull(),
    requesterId: text("requester_id")
      .$type<Id<"person">>()
      .notNull()
      .references(() => people.id),
    visitorId: text("visitor_id").$type<Id<"visitor">>(),
    siteId: text("site_id").$type<Id<"site">>(),
    source: text("source", { enum: sources }).notNull(),
    emailProven: integer("email_proven", { mode: "boolean" }).notNull(),
    origin: text("origin", { mode: "json" }).$type<TicketOrigin>(),
    followUpOf: text("follow_up_of").$type<Id<"ticket">>(),
    assigneeId: text("assignee_id")
      .$type<Id<"person">>()
      .references(() => people.id),
    createdAt: integer("created_at").notNull(),
    updatedAt: integer("updated_at").notNull(),
    firstRespondedAt: integer("first_responded_at"),
    resolvedAt: integer("resolved_at"),
    closedAt: integer("closed_at"),
    deletedAt: integer("deleted_at"),
    version: integer("version").notNull(),
    publicVersion: integer("public_version").notNull().default(0),
    publicUpdatedAt: integer("public_updated_at").notNull().default(0),
  },
  (table) => [
    index("tickets_by_update").on(table.updatedAt, table.number),
    index("tickets_by_creation").on(table.createdAt, table.number),
    index("tickets_by_priority").on(table.priority, table.number),
    index("tickets_by_status").on(table.status, table.updatedAt, table.number),
    index("tickets_by_assignee").on(table.assigneeId, table.status, table.updatedAt, table.number),
    index("tickets_by_requester").on(table.requesterId, table.updatedAt, table.number),
    index("tickets_by_visitor").on(table.visitorId),
    index("tickets_by_category").on(table.category, table.updatedAt, table.number),
    // The build before this one asks for it by name, and may serve beside it.
    index("tickets_waiting")
      .on(desc(table.priority), table.createdAt, table.number)
      .where(sql`${table.status} = 'new' AND ${table.assigneeId} IS NULL AND ${table.deletedAt} IS NULL`),
    // The open ones that nobody has, in the order in which they are taken: last those that wait for their client.
    index("tickets_unheld")
      .on(sql`${table.status} = 'waiting'`, desc(table.priority), table.createdAt, table.number)
      .where(
        sql`${table.status} IN ('new', 'assigned', 'in_progress', 'waiting') AND ${table.assigneeId} IS NULL AND ${table.deletedAt} IS NULL`,
      ),
  ],
);

/**
 * What a visitor who proved no address called themselves on a ticket. It is not the name of the person of that address, who
 * may be somebody else.
 */
export const typedNames = sqliteTable("typed_names", {
  ticketId: text("ticket_id")
    .$type<Id<"ticket">>()
    .primaryKey()
    .references(() => tickets.id, { onDelete: "cascade" }),
  name: text("name").notNull(),
});

export const ticketTags = sqliteTable(
  "ticket_tags",
  {
    tag: text("tag").notNull(),
    ticketNumber: integer("ticket_number")
      .notNull()
      .references(() => tickets.number, { onDelete: "cascade" }),
  },
  (table) => [
    primaryKey({ columns: [table.tag, table.ticketNumber] }),
    index("ticket_tags_by_ticket").on(table.ticketNumber),
  ],
);
