import { describe, expect, test } from "vitest";
import { agent, client, freshTicket, now, opened, ticketIn } from "../../test/sample.ts";
import type { TicketEvent, TicketEventData, TicketEventType } from "./events.ts";
import { evolve, replay } from "./evolve.ts";
import type { Ticket } from "./ticket.ts";

const eventOf = <T extends TicketEventType>(type: T, data: TicketEventData[T]) =>
  ({ type, data, ticketId: "tkt_1", seq: 8, at: now, actor: { kind: "staff", id: agent.id } }) as TicketEvent;

const moved = (
  type: "resolved" | "closed" | "reopened" | "cancelled",
  status: TicketEventData["ticket.closed"]["status"],
) => eventOf(`ticket.${type}`, { status });

const said = { messageId: "msg_1", kind: "reply" } as const;

/** What stays as it is for the client. */
const unseen = { publicVersion: freshTicket.publicVersion, publicUpdatedAt: freshTicket.publicUpdatedAt };

describe("evolve", () => {
  test.each<[string, Ticket, TicketEvent, Partial<Ticket>]>([
    [
      "takes over changed fields",
      ticketIn("new"),
      eventOf("ticket.updated", { title: { from: "a", to: "b" }, priority: { from: "normal", to: "urgent" } }),
      { title: "b", priority: "urgent" },
    ],
    [
      "takes over tags",
      ticketIn("new"),
      eventOf("ticket.tagged", { tags: { from: [], to: ["vip"] } }),
      { tags: ["vip"], ...unseen },
    ],
    [
      "gives it to somebody",
      ticketIn("new"),
      eventOf("ticket.assigned", { assigneeId: { from: null, to: agent.id }, status: { from: "new", to: "assigned" } }),
      { assigneeId: agent.id, status: "assigned" },
    ],
    [
      "takes it from somebody",
      ticketIn("assigned"),
      eventOf("ticket.unassigned", {
        assigneeId: { from: agent.id, to: null },
        status: { from: "assigned", to: "new" },
      }),
      { assigneeId: null, status: "new" },
    ],
    [
      "moves it",
      ticketIn("new"),
      eventOf("ticket.status_changed", { status: { from: "new", to: "waiting" } }),
      { status: "waiting" },
    ],
    [
      "solves it",
      ticketIn("waiting"),
      moved("resolved", { from: "waiting", to: "resolved" }),
      { status: "resolved", resolvedAt: now, closedAt: null },
    ],
    [
      "closes it and still knows when it was solved",
      ticketIn("resolved"),
      moved("closed", { from: "resolved", to: "closed" }),
      { status: "closed", resolvedAt: opened + 1, closedAt: now },
    ],
    [
      "reopens it, as if it had not been solved",
      ticketIn("closed"),
      moved("reopened", { from: "closed", to: "new" }),
      { status: "new", resolvedAt: null, closedAt: null },
    ],
    ["cancels it", ticketIn("new"), moved("cancelled", { from: "new", to: "cancelled" }), { status: "cancelled" }],
    [
      "notes the first answer of staff",
      ticketIn("new"),
      eventOf("ticket.replied", { messageId: "msg_1", fromStaff: true }),
      { firstRespondedAt: now },
    ],
    [
      "does not take the client's words for an answer",
      ticketIn("new"),
      eventOf("ticket.replied", { messageId: "msg_1", fromStaff: false }),
      {},
    ],
    ["keeps notes out of the ticket", ticketIn("new"), eventOf("ticket.noted", { messageId: "msg_1" }), unseen],
    ["leaves it as it is when a reply is edited", ticketIn("new"), eventOf("ticket.message_edited", said), {}],
    ["leaves it as it is when a reply is deleted", ticketIn("new"), eventOf("ticket.message_deleted", said), {}],
    ["marks it deleted", ticketIn("new"), eventOf("ticket.deleted", {}), { deletedAt: now }],
  ])("%s", (_, ticket, event, change) => {
    expect(evolve(ticket, event)).toStrictEqual({
      ...ticket,
      updatedAt: now,
      version: 8,
      publicUpdatedAt: now,
      publicVersion: 2,
      ...change,
    });
  });

  /** One of each type: leaving one out, or inventing one, does not compile. */
  const dataOf: { readonly [T in Exclude<TicketEventType, "ticket.created">]: TicketEventData[T] } = {
    "ticket.updated": { title: { from: "a", to: "b" } },
    "ticket.tagged": { tags: { from: [], to: ["vip"] } },
    "ticket.assigned": { assigneeId: { from: null, to: agent.id }, status: { from: "new", to: "assigned" } },
    "ticket.unassigned": { assigneeId: { from: agent.id, to: null }, status: { from: "assigned", to: "new" } },
    "ticket.status_changed": { status: { from: "new", to: "waiting" } },
    "ticket.resolved": { status: { from: "new", to: "resolved" } },
    "ticket.closed": { status: { from: "new", to: "closed" } },
    "ticket.reopened": { status: { from: "resolved", to: "new" } },
    "ticket.cancelled": { status: { from: "new", to: "cancelled" } },
    "ticket.replied": { messageId: "msg_1", fromStaff: false },
    "ticket.noted": { messageId: "msg_1" },
    "ticket.message_edited": said,
    "ticket.message_deleted": said,
    "ticket.deleted": {},
  };

  test.each(Object.keys(dataOf) as (keyof typeof dataOf)[])(
    "%s gives a ticket to the owner of its address alone, and nobody else's does",
    (type) => {
      const ticket: Ticket = { ...ticketIn("new"), visitorId: "vis_stranger", emailProven: false };
      const event = eventOf(type, dataOf[type]);
      const owner = { kind: "client", id: ticket.requesterId } as const;
      expect(evolve(ticket, { ...event, actor: owner })).toMatchObject({ visitorId: null, emailProven: true });
      for (const actor of [{ kind: "visitor", id: "vis_stranger" }, event.actor] as const) {
        expect(evolve(ticket, { ...event, actor })).toMatchObject({ visitorId: "vis_stranger", emailProven: false });
      }
    },
  );

  test("does not change the ticket it was given", () => {
    const ticket = Object.freeze(ticketIn("new"));
    evolve(ticket, eventOf("ticket.deleted", {}));
    expect(ticket.deletedAt).toBeNull();
  });

  test("needs a ticket for everything but its creation", () => {
    expect(() => evolve(null, eventOf("ticket.deleted", {}))).toThrow("ticket.deleted");
  });
});

describe("replay", () => {
  test("goes on from a ticket", () => {
    expect(replay(freshTicket, [])).toBe(freshTicket);
    expect(replay(freshTicket, [eventOf("ticket.noted", { messageId: "msg_1" })]).version).toBe(8);
    expect(freshTicket.requesterId).toBe(client.id);
  });

  test("of nothing is not a ticket", () => {
    expect(() => replay(null, [])).toThrow("no events");
  });
});
