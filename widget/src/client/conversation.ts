import type { MessageView } from "@docket/core/contract/message";
import type { Client } from "./api.ts";
import { readAll } from "./pages.ts";

/** All messages of a ticket in the order in which they were written; the API pages from the newest to the oldest. */
export const readConversation = async (client: Client, id: string, signal?: AbortSignal): Promise<MessageView[]> => {
  const messages = await readAll((cursor) =>
    client.request("GET /tickets/{id}/messages", { params: { id }, query: { limit: 100, cursor }, signal }),
  );
  return messages.toSorted((a, b) => a.seq - b.seq);
};
