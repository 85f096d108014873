import type { Actor } from "@docket/core/actor";
import { speaksForStaff } from "@docket/core/actor";
import { and, desc, isNotNull, lte, sql } from "drizzle-orm";
import type { Db } from "../db/client.ts";
import { events } from "../db/schema/events.ts";
import { tickets } from "../db/schema/tickets.ts";
import { refCondition } from "../tickets/ref-query.ts";

/** The last event that concerns the client among those of a ticket up to one, as this reader counts them. */
export const selectPlace = (db: Db, actor: Actor, ref: string, seq: number) =>
  db.orm
    .select({ seq: events.publicSeq })
    .from(events)
    .where(
      and(
        sql`${events.streamId} = (SELECT ${tickets.id} FROM ${tickets} WHERE ${refCondition(ref)})`,
        isNotNull(events.publicSeq),
        lte(speaksForStaff(actor) ? events.seq : events.publicSeq, seq),
      ),
    )
    .orderBy(desc(events.seq))
    .limit(1);
