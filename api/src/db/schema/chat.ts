import type { ChannelFilter } from "@docket/core/chat/routing";
import { listeningTroubles } from "@docket/core/chat/bot-trouble";
import { channelKinds, channelModes, chatPlatforms } from "@docket/core/chat/platform";
import type { TakenFile } from "@docket/core/contract/chat";
import { integrationStates } from "@docket/core/contract/integration";
import type { Id } from "@docket/core/ids";
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { tickets } from "./tickets.ts";

/** A look for what a chat did not bring, under way: when it began, and where it goes on; null at the beginning. */
export interface Look {
  readonly began: number;
  readonly from: string | null;
}

const health = {
  state: text("state", { enum: integrationStates }).notNull().default("active"),
  reason: text("reason"),
  brokenAt: integer("broken_at"),
};

/**
 * Since when it is off; null while it is on. What stands there is kept, to be taken up again when it comes back.
 */
const off = { offAt: integer("off_at") };

/**
 * Workspaces of Slack and servers of Discord. `sealedToken` is null where the token of the settings counts. What people
 * did there before `followedUntil` is followed; null when it counts from `createdAt`. What was missed is not looked for
 * before `catchUpAfter`; `look` is null while nobody has begun to. `heardAt` is when a bot or the chat itself was heard of last; `trouble` is what keeps the desk
 * from hearing, since `troubledAt`. `directsShutAt` is since when the app can send nobody there a direct message.
 */
export const integrations = sqliteTable(
  "integrations",
  {
    id: text("id").$type<Id<"integration">>().primaryKey(),
    platform: text("platform", { enum: chatPlatforms }).notNull(),
    workspaceId: text("workspace_id").notNull(),
    name: text("name").notNull(),
    botUserId: text("bot_user_id").notNull(),
    sealedToken: text("sealed_token"),
    ...health,
    followedUntil: integer("followed_until"),
    catchUpAfter: integer("catch_up_after").notNull().default(0),
    look: text("look", { mode: "json" }).$type<Look>(),
    heardAt: integer("heard_at"),
    trouble: text("trouble", { enum: listeningTroubles }),
    troubledAt: integer("troubled_at"),
    directsShutAt: integer("directs_shut_at"),
    ...off,
    createdAt: integer("created_at").notNull(),
  },
  (table) => [
    uniqueIndex("integrations_by_workspace").on(table.platform, table.workspaceId),
    index("integrations_by_time").on(table.createdAt, table.id),
  ],
);

/**
 * Workspaces that an admin has disconnected, and those out of which the app was taken: nobody there does anything with
 * the desk until it is connected, or works, again. One that was never connected is not among them.
 */
export const disconnectedWorkspaces = sqliteTable(
  "disconnected_workspaces",
  {
    platform: text("platform", { enum: chatPlatforms }).notNull(),
    workspaceId: text("workspace_id").notNull(),
    at: integer("at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.platform, table.workspaceId] })],
);

/** What of a workspace may not work: it takes no cards, something keeps the desk from hearing, or its bot is silent. */
const outageKinds = ["broken", "trouble", "silent"] as const;
export type OutageKind = (typeof outageKinds)[number];

/** The last outage of each kind that admins were told of by email, and when; one that began later is another. */
export const toldOutages = sqliteTable(
  "told_outages",
  {
    integrationId: text("integration_id")
      .$type<Id<"integration">>()
      .notNull()
      .references(() => integrations.id, { onDelete: "cascade" }),
    kind: text("kind", { enum: outageKinds }).notNull(),
    since: integer("since").notNull(),
    toldAt: integer("told_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.integrationId, table.kind] })],
);

/** Channels that show cards, and those that did. `modeSince` is when the mode became another one; 0 while it is the first. */
export const channels = sqliteTable(
  "channels",
  {
    id: text("id").$type<Id<"channel">>().primaryKey(),
    integrationId: text("integration_id")
      .$type<Id<"integration">>()
      .notNull()
      .references(() => integrations.id, { onDelete: "cascade" }),
    channelId: text("channel_id").notNull(),
    name: text("name").notNull(),
    kind: text("kind", { enum: channelKinds }).notNull(),
    mode: text("mode", { enum: channelModes }).notNull(),
    modeSince: integer("mode_since").notNull().default(0),
    filter: text("filter", { mode: "json" }).$type<ChannelFilter>().notNull(),
    fallback: integer("fallback", { mode: "boolean" }).notNull(),
    ...health,
    ...off,
    createdAt: integer("created_at").notNull(),
  },
  (table) => [
    uniqueIndex("channels_by_chat").on(table.integrationId, table.channelId),
    index("channels_by_time").on(table.createdAt, table.id),
  ],
);

/**
 * The card of a ticket in a channel. `externalId` and `threadId` are the chat's; null until it is sent. `shown` is what
 * it shows, so that only what differs is sent. `tryingSince` is when a send began whose end is not known.
 */
export const cards = sqliteTable(
  "cards",
  {
    id: text("id").$type<Id<"card">>().primaryKey(),
    ticketId: text("ticket_id")
      .$type<Id<"ticket">>()
      .notNull()
      .references(() => tickets.id),
    channelId: text("channel_id")
      .$type<Id<"channel">>()
      .notNull()
      .references(() => channels.id, { onDelete: "cascade" }),
    externalId: text("external_id"),
    threadId: text("thread_id"),
    shown: text("shown"),
    tryingSince: integer("trying_since"),
    createdAt: integer("created_at").notNull(),
  },
  (table) => [
    uniqueIndex("cards_by_ticket").on(table.ticketId, table.channelId),
    index("cards_by_thread").on(table.channelId, table.threadId),
  ],
);

/**
 * Messages of the conversation in the thread of a card: sent there by Docket, or written there by people (`inbound`).
 * `messageId` is a message's id, or the ticket's for the opening words. `parts` is how the board finds it in the chat.
 */
export const cardMessages = sqliteTable(
  "card_messages",
  {
    cardId: text("card_id")
      .$type<Id<"card">>()
      .notNull()
      .references(() => cards.id, { onDelete: "cascade" }),
    messageId: text("message_id").notNull(),
    /** The message's place in the conversation; 0 for the opening words. */
    seq: integer("seq").notNull(),
    inbound: integer("inbound", { mode: "boolean" }).notNull(),
    parts: text("parts", { mode: "json" }).$type<readonly string[]>().notNull(),
    shown: text("shown"),
    tryingSince: integer("trying_since"),
  },
  (table) => [primaryKey({ columns: [table.cardId, table.messageId] })],
);

/** Which message of the desk a message of a chat became: what makes taking it twice harmless. */
export const relayedMessages = sqliteTable(
  "relayed_messages",
  {
    cardId: text("card_id")
      .$type<Id<"card">>()
      .notNull()
      .references(() => cards.id, { onDelete: "cascade" }),
    externalId: text("external_id").notNull(),
    messageId: text("message_id").$type<Id<"message">>().notNull(),
    /** The newest change of it that was taken, or that its author knows was not: when they made it, by the clock of the chat. */
    editedAt: integer("edited_at").notNull().default(0),
    /** Its files there, and those that were taken out; null when it was taken before these were kept. */
    files: text("files", { mode: "json" }).$type<readonly TakenFile[]>(),
  },
  (table) => [primaryKey({ columns: [table.cardId, table.externalId] })],
);

/** The message of a chat that a ticket was made from: one ticket for each. */
export const ticketOrigins = sqliteTable(
  "ticket_origins",
  {
    platform: text("platform", { enum: chatPlatforms }).notNull(),
    workspaceId: text("workspace_id").notNull(),
    channelId: text("channel_id").notNull(),
    messageId: text("message_id").notNull(),
    ticketId: text("ticket_id")
      .$type<Id<"ticket">>()
      .notNull()
      .references(() => tickets.id),
  },
  (table) => [primaryKey({ columns: [table.platform, table.workspaceId, table.channelId, table.messageId] })],
);
