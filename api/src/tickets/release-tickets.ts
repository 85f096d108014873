import type { Id } from "@docket/core/ids";
import type { Call } from "../context.ts";
import type { Services } from "../services.ts";
import { changeTicket } from "./change-ticket.ts";
import { listHeld } from "./list-held.ts";

/**
 * Puts the open tickets of somebody who left back into the queue, each as a change of its own. Fails, to be tried again,
 * when one of them changes meanwhile: somebody else may have it by then.
 */
export const releaseTickets = async (services: Services, personId: Id<"person">): Promise<void> => {
  const call = (ifMatch: number): Call => ({
    services,
    actor: { kind: "system", name: "maintenance" },
    identity: null,
    caller: null,
    session: null,
    idempotency: null,
    ifMatch,
    log: services.log,
  });
  for (const { id, version } of await listHeld(services.db, personId)) {
    await changeTicket(call(version), { ref: id, command: { type: "unassign" } });
  }
};
