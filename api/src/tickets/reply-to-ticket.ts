import type { messageInput } from "@docket/core/contract/ticket";
import type { MessageWritten } from "@docket/core/contract/message";
import type { z } from "zod";
import type { Call } from "../context.ts";
import { writeMessage } from "./write-message.ts";

/**
 * Says something that both the client and the staff read. Staff replies go to the client by email; a
 * client's reply to a solved ticket reopens it.
 */
export const replyToTicket = (call: Call, ref: string, input: z.output<typeof messageInput>): Promise<MessageWritten> =>
  writeMessage(call, ref, "reply", input);
