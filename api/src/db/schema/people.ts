import { roles, staffRoles } from "@docket/core/actor";
import { chatNotices } from "@docket/core/chat/notice";
import type { Id } from "@docket/core/ids";
import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** Everybody Docket knows: clients and staff. It is also the user table of better-auth. */
export const people = sqliteTable(
  "people",
  {
    id: text("id").$type<Id<"person">>().primaryKey(),
    name: text("name").notNull(),
    email: text("email").notNull().unique(),
    emailVerified: integer("email_verified", { mode: "boolean" }).notNull().default(false),
    image: text("image"),
    role: text("role", { enum: roles }).notNull().default("client"),
    active: integer("active", { mode: "boolean" }).notNull().default(true),
    /** Not to be pinged in chats for now, and shown as away to others. */
    away: integer("away", { mode: "boolean" }).notNull().default(false),
    /** How they are told in a chat what happened to tickets of theirs. */
    chatNotice: text("chat_notice", { enum: chatNotices }).notNull().default("mention"),
    version: integer("version").notNull().default(0),
    /** What `unwanted` would know the mailbox of the address by; null where that was not looked up yet. */
    mailbox: text("mailbox"),
    createdAt: integer("created_at", { mode: "timestamp_ms" }).notNull(),
    updatedAt: integer("updated_at", { mode: "timestamp_ms" }).notNull(),
  },
  (table) => [
    index("people_by_role").on(table.role, table.name, table.id),
    index("people_by_name").on(table.name, table.id),
  ],
);

export const invitations = sqliteTable(
  "invitations",
  {
    id: text("id").$type<Id<"invitation">>().primaryKey(),
    /** Null on the link for the first admin. */
    email: text("email"),
    role: text("role", { enum: staffRoles }).notNull(),
    tokenHash: text("token_hash").notNull().unique(),
    invitedBy: text("invited_by").$type<Id<"person">>(),
    createdAt: integer("created_at").notNull(),
    expiresAt: integer("expires_at").notNull(),
    acceptedAt: integer("accepted_at"),
    revokedAt: integer("revoked_at"),
  },
  (table) => [index("invitations_by_time").on(table.createdAt, table.id)],
);
