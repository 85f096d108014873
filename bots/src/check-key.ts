import { ApiError } from "@docket/api/client";
import type { ChatPlatform } from "@docket/core/chat/platform";
import type { Desk } from "./desk/desk.ts";
import { SettingsError } from "./settings.ts";

/** What is wrong with the key where the desk answers like this. */
const refusals: Readonly<Record<string, string>> = {
  "auth.invalid_session": "the desk at DOCKET_URL does not know this key",
  "auth.key_revoked": "this key was revoked",
  "auth.key_expired": "this key has expired",
  "permission.denied": "this key does not have the scope chat",
};

/**
 * Asks the desk whether it takes the key for what the bot of this chat does. Throws `SettingsError` when it does not; a desk
 * that is away is waited for later on.
 */
export const checkKey = async ({ bot }: Desk, platform: ChatPlatform): Promise<void> => {
  try {
    await bot.request("GET /chat/channels", { query: { platform, limit: 1 } });
  } catch (error) {
    const why = error instanceof ApiError ? refusals[error.problem.code] : undefined;
    if (why !== undefined)
      throw new SettingsError(`DOCKET_KEY is not right: ${why}. Create a new one with the scope chat.`);
  }
};
