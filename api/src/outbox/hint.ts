import type { Id } from "@docket/core/ids";
import { eq } from "drizzle-orm";
import { tickets } from "../db/schema/tickets.ts";
import type { Audience } from "../realtime/hub.ts";
import type { Services } from "../services.ts";

/** Tells the screens of everybody who may see a ticket that there is something new about it. */
export const publishHint = async ({ db, hub }: Pick<Services, "db" | "hub">, ticketId: Id<"ticket">): Promise<void> => {
  const { requesterId, visitorId, version } = tickets;
  const [[ticket]] = await db.read(
    db.orm.select({ requesterId, visitorId, version }).from(tickets).where(eq(tickets.id, ticketId)),
  );
  if (!ticket) return;
  const audiences: Audience[] = ["staff", `person:${ticket.requesterId}`];
  if (ticket.visitorId !== null) audiences.push(`visitor:${ticket.visitorId}`);
  await hub.publish(audiences, { type: "ticket.changed", id: ticketId, version: ticket.version });
};
