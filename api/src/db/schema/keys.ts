import type { KeyScope } from "@docket/core/actor";
import { chatPlatforms } from "@docket/core/chat/platform";
import type { Id } from "@docket/core/ids";
import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { people } from "./people.ts";

/** Keys of programs. */
export const apiKeys = sqliteTable(
  "api_keys",
  {
    id: text("id").$type<Id<"apiKey">>().primaryKey(),
    name: text("name").notNull(),
    hash: text("hash").notNull().unique(),
    scopes: text("scopes", { mode: "json" }).$type<readonly KeyScope[]>().notNull(),
    createdBy: text("created_by").$type<Id<"person">>(),
    createdAt: integer("created_at").notNull(),
    /** Null when it works until somebody revokes it. */
    expiresAt: integer("expires_at"),
    /** When somebody got in with it, to the hour; null before. */
    lastUsedAt: integer("last_used_at"),
    revokedAt: integer("revoked_at"),
  },
  (table) => [
    index("api_keys_by_time").on(table.createdAt, table.id),
    index("api_keys_by_maker").on(table.createdBy, table.createdAt, table.id),
  ],
);

/** Who is who in a chat. `chatUser` is written as `chatUserKey` of core does. */
export const identityLinks = sqliteTable(
  "identity_links",
  {
    id: text("id").$type<Id<"identityLink">>().primaryKey(),
    chatUser: text("chat_user").notNull().unique(),
    platform: text("platform", { enum: chatPlatforms }).notNull(),
    name: text("name").notNull(),
    personId: text("person_id")
      .$type<Id<"person">>()
      .notNull()
      .references(() => people.id, { onDelete: "cascade" }),
    createdAt: integer("created_at").notNull(),
  },
  (table) => [index("identity_links_by_person").on(table.personId)],
);

/** Links that were asked for in a chat and not confirmed yet. */
export const linkCodes = sqliteTable(
  "link_codes",
  {
    hash: text("hash").primaryKey(),
    chatUser: text("chat_user").notNull(),
    platform: text("platform", { enum: chatPlatforms }).notNull(),
    name: text("name").notNull(),
    expiresAt: integer("expires_at").notNull(),
    usedAt: integer("used_at"),
  },
  (table) => [
    index("link_codes_by_expiry").on(table.expiresAt),
    index("link_codes_by_chat_user").on(table.chatUser, table.expiresAt),
  ],
);
