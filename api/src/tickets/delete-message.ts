import type { MessageWritten } from "@docket/core/contract/message";
import type { Call } from "../context.ts";
import { changeMessage } from "./change-message.ts";

/**
 * Takes back a reply or a note: its words and files are gone, that it was there stays. A letter that still waits is
 * not sent. Throws `resource.not_found` when the ticket has no such message.
 */
export const deleteMessage = (call: Call, ref: string, messageId: string): Promise<MessageWritten> =>
  changeMessage(call, ref, messageId, (id) => ({ type: "delete_message", messageId: id }));
