import type { Id } from "@docket/core/ids";
import { and, eq, inArray, isNull } from "drizzle-orm";
import type { Db } from "../db/client.ts";
import { tickets } from "../db/schema/tickets.ts";
import { openStatuses } from "./filter-query.ts";

/** The ids of the open tickets that this person has. */
export const listHeld = async (db: Db, personId: Id<"person">): Promise<Id<"ticket">[]> => {
  const [rows] = await db.read(
    db.orm
      .select({ id: tickets.id })
      .from(tickets)
      .where(and(eq(tickets.assigneeId, personId), inArray(tickets.status, openStatuses), isNull(tickets.deletedAt))),
  );
  return rows.map(({ id }) => id);
};
