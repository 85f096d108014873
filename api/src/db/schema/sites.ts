import type { Id } from "@docket/core/ids";
import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { people } from "./people.ts";

/** The installs of the widget. The id is the public key of the script tag. */
export const sites = sqliteTable(
  "sites",
  {
    id: text("id").$type<Id<"site">>().primaryKey(),
    name: text("name").notNull(),
    origins: text("origins", { mode: "json" }).$type<readonly string[]>().notNull(),
    active: integer("active", { mode: "boolean" }).notNull().default(true),
    createdAt: integer("created_at").notNull(),
  },
  (table) => [index("sites_by_time").on(table.createdAt, table.id)],
);

/** Widget sessions. `personId` is set once the visitor has proven an email address. */
export const visitors = sqliteTable(
  "visitors",
  {
    id: text("id").$type<Id<"visitor">>().primaryKey(),
    tokenHash: text("token_hash").notNull().unique(),
    siteId: text("site_id")
      .$type<Id<"site">>()
      .notNull()
      .references(() => sites.id),
    personId: text("person_id")
      .$type<Id<"person">>()
      .references(() => people.id, { onDelete: "set null" }),
    ipAddress: text("ip_address"),
    userAgent: text("user_agent"),
    createdAt: integer("created_at").notNull(),
    expiresAt: integer("expires_at").notNull(),
  },
  (table) => [index("visitors_by_expiry").on(table.expiresAt), index("visitors_by_person").on(table.personId)],
);

/** What a client chooses from as the type of request. */
export const categories = sqliteTable("categories", {
  id: text("id").primaryKey(),
  name: text("name").notNull(),
  position: integer("position").notNull(),
});
