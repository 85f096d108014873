import { ApiError } from "@docket/api/client";
import { second } from "@docket/core/time";

/** So long a form waits for what it can do without. */
const patience = second;

/** What the desk says soon; null when it refuses, or does not. */
export const soon = async <T>(ask: (signal: AbortSignal) => Promise<T>): Promise<T | null> => {
  try {
    return await ask(AbortSignal.timeout(patience));
  } catch (error) {
    if (error instanceof ApiError) return null;
    throw error;
  }
};
