import { noteMarker, relayed } from "@docket/core/chat/relay";
import type { RelayedView, relayDeleteQuery, relayEditInput } from "@docket/core/contract/chat";
import type { TicketCommand } from "@docket/core/tickets/commands";
import type { z } from "zod";
import type { Call } from "../context.ts";
import { notFound, problem } from "../http/problem.ts";
import { loadForChange } from "../tickets/change-query.ts";
import { carryOut } from "../tickets/change-ticket.ts";
import type { NamedMessage } from "../tickets/message-row.ts";
import { untilCommitted } from "../tickets/retry.ts";
import { viewTicket } from "../tickets/view.ts";
import { checkSpeaker, saysNothing } from "./relay-message.ts";
import { isRelayed, isTicketOf } from "./thread-query.ts";

type Place = z.output<typeof relayDeleteQuery>;

const changeRelayed = (
  call: Call,
  { messageId: externalId, ...thread }: Place,
  commandFor: (message: NamedMessage) => TicketCommand,
): Promise<RelayedView> =>
  untilCommitted(call, async () => {
    const { db } = call.services;
    const ref = isTicketOf(db, thread);
    const unknown = { type: "delete_message", messageId: "msg_" } as const;
    const loaded = await loadForChange(call, { ref, command: unknown }, { message: isRelayed(db, thread, externalId) });
    if (loaded.message === null) throw notFound("message");
    const changed = await carryOut(call, { ref, command: commandFor(loaded.message) }, loaded);
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
    { field: "body", message: `must not begin with ${noteMarker}` },
  ]);
};

/** Follows somebody who changed what they wrote in a thread: it stays the note or the reply that it was. */
export const editRelayed = async (
  call: Call,
  { body, ...place }: z.output<typeof relayEditInput>,
): Promise<RelayedView> => {
  checkSpeaker(call, place.platform);
  return changeRelayed(call, place, (message) => ({
    type: "edit_message",
    messageId: message.id,
    body: wordsOf(message, body),
  }));
};

/** Follows somebody who deleted what they wrote in a thread. */
export const deleteRelayed = async (call: Call, place: Place): Promise<void> => {
  checkSpeaker(call, place.platform);
  await changeRelayed(call, place, ({ id: messageId }) => ({ type: "delete_message", messageId }));
};
