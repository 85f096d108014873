import type { Id } from "@docket/core/ids";
import { and, asc, eq, gt, inArray, isNotNull, max, sql } from "drizzle-orm";
import type { Db } from "../db/client.ts";
import { events } from "../db/schema/events.ts";
import { tickets } from "../db/schema/tickets.ts";

/** Asks for the position of the newest event; null when nothing ever happened. */
export const lastPosition = (db: Db) => db.orm.select({ position: max(events.position) }).from(events);

/** Asks what happened after a position, in the order in which it did; at most this many events. */
export const changesAfter = (db: Db, position: number, most: number) =>
  db.orm
    .select({
      position: events.position,
      streamId: events.streamId,
      type: events.type,
      publicSeq: events.publicSeq,
      siteDiff: sql<string | null>`CASE WHEN ${eq(events.type, "site.updated")} THEN ${events.data} END`,
    })
    .from(events)
    .where(gt(events.position, position))
    .orderBy(asc(events.position))
    .limit(most);

/** So many sessions are told at once that they are out; those that are not hear of nothing all the same. */
const sessionsTold = 500;

/** Asks in which widget sessions that only typed an address tickets were opened in the name of these people. */
export const sessionsInNameOf = (db: Db, personIds: readonly string[]) =>
  db.orm
    .selectDistinct({ visitorId: tickets.visitorId })
    .from(tickets)
    .where(and(inArray(tickets.requesterId, [...personIds] as Id<"person">[]), isNotNull(tickets.visitorId)))
    .limit(sessionsTold);

/** A row of `changesAfter`. */
export interface Change {
  readonly position: number;
  readonly streamId: string;
  readonly type: string;
  readonly publicSeq: number | null;
  /** What a change of a site says; null for everything else. */
  readonly siteDiff: string | null;
}
