import type { AllowedMentions } from "./check-message.ts";
import type { Pings } from "./world.ts";

const idsOf = (content: string, pattern: RegExp): string[] =>
  Array.from(new Set(Array.from(content.matchAll(pattern), ([, id = ""]) => id)));

/**
 * Whom a message notifies: what its text names as far as `allowed` lets it, escaped or not
 * (https://discord.com/developers/docs/resources/message#allowed-mentions-object).
 */
export const pingsOf = (content: string, allowed: AllowedMentions | null | undefined): Pings => {
  const parsed = (kind: "everyone" | "users" | "roles"): boolean => allowed?.parse?.includes(kind) ?? allowed == null;
  const named = (kind: "users" | "roles", ids: readonly string[]): readonly string[] =>
    parsed(kind) ? ids : ids.filter((id) => allowed?.[kind]?.includes(id));
  return {
    everyone: parsed("everyone") && /@(everyone|here)/.test(content),
    users: named("users", idsOf(content, /<@!?(\d+)>/g)),
    roles: named("roles", idsOf(content, /<@&(\d+)>/g)),
  };
};
