import type { ParkedPage } from "@docket/core/contract/outbox";
import { toIso } from "@docket/core/time";
import { and, desc, inArray, isNotNull, sql } from "drizzle-orm";
import { z } from "zod";
import type { Call } from "../context.ts";
import { outbox } from "../db/schema/events.ts";
import { invitations, people } from "../db/schema/people.ts";
import { tickets } from "../db/schema/tickets.ts";
import { isTrue } from "../email/is-true.ts";
import { selectNews } from "../email/news-query.ts";
import { decodeCursor, pageOf } from "../http/pagination.ts";
import {
  aboutInvitation,
  aboutRequester,
  aboutTicket,
  isInvitationOver,
  listedColumns,
  viewListed,
} from "./listed-query.ts";

const place = z.tuple([z.number(), z.number(), z.number()]);

/** A page of the effects that failed too often or are held back, the latest first. */
export const listParked = async (
  { services: { db, clock } }: Call,
  { limit, cursor }: { readonly limit: number; readonly cursor?: string | undefined },
): Promise<ParkedPage> => {
  const { lastError, parkedAt, runAfter, heldUntil, position } = outbox;
  const after = decodeCursor(cursor, place);
  const isHere = and(
    isNotNull(parkedAt),
    after === null ? undefined : sql`(${parkedAt}, ${runAfter}, ${position}) < (${sql.join(after, sql`, `)})`,
  );
  const order = [desc(parkedAt), desc(runAfter), desc(position)];
  const here = db.orm
    .select({ position })
    .from(outbox)
    .where(isHere)
    .orderBy(...order)
    .limit(limit);
  const [rows, news] = await db.read(
    db.orm
      .select({
        ...listedColumns,
        lastError,
        parkedAt: sql<number>`${parkedAt}`,
        runAfter,
        heldUntil,
        position,
        isOver: isInvitationOver(clock.now()),
      })
      .from(outbox)
      .leftJoin(tickets, aboutTicket)
      .leftJoin(people, aboutRequester)
      .leftJoin(invitations, aboutInvitation)
      .where(isHere)
      .orderBy(...order)
      .limit(limit + 1),
    selectNews(db, inArray(position, here)),
  );
  const outdated = new Set(news.filter((one) => !isTrue(one)).map(({ id }) => id));
  return pageOf(
    rows,
    limit,
    (row) => [row.parkedAt, row.runAfter, row.position],
    (row) => ({
      ...viewListed(row),
      lastError: row.lastError,
      parkedAt: toIso(row.parkedAt),
      heldUntil: row.heldUntil === null ? null : toIso(row.heldUntil),
      outdated: row.isOver || outdated.has(row.id),
    }),
  );
};
