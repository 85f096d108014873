import type { ApiError } from "@docket/api/client";
import type { ChatPlatform } from "@docket/core/chat/platform";

const lookFirst = "If you wrote something, look first whether it has arrived.";

/** Sentences that tell people of a chat more than the API, which does not know where they are. */
const known: Readonly<Record<string, string>> = {
  "auth.not_linked":
    "Docket does not know who you are yet. Use /ticket link once, and sign in with your Docket account. Only the staff of the desk can work with tickets here.",
  "auth.not_active":
    "Your Docket account may not work with tickets here: it was switched off, or is not one of the staff. Ask an admin.",
  "auth.required": "The bot may not use the desk: its key is missing. Please tell an admin.",
  "auth.invalid_session": "The bot may not use the desk: its key is not one of this desk. Please tell an admin.",
  "auth.key_revoked": "The bot may not use the desk any more: its key was revoked. Please tell an admin.",
  "auth.key_expired": "The bot may not use the desk any more: its key has expired. Please tell an admin.",
  "permission.denied": "Your role at the desk does not allow this. Ask an admin.",
  "integration.disconnected":
    "Docket was disconnected from here, so nothing was done. An admin can connect it again with {on}, or in the dashboard under Settings, Integrations.",
  "channel.off":
    "This channel shows no tickets now, so nothing was done. An admin can have it show them again with {on}, or in the dashboard under Settings, Integrations.",
  "server.unavailable": `Docket did not answer in time. Please try again in a moment. ${lookFirst}`,
  "server.error": "Something went wrong in Docket. Please try again; if it stays so, tell an admin.",
  "idempotency.key_reused": "It has arrived already, in the words in which you sent it first.",
};

/** How a channel is switched on in each chat. */
const switchOn: Readonly<Record<ChatPlatform, string>> = {
  slack: "/ticket channel on",
  discord: "/ticket channel setting:on",
};

/** Why the API refused something, in words for whoever asked in this chat. */
export const explain = ({ problem }: ApiError, platform: ChatPlatform): string => {
  const { title, code, detail, errors = [] } = problem;
  // Without a title it is not of the desk itself, which could not be asked.
  if (code === "server.unavailable" && title !== undefined) return `${detail} ${lookFirst}`;
  const sentences = code === "request.invalid" ? [...new Set(errors.map(({ message }) => message))] : [];
  return known[code]?.replace("{on}", switchOn[platform]) ?? (sentences.length > 0 ? sentences.join(" ") : detail);
};
