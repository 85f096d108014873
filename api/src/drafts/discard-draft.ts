import type { Call } from "../context.ts";
import { notFound } from "../http/problem.ts";
import { selectTicket } from "../tickets/select-ticket.ts";
import { checkVersion } from "./check-version.ts";
import { selectDraft } from "./select-drafts.ts";
import { deleteDraft } from "./store.ts";
import { writerOf } from "./view.ts";

/** Throws away what the caller has begun to write on a ticket, if there is anything. Fails with `draft.stale_version`. */
export const discardDraft = async (call: Call, ref: string): Promise<void> => {
  const { services, actor, ifMatch } = call;
  const { db, clock } = services;
  const me = writerOf(call);
  const [[found], [draft]] = await db.read(selectTicket(db, actor, ref), selectDraft(db, me, ref));
  if (!found) throw notFound("ticket");
  checkVersion(ifMatch, draft);
  if (!draft) return;
  const isDone = await deleteDraft(db, draft, ifMatch, clock.now());
  if (!isDone) checkVersion(ifMatch, undefined);
};
