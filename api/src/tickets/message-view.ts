import type { Actor, ActorRef } from "@docket/core/actor";
import { speaksForStaff } from "@docket/core/actor";
import type { Author, MessageView } from "@docket/core/contract/message";
import { allowedDeeds } from "@docket/core/permissions/allowed-actions";
import type { Ticket } from "@docket/core/tickets/ticket";
import { toIso, toIsoOrNull } from "@docket/core/time";
import type { AttachmentRow } from "../attachments/bind.ts";
import { attachmentView } from "../attachments/view.ts";
import type { Call } from "../context.ts";
import type { NamedMessage } from "./message-row.ts";
import { toMessage } from "./message-row.ts";
import { viaOf } from "./via-query.ts";
import type { TicketPeople } from "./view.ts";
import { momentOf, viewRequester } from "./view.ts";

/** Who did something, for this reader. `name` is what the desk knows for the id, if it is a person's. */
export const authorOf = (
  reader: Actor,
  ref: Pick<ActorRef, "kind" | "id">,
  name: string | null,
  people: { readonly requester: Parameters<typeof viewRequester>[1] },
): Author => {
  const requester = viewRequester(reader, people.requester);
  switch (ref.kind) {
    case "visitor":
      return { kind: "client", id: null, name: requester.name };
    case "client":
      return ref.id === people.requester.id
        ? { kind: "client", id: requester.id, name: requester.name }
        : { kind: "client", id: ref.id, name: name ?? "" };
    case "staff":
      return { kind: "staff", id: speaksForStaff(reader) ? ref.id : null, name: name ?? "" };
    default:
      return { kind: "system", id: null, name: "Docket" };
  }
};

/** Which event of the ticket a message came with, as this reader counts them. */
export const seqFor = (reader: Actor, { seq, publicSeq }: Pick<NamedMessage, "seq" | "publicSeq">): number =>
  speaksForStaff(reader) ? seq : (publicSeq ?? 0);

/** A message with its files, as this caller may see it, with what they may do. */
export const viewMessage = (
  call: Call,
  row: NamedMessage,
  files: readonly AttachmentRow[],
  ticket: Ticket,
  people: Pick<TicketPeople, "requester">,
): MessageView => ({
  id: row.id,
  ticketId: row.ticketId,
  seq: seqFor(call.actor, row),
  kind: row.kind,
  source: row.source,
  author: authorOf(call.actor, { kind: row.authorKind, id: row.authorId }, row.name, people),
  via: speaksForStaff(call.actor) && row.writtenBy ? viaOf(row.writtenBy, row.keyName) : null,
  body: row.body,
  attachments: files.map(attachmentView),
  delivery: speaksForStaff(call.actor) ? row.delivery : "none",
  createdAt: toIso(row.createdAt),
  editedAt: toIsoOrNull(row.editedAt),
  deletedAt: toIsoOrNull(row.deletedAt),
  can: [...allowedDeeds(call.actor, ticket, toMessage(row), momentOf(call))],
});
