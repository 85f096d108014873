import type { OpenTicketInput } from "@docket/core/contract/ticket";
import type { Id } from "@docket/core/ids";
import type { SQL } from "drizzle-orm";
import { and, eq, inArray } from "drizzle-orm";
import type { Db } from "../db/client.ts";
import { ticketOrigins } from "../db/schema/chat.ts";
import { tickets } from "../db/schema/tickets.ts";

/** What tells a message from all others. */
type Origin = Omit<NonNullable<OpenTicketInput["origin"]>, "url">;

const isMessage = ({ platform, workspaceId, channelId, messageId }: Origin) =>
  and(
    eq(ticketOrigins.platform, platform),
    eq(ticketOrigins.workspaceId, workspaceId),
    eq(ticketOrigins.channelId, channelId),
    eq(ticketOrigins.messageId, messageId),
  );

/** The ticket that was made from this message of a chat; for use in a batch. */
export const selectOrigin = (db: Db, origin: Origin) =>
  db.orm
    .select({ id: tickets.id, number: tickets.number, deletedAt: tickets.deletedAt })
    .from(ticketOrigins)
    .innerJoin(tickets, eq(tickets.id, ticketOrigins.ticketId))
    .where(isMessage(origin));

/** The same as a condition for tickets. */
export const isMadeOf = (db: Db, origin: Origin) => (): SQL =>
  inArray(tickets.id, db.orm.select({ id: ticketOrigins.ticketId }).from(ticketOrigins).where(isMessage(origin)));

/** Says that a ticket was made from this message; fails in the write batch when another one was. */
export const keepOrigin = (db: Db, { platform, workspaceId, channelId, messageId }: Origin, ticketId: Id<"ticket">) =>
  db.orm.insert(ticketOrigins).values({ platform, workspaceId, channelId, messageId, ticketId });

/** Lets another ticket be made from the message, unless somebody else was first. */
export const forgetOrigin = (db: Db, origin: Origin, ticketId: Id<"ticket">) =>
  db.orm.delete(ticketOrigins).where(and(isMessage(origin), eq(ticketOrigins.ticketId, ticketId)));
