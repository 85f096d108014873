import { alias } from "drizzle-orm/sqlite-core";
import { people } from "../db/schema/people.ts";
import { isDisowned } from "../email/unwanted-store.ts";

/** Whoever asked for a ticket, beside others of the same table. */
export const requester = alias(people, "requester");

/** What is read of them with a ticket: who they are, and whether they are reached. */
export const requesterColumns = {
  id: requester.id,
  name: requester.name,
  email: requester.email,
  active: requester.active,
  isDisowned: isDisowned(requester.mailbox),
};
