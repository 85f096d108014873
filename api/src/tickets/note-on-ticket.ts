import type { messageInput } from "@docket/core/contract/ticket";
import type { MessageWritten } from "@docket/core/contract/message";
import type { z } from "zod";
import type { Call } from "../context.ts";
import { writeMessage } from "./write-message.ts";

/** Writes down something that only staff read. */
export const noteOnTicket = (call: Call, ref: string, input: z.output<typeof messageInput>): Promise<MessageWritten> =>
  writeMessage(call, ref, "note", input);
