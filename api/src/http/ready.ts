import { isReady } from "../db/watch.ts";
import type { Services } from "../services.ts";
import { problem } from "./problem.ts";

/** Throws `server.unavailable` while the desk cannot do its work. */
export const checkReady = async ({ db }: Pick<Services, "db">): Promise<void> => {
  if (await isReady(db)) return;
  const detail = "The desk cannot read or save anything right now. Its log says why.";
  throw problem("server.unavailable", detail, undefined, { retryAfter: 5 });
};
