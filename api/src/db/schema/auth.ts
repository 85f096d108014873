import type { Id } from "@docket/core/ids";
import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { people } from "./people.ts";

/** The tables that better-auth keeps; its user table is `people`. */
export const sessions = sqliteTable(
  "sessions",
  {
    id: text("id").primaryKey(),
    userId: text("person_id")
      .$type<Id<"person">>()
      .notNull()
      .references(() => people.id, { onDelete: "cascade" }),
    token: text("token").notNull().unique(),
    expiresAt: integer("expires_at", { mode: "timestamp_ms" }).notNull(),
    ipAddress: text("ip_address"),
    userAgent: text("user_agent"),
    createdAt: integer("created_at", { mode: "timestamp_ms" }).notNull(),
    updatedAt: integer("updated_at", { mode: "timestamp_ms" }).notNull(),
  },
  (table) => [index("sessions_by_person").on(table.userId), index("sessions_by_expiry").on(table.expiresAt)],
);

/**
 * Who tried to sign in as somebody and could not: a row for each address from which that was tried. The address is
 * empty where a person has more rows than are kept apart.
 */
export const failedSignIns = sqliteTable(
  "failed_sign_ins",
  {
    personId: text("person_id")
      .$type<Id<"person">>()
      .notNull()
      .references(() => people.id, { onDelete: "cascade" }),
    ipAddress: text("ip_address").notNull(),
    userAgent: text("user_agent"),
    times: integer("times").notNull(),
    firstAt: integer("first_at").notNull(),
    lastAt: integer("last_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.personId, table.ipAddress] }),
    index("failed_sign_ins_by_time").on(table.lastAt),
  ],
);

/** Who signed up, until it is clear what becomes of them: an address that is never proven is forgotten. */
export const signUps = sqliteTable(
  "sign_ups",
  { personId: text("person_id").$type<Id<"person">>().primaryKey(), at: integer("at").notNull() },
  (table) => [index("sign_ups_by_time").on(table.at)],
);

export const accounts = sqliteTable(
  "accounts",
  {
    id: text("id").primaryKey(),
    userId: text("person_id")
      .$type<Id<"person">>()
      .notNull()
      .references(() => people.id, { onDelete: "cascade" }),
    accountId: text("account_id").notNull(),
    providerId: text("provider_id").notNull(),
    password: text("password"),
    accessToken: text("access_token"),
    refreshToken: text("refresh_token"),
    idToken: text("id_token"),
    accessTokenExpiresAt: integer("access_token_expires_at", { mode: "timestamp_ms" }),
    refreshTokenExpiresAt: integer("refresh_token_expires_at", { mode: "timestamp_ms" }),
    scope: text("scope"),
    createdAt: integer("created_at", { mode: "timestamp_ms" }).notNull(),
    updatedAt: integer("updated_at", { mode: "timestamp_ms" }).notNull(),
  },
  (table) => [index("accounts_by_person").on(table.userId)],
);

/**
 * Codes that were sent by email. `id` follows from the address and from who asked; the digits follow from `seed` and from
 * the secret of the desk, so that the same ones can be sent again.
 */
export const codes = sqliteTable(
  "codes",
  {
    id: text("id").primaryKey(),
    seed: text("seed").notNull(),
    hash: text("hash").notNull(),
    tries: integer("tries").notNull().default(0),
    emails: integer("emails").notNull().default(1),
    sentAt: integer("sent_at").notNull(),
    expiresAt: integer("expires_at").notNull(),
  },
  (table) => [index("codes_by_expiry").on(table.expiresAt)],
);

export const verifications = sqliteTable(
  "verifications",
  {
    id: text("id").primaryKey(),
    identifier: text("identifier").notNull(),
    value: text("value").notNull(),
    expiresAt: integer("expires_at", { mode: "timestamp_ms" }).notNull(),
    createdAt: integer("created_at", { mode: "timestamp_ms" }).notNull(),
    updatedAt: integer("updated_at", { mode: "timestamp_ms" }).notNull(),
  },
  (table) => [
    index("verifications_by_identifier").on(table.identifier),
    index("verifications_by_expiry").on(table.expiresAt),
  ],
);
