import { actingStaff } from "@docket/core/actor";
import { noteMarker, relayed } from "@docket/core/chat/relay";
import type { RelayedView, relayDeleteQuery, relayEditInput, TakenFile } from "@docket/core/contract/chat";
import type { Id } from "@docket/core/ids";
import type { Ms } from "@docket/core/time";
import { fieldError } from "@docket/core/field-errors";
import type { z } from "zod";
import type { Call } from "../context.ts";
import { notFound, problem } from "../http/problem.ts";
import { loadForChange, newFileIds } from "../tickets/change-query.ts";
import type { Change } from "../tickets/change-ticket.ts";
import { carryOut } from "../tickets/change-ticket.ts";
import { getWritten } from "../tickets/get-message.ts";
import type { NamedMessage } from "../tickets/message-row.ts";
import { untilCommitted } from "../tickets/retry.ts";
import { viewTicket } from "../tickets/view.ts";
import { checkSpeaker, saysNothing } from "./relay-message.ts";
import { isRelayed, isTicketOf, keepEdited, selectEdited } from "./thread-query.ts";
import { unlessOff } from "./unless-off.ts";

type Place = z.output<typeof relayDeleteQuery>;
type Edit = z.output<typeof relayEditInput>;

/** A message that somebody changed there, as the desk has it. */
interface Taken {
  readonly message: NamedMessage;
  /** Its files on the desk. */
  readonly fileCount: number;
  readonly editedAt: Ms;
  /** Its files in the chat, where they are known. */
  readonly files: readonly TakenFile[] | null;
}

/** What to do with a message; null when that was done, or something newer. */
type ChangeFor = (taken: Taken) => Pick<Change, "command" | "beside"> | null;

const changeRelayed = (
  call: Call,
  { messageId: externalId, ...thread }: Place,
  added: readonly Id<"attachment">[],
  changeFor: ChangeFor,
): Promise<RelayedView> => {
  const attempt = async (): Promise<RelayedView | null> => {
    const { db } = call.services;
    const ref = isTicketOf(db, thread);
    const unknown = { type: "edit_message", messageId: "msg_", body: "", files: { added, removed: [] } } as const;
    const loaded = await loadForChange(
      call,
      { ref, command: unknown },
      { message: isRelayed(db, thread, externalId), query: selectEdited(db, thread, externalId) },
    );
    const { message } = loaded;
    if (message === null) throw notFound("message");
    const { editedAt = 0, files = null } = loaded.beside[0] ?? {};
    const change = changeFor({ message, fileCount: loaded.files.length, editedAt, files });
    if (change === null) return getWritten(call, { ticketId: loaded.ticket.id, messageId: message.id });
    const newFiles = newFileIds(change);
    const usable = loaded.newFiles.filter(({ id }) => newFiles.includes(id));
    const changed = await carryOut(call, { ref, ...change }, { ...loaded, newFiles: usable });
    if (changed === null) return null;
    if (changed.message === null) throw new Error("a command on a message shows it");
    return { message: changed.message, ticket: viewTicket(call, changed.ticket, changed.people) };
  };
  return unlessOff(call, thread, () => untilCommitted(call, attempt), externalId);
};

/** The words as they are meant. What clients read cannot become a note by a marker in front of it. */
const wordsOf = (message: NamedMessage, text: string): string => {
  const { kind, body } = relayed("reply", text);
  if (message.kind === "note" || kind === "reply") return body;
  throw problem("request.invalid", "A reply stays a reply. Delete it, and write a note.", [
    fieldError("body", "note_marker", { marker: noteMarker }),
  ]);
};

/**
 * Which files a message gets and loses, and what is known of them then. One that was taken out does not come back: what
 * the chat tells late must not undo what it told first.
 */
const followFiles = (known: readonly TakenFile[] | null, now: Edit["files"]) => {
  if (known === null || now === undefined) return { added: [], removed: [], files: known };
  const there = new Set(now.map(({ fileId }) => fileId));
  const before = new Set(known.map(({ fileId }) => fileId));
  const gone = known.filter(({ fileId }) => !there.has(fileId));
  const come = now.flatMap(({ fileId, attachmentId }) =>
    attachmentId === undefined || before.has(fileId) ? [] : [{ fileId, attachmentId }],
  );
  return {
    added: come.map(({ attachmentId }) => attachmentId),
    removed: gone.flatMap(({ attachmentId }) => attachmentId ?? []),
    files: [...known.map((file) => (there.has(file.fileId) ? file : { ...file, attachmentId: null })), ...come],
  };
};

/** Keeps that the author of a message was told of a change that it was not taken: they are told so once. */
const keepRefused = async (call: Call, { messageId: externalId, ...thread }: Place, at: Ms): Promise<RelayedView> => {
  let isNew = false;
  const view = await changeRelayed(call, { ...thread, messageId: externalId }, [], ({ message, editedAt }) => {
    isNew = at > editedAt && message.authorId === actingStaff(call.actor)?.id;
    return null;
  });
  if (isNew) await call.services.db.write(keepEdited(call.services.db, thread, externalId, { editedAt: at }));
  return view;
};

/**
 * Follows somebody who changed what they wrote in a thread: it stays the note or the reply that it was. The same change is
 * taken once, and none after a newer one, so that what was changed on the desk since stays. A message of which neither
 * words nor files are left is deleted.
 */
export const editRelayed = async (
  call: Call,
  { body: text, files: now, editedAt, ...place }: Edit,
): Promise<RelayedView> => {
  checkSpeaker(call, place.platform);
  const { messageId: externalId, ...thread } = place;
  const at = editedAt === undefined ? null : Date.parse(editedAt);
  if (at !== null && text === undefined && now === undefined) return keepRefused(call, place, at);
  const uploaded = (now ?? []).flatMap(({ attachmentId }) => attachmentId ?? []);
  return changeRelayed(call, place, uploaded, ({ message, fileCount, editedAt: last, files: known }) => {
    if (at !== null && at < last) return null;
    const { added, removed, files } = followFiles(known, now);
    const isNew = text !== undefined && at !== last;
    const body = isNew ? wordsOf(message, text) : message.body;
    const isEmpty = body === "" && fileCount + added.length - removed.length === 0;
    if (isEmpty && removed.length === 0 && message.deletedAt === null) throw saysNothing();
    const beside = [keepEdited(call.services.db, thread, externalId, { editedAt: at ?? last, files })];
    if (isEmpty) return { command: { type: "delete_message", messageId: message.id }, beside };
    return { command: { type: "edit_message", messageId: message.id, body, files: { added, removed } }, beside };
  });
};

/** Follows somebody who deleted what they wrote in a thread. */
export const deleteRelayed = async (call: Call, place: Place): Promise<void> => {
  checkSpeaker(call, place.platform);
  await changeRelayed(call, place, [], ({ message: { id: messageId } }) => ({
    command: { type: "delete_message", messageId },
  }));
};
