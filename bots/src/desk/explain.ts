import type { ApiError } from "@docket/api/client";

/** Sentences that tell people of a chat more than the API, which does not know where they are. */
const known: Readonly<Record<string, string>> = {
  "auth.not_linked":
    "Docket does not know who you are yet. Use `/ticket link` once, and sign in with your Docket account. Only the staff of the desk can work with tickets here.",
  "auth.required": "The bot may not use the desk: its key is missing. Please tell an admin.",
  "auth.invalid_session": "The bot may not use the desk any more: its key was revoked. Please tell an admin.",
  "resource.not_found": "There is no such ticket.",
  "ticket.none_waiting": "Nothing is waiting: every open ticket has somebody. 🎉",
  "server.unavailable":
    "Docket does not answer right now. Please try again in a moment; trying again does nothing twice.",
  "server.error": "Something went wrong in Docket. Please try again; if it stays so, tell an admin.",
  "request.rate_limited": "That was too much at once. Please try again in a minute.",
};

/** Why the API refused something, in words for whoever asked. */
export const explain = ({ problem }: ApiError): string => {
  const fields = (problem.errors ?? []).map(({ field, message }) => `${field} ${message}`);
  const own = known[problem.code];
  if (own !== undefined) return own;
  return fields.length > 0 ? `${problem.detail} (${fields.join("; ")})` : problem.detail;
};
