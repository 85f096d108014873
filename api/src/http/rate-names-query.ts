import type { SQL } from "drizzle-orm";
import { and, eq, sql } from "drizzle-orm";
import { sessions } from "../db/schema/auth.ts";
import { apiKeys, identityLinks } from "../db/schema/keys.ts";
import { people } from "../db/schema/people.ts";
import { visitors } from "../db/schema/sites.ts";
import { tickets } from "../db/schema/tickets.ts";
import type { Credential } from "./credential.ts";

/**
 * A counter of its own for each person who is linked in a chat. An account that is not linked has none: otherwise a key
 * could make up a new one for each request.
 */
export const personOr = (counter: string, chatUser: string): SQL => sql`
  (SELECT ${counter} || coalesce((
    SELECT ':' || ${identityLinks.personId} FROM ${identityLinks} WHERE ${identityLinks.chatUser} = ${chatUser}
  ), ''))`;

/** Whether a credential is one that the desk gave out. */
export const isStored = ({ kind, token, hash }: Credential): SQL => {
  switch (kind) {
    case "session":
      return sql`EXISTS (SELECT 1 FROM ${sessions} WHERE ${eq(sessions.token, token)})`;
    case "visitor":
      return sql`EXISTS (SELECT 1 FROM ${visitors} WHERE ${eq(visitors.tokenHash, hash)})`;
    case "key":
      return sql`EXISTS (SELECT 1 FROM ${apiKeys} WHERE ${eq(apiKeys.hash, hash)})`;
    case "built_in_key":
      return sql`1`;
  }
};

/** The client whose session it is: all their sessions are free, so what they do counts for the person. Null for others. */
export const clientOf = ({ kind, token, hash }: Credential): SQL => {
  switch (kind) {
    case "session":
      return sql`(SELECT ${people.id} FROM ${sessions} INNER JOIN ${people} ON ${people.id} = ${sessions.userId}
        WHERE ${and(eq(sessions.token, token), eq(people.role, "client"))})`;
    case "visitor":
      return sql`(SELECT ${visitors.personId} FROM ${visitors} WHERE ${eq(visitors.tokenHash, hash)})`;
    case "key":
    case "built_in_key":
      return sql`NULL`;
  }
};

/** A counter of each client for all their sessions together; null for others. */
export const ofClient = (counter: string, credential: Credential): SQL =>
  sql`(${counter} || ':' || ${clientOf(credential)})`;

export const isMadeUp = (credential: Credential): SQL => sql`NOT ${isStored(credential)}`;

/** Whether it is a widget session that proved no address. */
export const isStranger = ({ hash }: Credential): SQL =>
  sql`EXISTS (SELECT 1 FROM ${visitors} WHERE ${eq(visitors.tokenHash, hash)} AND ${visitors.personId} IS NULL)`;

/** The counter of a ticket of a stranger; null for any other. */
export const strangersTicket = ({ hash }: Credential, ref: string): SQL => sql`(
  SELECT 'replies:' || ${tickets.id} FROM ${tickets}
  INNER JOIN ${visitors} ON ${visitors.id} = ${tickets.visitorId}
  WHERE (${tickets.id} = ${ref} OR ${tickets.number} = CAST(${ref.replace(/^(?:#|%23)/, "")} AS INTEGER)) AND ${eq(visitors.tokenHash, hash)} AND ${visitors.personId} IS NULL)`;

/** What names whoever does something: the client, or else the session or key. */
export const doerOf = (counter: string, credential: Credential): SQL =>
  sql`(SELECT coalesce(${ofClient(counter, credential)}, ${`${counter}:${credential.hash}`}))`;

/** Whether it was given out, and not to somebody who proved no address. */
export const isKnownReader = (credential: Credential): SQL =>
  sql`(${isStored(credential)} AND NOT ${isStranger(credential)})`;
