import type { Id } from "@docket/core/ids";
import type { Call } from "../context.ts";
import type { Services } from "../services.ts";
import { listHeld } from "./list-held.ts";
import { unassignTicket } from "./unassign-ticket.ts";

/** Puts the open tickets of somebody who left back into the queue, each as a change of its own. */
export const releaseTickets = async (services: Services, personId: Id<"person">): Promise<void> => {
  const call: Call = {
    services,
    actor: { kind: "system", name: "maintenance" },
    identity: null,
    caller: null,
    idempotency: null,
    log: services.log,
  };
  for (const id of await listHeld(services.db, personId)) await unassignTicket(call, id);
};
