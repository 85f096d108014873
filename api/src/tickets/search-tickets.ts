import type { Actor } from "@docket/core/actor";
import { speaksForStaff } from "@docket/core/actor";
import type { SQL } from "drizzle-orm";
import { sql } from "drizzle-orm";
import { tickets } from "../db/schema/tickets.ts";

/** Each word quoted, so that nothing in it is an operator; the last one may be the start of a word. */
const toMatch = (text: string): string | null => {
  const words = text.match(/[\p{L}\p{N}\p{M}]+/gu);
  return words === null ? null : `${words.map((word) => `"${word}"`).join(" ")}*`;
};

const byNumber = (text: string): SQL | null => {
  const number = /^#?(\d{1,15})$/.exec(text)?.[1];
  return number === undefined ? null : sql`${tickets.number} = ${Number(number)}`;
};

/**
 * The condition for tickets in which all words occur, in title and description or in one message. For
 * those who may not read notes, notes are not searched either.
 */
export const matching = (actor: Actor, text: string): SQL => {
  const words = toMatch(text);
  const number = byNumber(text);
  if (words === null) return number ?? sql`0`;
  const notes = speaksForStaff(actor) ? sql`` : sql`AND m.kind = 'reply'`;
  const found = sql`${tickets.number} IN (
    SELECT rowid FROM tickets_fts WHERE tickets_fts MATCH ${words}
    UNION
    SELECT t.number FROM messages_fts f
      JOIN messages m ON m.position = f.rowid ${notes}
      JOIN tickets t ON t.id = m.ticket_id
      WHERE f.body MATCH ${words})`;
  return number === null ? found : sql`(${number} OR ${found})`;
};
