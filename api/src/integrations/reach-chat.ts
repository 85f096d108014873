import { ChatFailure } from "@docket/core/chat/chat-failure";
import type { ChatPlatform } from "@docket/core/chat/platform";
import { second } from "@docket/core/time";
import { problem } from "../http/problem.ts";
import { askChat } from "./board-access.ts";

/** Somebody waits for the answer. */
const patience = 10 * second;

/** Asks a chat something for an admin; its failure is `integration.failed`, with the reason. */
export const reachChat = async <T>(
  platform: ChatPlatform,
  question: (signal: AbortSignal) => Promise<T>,
): Promise<T> => {
  try {
    return await askChat(platform, patience, question);
  } catch (error) {
    throw asProblem(error);
  }
};

/** A failure of a chat as an admin is told of it. */
export const asProblem = (error: unknown): unknown =>
  error instanceof ChatFailure ? problem("integration.failed", error.message) : error;
