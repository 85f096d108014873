import type { Id } from "@docket/core/ids";
import type { SQL } from "drizzle-orm";
import { eq, sql } from "drizzle-orm";
import type { Db } from "../db/client.ts";
import { readMarks } from "../db/schema/read-marks.ts";
import { tickets } from "../db/schema/tickets.ts";
import type { Reader } from "./reader.ts";

const onlyForward = {
  target: [readMarks.readerId, readMarks.ticketId],
  set: { seq: sql`excluded.seq` },
  setWhere: sql`excluded.seq > ${readMarks.seq}`,
};

/** Says how far somebody has read; a mark never goes back, and gives no row when it stays. Part of a write batch. */
export const markRead = (db: Db, readerId: Reader, ticketId: Id<"ticket">, seq: number) =>
  db.orm
    .insert(readMarks)
    .values({ readerId, ticketId, seq })
    .onConflictDoUpdate(onlyForward)
    .returning({ seq: readMarks.seq });

/** What was read in a widget session counts for whoever turns out to be the requester. Part of a write batch. */
export const carryMarks = (db: Db, visitorId: Id<"visitor">, personId: SQL) =>
  db.orm
    .insert(readMarks)
    .select(
      sql`SELECT ${tickets.requesterId}, ${readMarks.ticketId}, ${readMarks.seq} FROM ${readMarks}
        JOIN ${tickets} ON ${eq(tickets.id, readMarks.ticketId)}
        WHERE ${eq(readMarks.readerId, visitorId)} AND ${tickets.requesterId} = ${personId}`,
    )
    .onConflictDoUpdate(onlyForward);

/** Forgets what somebody has read; part of a write batch. */
export const dropMarks = (db: Db, readerId: Reader) => db.orm.delete(readMarks).where(eq(readMarks.readerId, readerId));
