import type { Id } from "@docket/core/ids";
import { inArray } from "drizzle-orm";
import { tickets } from "../db/schema/tickets.ts";
import type { Audience, Hub } from "../realtime/hub.ts";
import type { Services } from "../services.ts";

/** Tells the screens of everybody who may see one of these tickets that there is something new about it. */
export const publishHints = async (
  { db, hub }: Pick<Services, "db"> & { readonly hub: Pick<Hub, "publish"> },
  ticketIds: readonly Id<"ticket">[],
): Promise<void> => {
  if (ticketIds.length === 0) return;
  const { id, requesterId, visitorId, version } = tickets;
  const [changed] = await db.read(
    db.orm.select({ id, requesterId, visitorId, version }).from(tickets).where(inArray(id, ticketIds)),
  );
  for (const ticket of changed) {
    const audiences: Audience[] = ["staff", `person:${ticket.requesterId}`];
    if (ticket.visitorId !== null) audiences.push(`visitor:${ticket.visitorId}`);
    await hub.publish(audiences, { type: "ticket.changed", id: ticket.id, version: ticket.version });
  }
};

/** Tells the screens of everybody who may see a ticket that there is something new about it. */
export const publishHint = (services: Pick<Services, "db" | "hub">, ticketId: Id<"ticket">): Promise<void> =>
  publishHints(services, [ticketId]);
