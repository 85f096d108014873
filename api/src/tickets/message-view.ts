import type { Actor, ActorRef } from "@docket/core/actor";
import { speaksForStaff } from "@docket/core/actor";
import type { Author, MessageView } from "@docket/core/contract/message";
import { toIso } from "@docket/core/time";
import type { AttachmentRow } from "../attachments/bind.ts";
import { attachmentView } from "../attachments/view.ts";
import type { Call } from "../context.ts";
import type { messages } from "../db/schema/messages.ts";
import type { TicketPeople } from "./view.ts";
import { viewRequester } from "./view.ts";

type MessageRow = Omit<typeof messages.$inferSelect, "position">;

/** Who did something, for this reader. `name` is what the desk knows for the id, if it is a person's. */
export const authorOf = (
  reader: Actor,
  ref: Pick<ActorRef, "kind" | "id">,
  name: string | null,
  people: Pick<TicketPeople, "requester">,
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

/** A message with its files, as this caller may see it. */
export const viewMessage = (
  call: Call,
  row: MessageRow & { readonly name: string | null },
  people: Pick<TicketPeople, "requester">,
  files: readonly AttachmentRow[],
): MessageView => ({
  id: row.id,
  ticketId: row.ticketId,
  seq: row.seq,
  kind: row.kind,
  source: row.source,
  author: authorOf(call.actor, { kind: row.authorKind, id: row.authorId }, row.name, people),
  body: row.body,
  attachments: files.map(attachmentView),
  delivery: speaksForStaff(call.actor) ? row.delivery : "none",
  createdAt: toIso(row.createdAt),
});
