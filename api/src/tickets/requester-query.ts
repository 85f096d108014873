import { sql } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import { people } from "../db/schema/people.ts";
import { tickets, typedNames } from "../db/schema/tickets.ts";
import { isDisowned } from "../email/unwanted-store.ts";

/** Whoever asked for a ticket, beside others of the same table. */
export const requester = alias(people, "requester");

/**
 * What they are called on a ticket: as long as nobody has proven the address for it, what was typed there. Whoever types
 * the address of somebody whom the desk knows does not get their name.
 */
const name = sql<string>`CASE WHEN ${tickets.emailProven} THEN ${requester.name} ELSE coalesce(
  (SELECT ${typedNames.name} FROM ${typedNames} WHERE ${typedNames.ticketId} = ${tickets.id}), ${requester.name}) END`;

/** What is read of them with a ticket: who they are, and whether they are reached. */
export const requesterColumns = {
  id: requester.id,
  name,
  email: requester.email,
  active: requester.active,
  isDisowned: isDisowned(requester.mailbox),
};
