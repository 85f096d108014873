import type { TicketView } from "@docket/core/contract/ticket";
import type { Client } from "../client/api.ts";
import { readConversation } from "../client/conversation.ts";
import type { Entry } from "../elements/conversation/conversation.ts";

/** One ticket with everything that was said, the description first. */
export interface Thread {
  readonly ticket: TicketView;
  readonly entries: readonly Entry[];
}

const description = (ticket: TicketView, attachments: Entry["attachments"]): Entry => ({
  id: ticket.id,
  kind: "reply",
  author: { kind: "client", id: null, name: ticket.requester.name },
  body: ticket.description,
  attachments,
  delivery: "none",
  createdAt: ticket.createdAt,
});

/** Reads a ticket and its conversation; the files that no message carries are those of the description. */
export const readThread = async (client: Client, id: string, signal: AbortSignal): Promise<Thread> => {
  const params = { id };
  const [ticket, messages, files] = await Promise.all([
    client.request("GET /tickets/{id}", { params, signal }),
    readConversation(client, id, signal),
    client.request("GET /tickets/{id}/attachments", { params, signal }),
  ]);
  const answered = new Set(messages.flatMap(({ attachments }) => attachments.map((file) => file.id)));
  const own = files.items.filter((file) => !answered.has(file.id));
  return { ticket, entries: [description(ticket, own), ...messages] };
};
