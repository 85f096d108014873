import { noteMarker, relayed } from "@docket/core/chat/relay";
import type { RelayedView, relayDeleteQuery, relayEditInput } from "@docket/core/contract/chat";
import type { Ms } from "@docket/core/time";
import { fieldError } from "@docket/core/field-errors";
import type { z } from "zod";
import type { Call } from "../context.ts";
import { notFound, problem } from "../http/problem.ts";
import { loadForChange } from "../tickets/change-query.ts";
import type { Change } from "../tickets/change-ticket.ts";
import { carryOut } from "../tickets/change-ticket.ts";
import { getWritten } from "../tickets/get-message.ts";
import type { NamedMessage } from "../tickets/message-row.ts";
import { untilCommitted } from "../tickets/retry.ts";
import { viewTicket } from "../tickets/view.ts";
import { checkSpeaker, saysNothing } from "./relay-message.ts";
import { isRelayed, isTicketOf, keepEdited, selectEdited } from "./thread-query.ts";

type Place = z.output<typeof relayDeleteQuery>;

/** What to do with a message; null when that was done, or something newer. */
type ChangeFor = (message: NamedMessage, editedAt: Ms) => Pick<Change, "command" | "beside"> | null;

const changeRelayed = (
  call: Call,
  { messageId: externalId, ...thread }: Place,
  changeFor: ChangeFor,
): Promise<RelayedView> =>
  untilCommitted(call, async () => {
    const { db } = call.services;
    const ref = isTicketOf(db, thread);
    const unknown = { type: "delete_message", messageId: "msg_" } as const;
    const loaded = await loadForChange(
      call,
      { ref, command: unknown },
      { message: isRelayed(db, thread, externalId), query: selectEdited(db, thread, externalId) },
    );
    if (loaded.message === null) throw notFound("message");
    const change = changeFor(loaded.message, loaded.beside[0]?.editedAt ?? 0);
    if (change === null) return getWritten(call, { ticketId: loaded.ticket.id, messageId: loaded.message.id });
    const changed = await carryOut(call, { ref, ...change }, loaded);
    if (changed === null) return null;
    const { ticket, people, message } = changed;
    if (message === null) throw new Error("a command on a message shows it");
    return { message, ticket: viewTicket(call, ticket, people) };
  });

/** The words as they are meant. What clients read cannot become a note by a marker in front of it. */
const wordsOf = (message: NamedMessage, text: string): string => {
  const { body } = relayed("discuss", text);
  if (body === "") throw saysNothing();
  if (message.kind === "note" || !text.trim().startsWith(noteMarker)) return body;
  throw problem("request.invalid", "A reply stays a reply. Delete it, and write a note.", [
    fieldError("body", "note_marker", { marker: noteMarker }),
  ]);
};

/**
 * Follows somebody who changed what they wrote in a thread: it stays the note or the reply that it was. The same change is
 * taken once, and none after a newer one, so that what was changed on the desk since stays.
 */
export const editRelayed = async (
  call: Call,
  { body, editedAt, ...place }: z.output<typeof relayEditInput>,
): Promise<RelayedView> => {
  checkSpeaker(call, place.platform);
  const { messageId: externalId, ...thread } = place;
  const at = editedAt === undefined ? null : Date.parse(editedAt);
  return changeRelayed(call, place, (message, last) => {
    if (at !== null && at <= last) return null;
    const command = { type: "edit_message", messageId: message.id, body: wordsOf(message, body) } as const;
    return { command, ...(at === null ? {} : { beside: [keepEdited(call.services.db, thread, externalId, at)] }) };
  });
};

/** Follows somebody who deleted what they wrote in a thread. */
export const deleteRelayed = async (call: Call, place: Place): Promise<void> => {
  checkSpeaker(call, place.platform);
  await changeRelayed(call, place, ({ id: messageId }) => ({ command: { type: "delete_message", messageId } }));
};
