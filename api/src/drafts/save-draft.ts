import type { draftInput, OwnDraft } from "@docket/core/contract/draft";
import { fieldError } from "@docket/core/field-errors";
import type { Id } from "@docket/core/ids";
import { limits } from "@docket/core/limits";
import { can } from "@docket/core/permissions/can";
import type { z } from "zod";
import { bindable, checkBindable, uploadersOf } from "../attachments/bind.ts";
import type { Call } from "../context.ts";
import { denied, notFound, problem } from "../http/problem.ts";
import { untilCommitted } from "../tickets/retry.ts";
import { selectTicket } from "../tickets/select-ticket.ts";
import { toTicket } from "../tickets/ticket-row.ts";
import { checkVersion } from "./check-version.ts";
import { selectDraft, selectOtherDrafts } from "./select-drafts.ts";
import { deleteDraft, keepDraft } from "./store.ts";
import { viewDraft, writerOf } from "./view.ts";

type Input = z.output<typeof draftInput>;

const invalid = (error: ReturnType<typeof fieldError>) =>
  problem("request.invalid", "Some fields are not right.", [error]);

/** Throws when the other drafts leave no room for this one, or have one of its files. */
const checkRoom = (
  ids: readonly Id<"attachment">[],
  others: readonly { readonly attachmentIds: readonly Id<"attachment">[] }[],
): void => {
  if (others.length >= limits.drafts) {
    throw problem("draft.too_many", `You have ${limits.drafts} drafts. Send or delete one of them first.`);
  }
  const held = new Set(others.flatMap(({ attachmentIds }) => attachmentIds));
  if (held.size + ids.length > limits.draftFiles && ids.length > 0) {
    const error = fieldError("attachmentIds", "files_in_drafts", { max: limits.draftFiles });
    throw problem("draft.too_many", `All your drafts together have at most ${limits.draftFiles} files.`, [error]);
  }
  const twice = ids.flatMap((id, i) => (held.has(id) ? [fieldError(`attachmentIds.${i}`, "file_in_draft")] : []));
  if (twice.length > 0) throw problem("attachment.invalid", "A file cannot be used.", twice);
};

const attempt = async (call: Call, ref: string, input: Input): Promise<OwnDraft | null> => {
  const { services, actor, ifMatch } = call;
  const { db, clock } = services;
  const me = writerOf(call);
  const { attachmentIds, ...words } = input;
  const [[found], [before], others, files] = await db.read(
    selectTicket(db, actor, ref),
    selectDraft(db, me, ref),
    selectOtherDrafts(db, me, ref),
    attachmentIds.length > 0 ? bindable(db, uploadersOf(call), attachmentIds) : null,
  );
  if (!found) throw notFound("ticket");
  const ticket = toTicket(found.ticket);
  if (!can(actor, `ticket.${input.kind}`, ticket)) throw denied();
  checkVersion(ifMatch, before);
  if (input.seen > ticket.version) throw invalid(fieldError("seen", "too_large", { max: ticket.version }));
  checkBindable(attachmentIds, files);
  const place = { personId: me, ticketId: ticket.id };
  if (input.body === "" && attachmentIds.length === 0) {
    const isDone = before === undefined || (await deleteDraft(db, place, ifMatch, clock.now()));
    return isDone || ifMatch === null ? { draft: null } : null;
  }
  checkRoom(attachmentIds, others);
  const draft = { ...place, ...words, attachmentIds, updatedAt: clock.now() };
  const gone = before?.attachmentIds.filter((id) => !attachmentIds.includes(id)) ?? [];
  const version = await keepDraft(db, { draft, over: ifMatch, gone });
  return version === null ? null : { draft: viewDraft({ ...draft, version }, ticket, files) };
};

/**
 * Keeps what the caller has begun to write on a ticket, in place of what they had there; nothing when it has neither words
 * nor files. The last one who writes wins, unless they say over which version. Fails with `draft.stale_version`,
 * `draft.too_many`, `attachment.invalid` or `request.invalid`.
 */
export const saveDraft = (call: Call, ref: string, input: Input): Promise<OwnDraft> =>
  untilCommitted(call, () => attempt(call, ref, input));
