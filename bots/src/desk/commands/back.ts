import { ApiError } from "@docket/api/client";
import type { CommandSpec } from "../command.ts";
import type { DeskCall } from "../desk.ts";
import { said } from "../outcome.ts";

/** What of their own waits for whoever comes back. Nothing is said where the desk does not say. */
const whatWaits = async ({ api }: DeskCall): Promise<string> => {
  try {
    const { mine, unanswered } = await api.request("GET /tickets/counts", { query: { assignee: "me" } });
    if (mine === 0) return " You have no open tickets.";
    if (mine === 1)
      return unanswered === 0
        ? " Your one open ticket does not wait for you: its client has your answer."
        : " In your one open ticket the client waits for an answer: /ticket mine lists it.";
    const tickets = `your ${mine} open tickets`;
    const [all, none] = mine === 2 ? ["both", "neither"] : [`all ${mine}`, "none"];
    if (unanswered === 0) return ` Of ${tickets} ${none} waits for you: each client has your answer.`;
    const which = unanswered === mine ? `${all} of your open tickets` : `${unanswered} of ${tickets}`;
    return ` In ${which} the client waits for an answer: /ticket mine lists them.`;
  } catch (error) {
    if (error instanceof ApiError) return "";
    throw error;
  }
};

export const back: CommandSpec = {
  name: "back",
  summary: "Get pings here again",
  options: [],
  run: async (call) => {
    await call.api.request("PATCH /me", { body: { away: false } });
    return said(`Welcome back.${await whatWaits(call)}`);
  },
};
