import type { Id } from "@docket/core/ids";
import { and, eq, inArray, isNull } from "drizzle-orm";
import type { Db } from "../db/client.ts";
import { tickets } from "../db/schema/tickets.ts";
import { openStatuses } from "./filter-query.ts";

/** The open tickets that this person has, in the version in which they have them. */
export const listHeld = async (
  db: Db,
  personId: Id<"person">,
): Promise<readonly { readonly id: Id<"ticket">; readonly version: number }[]> => {
  const [rows] = await db.read(
    db.orm
      .select({ id: tickets.id, version: tickets.version })
      .from(tickets)
      .where(and(eq(tickets.assigneeId, personId), inArray(tickets.status, openStatuses), isNull(tickets.deletedAt))),
  );
  return rows;
};
