import { actingStaff } from "@docket/core/actor";
import type { TicketView } from "@docket/core/contract/ticket";
import type { Call } from "../context.ts";
import { ProblemError, denied, problem } from "../http/problem.ts";
import { changeAndView } from "./change-ticket.ts";
import { nextWaiting } from "./waiting-query.ts";

/** How often the very next ticket is tried for before one of those behind it will do as well. */
const patience = 3;
const mostAmong = 64;

const isGone = (error: unknown): boolean => error instanceof ProblemError && error.error.code === "resource.not_found";

/**
 * Takes the ticket that has waited longest among the most urgent that nobody has; when somebody is faster, the next one.
 * In a crowd each tries for another of the next few, so that they do not all wait for the same one. Fails with
 * `ticket.none_waiting`.
 */
export const takeNext = async (call: Call): Promise<TicketView> => {
  if (actingStaff(call.actor) === null) throw denied();
  let tries = 0;
  const ref = () => nextWaiting(Math.min(mostAmong, 2 ** Math.max(0, ++tries - patience)));
  try {
    return await changeAndView(call, { ref, command: { type: "claim" } });
  } catch (error) {
    throw isGone(error) ? problem("ticket.none_waiting", "No ticket waits for somebody to take it.") : error;
  }
};
