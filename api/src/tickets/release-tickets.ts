import type { Id } from "@docket/core/ids";
import type { Call } from "../context.ts";
import { TurnOver } from "../outbox/turn-over.ts";
import { nextTurn } from "../outbox/turns.ts";
import type { Services } from "../services.ts";
import { changeTicket } from "./change-ticket.ts";
import { listHeld } from "./list-held.ts";

/** How many tickets are put back before others have their turn. */
const atOnce = 50;

/**
 * Puts the open tickets of somebody who left back into the queue, each as a change of its own. Fails, to be tried again,
 * when one of them changes meanwhile: somebody else may have it by then. Of many, the rest waits for another turn.
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
  const held = await listHeld(services.db, personId);
  for (const { id, version } of held.slice(0, atOnce)) {
    await changeTicket(call(version), { ref: id, command: { type: "unassign" } });
    await nextTurn();
  }
  if (held.length > atOnce) throw new TurnOver(services.clock.now());
};
