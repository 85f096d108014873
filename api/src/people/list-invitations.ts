import { idOf } from "@docket/core/contract/common";
import type { InvitationPage, invitationListQuery } from "@docket/core/contract/person";
import { desc, sql } from "drizzle-orm";
import { z } from "zod";
import type { Call } from "../context.ts";
import { invitations } from "../db/schema/people.ts";
import { decodeCursor, pageOf } from "../http/pagination.ts";
import { viewInvitation } from "./invitation-row.ts";
import { isUnanswered, selectInvitations } from "./select-invitation.ts";

const place = z.tuple([z.number(), idOf("invitation")]);

/** A page of the invitations that wait for an answer, or ran out lately, newest first. */
export const listInvitations = async (
  { services: { db, clock } }: Call,
  { limit, cursor }: z.output<typeof invitationListQuery>,
): Promise<InvitationPage> => {
  const after = decodeCursor(cursor, place);
  const [rows] = await db.read(
    selectInvitations(
      db,
      isUnanswered(clock.now()),
      after ? sql`(${invitations.createdAt}, ${invitations.id}) < (${after[0]}, ${after[1]})` : undefined,
    )
      .orderBy(desc(invitations.createdAt), desc(invitations.id))
      .limit(limit + 1),
  );
  return pageOf(rows, limit, ({ createdAt, id }) => [createdAt, id], viewInvitation);
};
