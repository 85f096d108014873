import type { Actor } from "@docket/core/actor";
import { speaksForStaff } from "@docket/core/actor";
import type { SQL } from "drizzle-orm";
import { sql } from "drizzle-orm";
import { tickets } from "../db/schema/tickets.ts";

/** More words say nothing more about what is looked for, and each of them costs. */
const mostWords = 12;

/** As the index has them: without case and accents. */
const fold = (word: string): string => word.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

/**
 * Each word once and quoted, so that nothing in it is an operator; the last one may be the start of a word. With a single
 * letter half of all words begin: whoever is anybody finds it only as a word.
 */
const toMatch = (actor: Actor, text: string): string | null => {
  const all = text.match(/[\p{L}\p{N}\p{M}]+/gu);
  if (all === null) return null;
  const folded = all.map(fold);
  const last = folded.at(-1) ?? "";
  const isWhole =
    folded.indexOf(last) < folded.length - 1 ||
    (actor.kind === "visitor" && /^[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\d]$/u.test(last));
  const words = [...new Map(all.map((word, i) => [folded[i], word])).values()].slice(0, mostWords);
  return words.map((word) => `"${word}"`).join(" ") + (isWhole || folded.length > mostWords ? "" : "*");
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
  const words = toMatch(actor, text);
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
