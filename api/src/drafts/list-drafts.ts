import type { draftListQuery, DraftPage } from "@docket/core/contract/draft";
import { ticketScope } from "@docket/core/permissions/ticket-scope";
import { and, desc, eq, getTableColumns, sql } from "drizzle-orm";
import { z } from "zod";
import { uploadersOf } from "../attachments/bind.ts";
import type { Call } from "../context.ts";
import { drafts } from "../db/schema/drafts.ts";
import { tickets } from "../db/schema/tickets.ts";
import { scopeCondition } from "../db/scope.ts";
import { decodeCursor, pageOf } from "../http/pagination.ts";
import { selectDraftFiles } from "./select-drafts.ts";
import { viewDraft, writerOf } from "./view.ts";

/** A page of the caller's drafts on tickets that they may see, the last one written first. */
export const listDrafts = async (
  call: Call,
  { limit, cursor }: z.output<typeof draftListQuery>,
): Promise<DraftPage> => {
  const { db } = call.services;
  const me = writerOf(call);
  const place = decodeCursor(cursor, z.tuple([z.literal("drafts"), z.number(), z.string()]));
  const after = place && sql`(${drafts.updatedAt}, ${drafts.ticketId}) < (${place[1]}, ${place[2]})`;
  const { id, number, title, version } = tickets;
  const [rows, files] = await db.read(
    db.orm
      .select({ draft: getTableColumns(drafts), ticket: { id, number, title, version } })
      .from(drafts)
      .innerJoin(tickets, eq(tickets.id, drafts.ticketId))
      .where(and(eq(drafts.personId, me), scopeCondition(ticketScope(call.actor)), after ?? undefined))
      .orderBy(desc(drafts.updatedAt), desc(drafts.ticketId))
      .limit(limit + 1),
    selectDraftFiles(db, me, uploadersOf(call)),
  );
  return pageOf(
    rows,
    limit,
    ({ draft }) => ["drafts", draft.updatedAt, draft.ticketId],
    ({ draft, ticket }) => viewDraft(draft, ticket, files),
  );
};
