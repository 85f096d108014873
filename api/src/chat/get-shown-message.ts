import type { ShownMessage, ShownQuery } from "@docket/core/contract/chat";
import { shownEmail } from "@docket/core/text/email-address";
import { attachmentView } from "../attachments/view.ts";
import type { Call } from "../context.ts";
import { notFound } from "../http/problem.ts";
import { checkSpeaker } from "./relay-message.ts";
import { loadShownMessage } from "./shown-query.ts";

type Found = NonNullable<Awaited<ReturnType<typeof loadShownMessage>>>;

/** Those whose words are a client's. */
const clients: readonly string[] = ["visitor", "client"];

const addressOf = (email: string | null): string | null => (email === null ? null : shownEmail(email) || null);

const saidIn = ({ of, shows, message, email, files, openingFiles }: Found): ShownMessage["said"] => {
  const { ticket, requester } = of;
  if (shows === ticket.id)
    return {
      body: ticket.description,
      email: addressOf(requester.email),
      attachments: openingFiles.map(attachmentView),
    };
  if (message === null) return null;
  const isClients = clients.includes(message.authorKind);
  return {
    body: message.body,
    email: isClients ? addressOf(email ?? requester.email) : null,
    attachments: isClients ? files.map(attachmentView) : [],
  };
};

/** What a message that Docket sent shows, for somebody of that chat who may see its ticket; else `resource.not_found`. */
export const getShownMessage = async (call: Call, { messageId, ...thread }: ShownQuery): Promise<ShownMessage> => {
  checkSpeaker(call, thread.platform);
  const { db, config } = call.services;
  const found = await loadShownMessage(db, call.actor, thread, messageId);
  if (found === null || (!found.isCard && found.shows === null)) throw notFound("ticket");
  const { id, number, title } = found.of.ticket;
  const url = `${config.baseUrl}/tickets/${number}`;
  return { ticket: { id, number, title, url }, said: saidIn(found) };
};
