import type { OwnDraft } from "@docket/core/contract/draft";
import { uploadersOf } from "../attachments/bind.ts";
import type { Call } from "../context.ts";
import { notFound } from "../http/problem.ts";
import { selectTicket } from "../tickets/select-ticket.ts";
import { selectDraft, selectDraftFiles } from "./select-drafts.ts";
import { viewDraft, writerOf } from "./view.ts";

/** What the caller has begun to write on a ticket that they may see; else `resource.not_found`. */
export const getDraft = async (call: Call, ref: string): Promise<OwnDraft> => {
  const { db } = call.services;
  const me = writerOf(call);
  const [[found], [draft], files] = await db.read(
    selectTicket(db, call.actor, ref),
    selectDraft(db, me, ref),
    selectDraftFiles(db, me, uploadersOf(call)),
  );
  if (!found) throw notFound("ticket");
  return { draft: draft ? viewDraft(draft, found.ticket, files) : null };
};
