import type { MessageWritten } from "@docket/core/contract/message";
import type { Call } from "../context.ts";
import { changeMessage } from "./change-message.ts";

/**
 * Changes the words of a reply or a note. No second letter is sent; one that still waits reads as the reply then
 * does. Throws `resource.not_found` when the ticket has no such message.
 */
export const editMessage = (
  call: Call,
  ref: string,
  messageId: string,
  { body }: { readonly body: string },
): Promise<MessageWritten> =>
  changeMessage(call, ref, messageId, (id) => ({ type: "edit_message", messageId: id, body }));
