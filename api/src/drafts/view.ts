import { actingStaff } from "@docket/core/actor";
import type { DraftView } from "@docket/core/contract/draft";
import type { Id } from "@docket/core/ids";
import { can } from "@docket/core/permissions/can";
import type { Ticket } from "@docket/core/tickets/ticket";
import { toIso } from "@docket/core/time";
import type { AttachmentRow } from "../attachments/bind.ts";
import { attachmentView } from "../attachments/view.ts";
import type { Call } from "../context.ts";
import { denied } from "../http/problem.ts";
import type { DraftRow } from "./store.ts";

/** Whose drafts this caller may see: their own. */
export const writerOf = ({ actor }: Call): Id<"person"> => {
  const staff = actingStaff(actor);
  if (staff === null || !can(actor, "draft.own")) throw denied();
  return staff.id;
};

/** A draft as its author sees it; `files` are those of their drafts that can still be used. */
export const viewDraft = (
  { kind, body, attachmentIds, seen, version, updatedAt }: DraftRow,
  { id, number, title, version: ticketVersion }: Pick<Ticket, "id" | "number" | "title" | "version">,
  files: readonly AttachmentRow[],
): DraftView => ({
  ticket: { id, number, title, version: ticketVersion },
  kind,
  body,
  attachments: attachmentIds.flatMap((one) => files.filter((file) => file.id === one)).map(attachmentView),
  seen,
  version,
  updatedAt: toIso(updatedAt),
});
