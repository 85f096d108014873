import type { ChatThread } from "@docket/core/chat/platform";
import type { Call } from "../context.ts";
import { channelOff, problem, ProblemError } from "../http/problem.ts";
import { selectOff } from "./thread-query.ts";

/**
 * Does something about a thread, or about a message that was taken from it. Where that is not found because its channel
 * was switched off, this is what is said: `channel.off`.
 */
export const unlessOff = async <T>(
  { services: { db } }: Call,
  thread: ChatThread,
  work: () => Promise<T>,
  externalId?: string,
): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ProblemError) || error.error.code !== "resource.not_found") throw error;
    const [[off]] = await db.read(selectOff(db, thread, externalId));
    throw off ? problem("channel.off", channelOff) : error;
  }
};
