import type { WebClient } from "@slack/web-api";
import type { Outcome } from "../desk/outcome.ts";
import { renderOutcome } from "./render/outcome.ts";

/** Tells one person in a channel what something came to. Where the bot is no member it can tell nobody. */
export const tellAlone = async (
  client: WebClient,
  where: { readonly channel: string; readonly user: string },
  outcome: Outcome,
): Promise<void> => {
  await client.chat.postEphemeral({ ...where, ...renderOutcome(outcome) }).catch(() => undefined);
};
