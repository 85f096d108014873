import type { Id } from "@docket/core/ids";
import type { EventAudience } from "@docket/core/tickets/audience";
import { eq, inArray } from "drizzle-orm";
import { people } from "../db/schema/people.ts";
import { tickets } from "../db/schema/tickets.ts";
import type { Audience, Hub } from "../realtime/hub.ts";
import type { Services } from "../services.ts";

/** A ticket that changed, and whom all that happened to it concerns. */
export interface ChangedTicket {
  readonly ticketId: Id<"ticket">;
  readonly audience: EventAudience;
}

/** Tells the screens of the staff that what names these people is not what it was. */
export const publishPeople = async (
  { hub }: { readonly hub: Pick<Hub, "publish"> },
  personIds: readonly string[],
): Promise<void> => {
  for (const id of new Set(personIds)) await hub.publish(["staff"], { type: "person.changed", id });
};

/** Tells the screens of everybody whom it concerns that there is something new about these tickets. */
export const publishHints = async (
  { db, hub }: Pick<Services, "db"> & { readonly hub: Pick<Hub, "publish"> },
  changed: readonly ChangedTicket[],
): Promise<void> => {
  if (changed.length === 0) return;
  const forClients = new Set(changed.filter(({ audience }) => audience !== "staff").map(({ ticketId }) => ticketId));
  const ids = [...new Set(changed.map(({ ticketId }) => ticketId))];
  const { id, requesterId, visitorId, version, publicVersion } = tickets;
  const [found] = await db.read(
    db.orm
      .select({ id, requesterId, visitorId, version, publicVersion, active: people.active })
      .from(tickets)
      .innerJoin(people, eq(people.id, requesterId))
      .where(inArray(id, ids)),
  );
  for (const ticket of found) {
    await hub.publish(["staff"], { type: "ticket.changed", id: ticket.id, version: ticket.version });
    if (!forClients.has(ticket.id) || !ticket.active) continue;
    const clients: Audience[] = [`requester:${ticket.requesterId}`];
    if (ticket.visitorId !== null) clients.push(`visitor:${ticket.visitorId}`);
    await hub.publish(clients, { type: "ticket.changed", id: ticket.id, version: ticket.publicVersion });
  }
};
