import type { SystemActor } from "@docket/core/actor";
import { noticeLine, untoldLine } from "@docket/core/chat/notice";
import { unreached } from "@docket/core/tickets/reach";
import type { Ms } from "@docket/core/time";
import type { AttachmentRow } from "../attachments/bind.ts";
import type { ThreadFile, ThreadMessage } from "../integrations/chat-board.ts";
import type { Services } from "../services.ts";
import { authorOf } from "../tickets/message-view.ts";
import type { Difference, FoundCard } from "./card-query.ts";
import { earlier } from "./card-query.ts";
import { readNotice } from "./notice-query.ts";

const reader: SystemActor = { kind: "system", name: "maintenance" };

/** A file of the desk. Should its bytes be lost, a line in their place says so: the rest must not wait for them. */
const fileOf = ({ blobs, log }: Pick<Services, "blobs" | "log">, file: AttachmentRow): ThreadFile => ({
  id: file.id,
  name: file.name,
  contentType: file.contentType,
  size: file.size,
  read: async () => {
    const bytes = await blobs.get(file.id);
    if (bytes !== null) return new Response(bytes).blob();
    log.error("the bytes of a file are missing", { attachmentId: file.id });
    return new Blob(["The bytes of this file are missing."]);
  },
});

/** With what a ticket began. */
export const openingMessage = (services: Services, { ticket, requester, openingFiles }: FoundCard): ThreadMessage => ({
  id: ticket.id,
  author: requester.name,
  from: "client",
  authorProven: ticket.emailProven,
  kind: "reply",
  body: ticket.description,
  at: ticket.createdAt,
  edited: false,
  receipt: null,
  unreached: null,
  files: openingFiles.map((file) => fileOf(services, file)),
  mentions: null,
});

const systemLine = (id: string, body: string, at: Ms): ThreadMessage => ({
  id,
  author: "Docket",
  from: "system",
  authorProven: true,
  kind: "note",
  body,
  at,
  edited: false,
  receipt: null,
  unreached: null,
  files: [],
  mentions: null,
});

/** The line for the messages that a thread leaves out. */
export const earlierLine = (count: number, url: string, at: Ms): ThreadMessage =>
  systemLine(earlier, `${count} earlier messages are not shown here. The whole conversation: ${url}`, at);

/** The line that tells whoever has the ticket what happened to it, and by whom; or everybody that they could not be told. */
export const noticeMessage = (
  { ticket, requester }: FoundCard,
  { messageId, shown, by, name }: FoundCard["notices"][number],
  at: Ms,
): ThreadMessage => {
  const { userId, reason, isShut = false } = readNotice(shown);
  if (userId === null) return systemLine(messageId, untoldLine(name, isShut), at);
  const notice = noticeLine(reason, by ?? (reason === "assigned" ? null : requester.name), ticket);
  return { ...systemLine(messageId, notice, at), mentions: { userId, notice } };
};

/** What stands, until it is taken back, for a message whose words are gone and which may be in the thread. */
export const deletedLine = (id: string, at: Ms): ThreadMessage => systemLine(id, "This message was deleted.", at);

/** A message as people wrote it. `mentioned` is the account that is told of it. */
export const threadMessage = (
  services: Services,
  found: FoundCard,
  difference: Difference,
  mentioned: string | null,
): ThreadMessage => {
  const { message, name, receipt, files } = difference;
  if (message.deletedAt !== null) return deletedLine(message.id, message.createdAt);
  const author = authorOf(reader, { kind: message.authorKind, id: message.authorId }, name, found);
  return {
    id: message.id,
    author: author.name,
    from: author.kind,
    authorProven: message.authorKind !== "visitor",
    kind: message.kind,
    body: message.body,
    at: message.createdAt,
    edited: message.editedAt !== null,
    receipt,
    unreached: unreached(found.requester, found.ticket),
    files: files.map((file) => fileOf(services, file)),
    mentions:
      mentioned === null ? null : { userId: mentioned, notice: noticeLine("answered", author.name, found.ticket) },
  };
};
