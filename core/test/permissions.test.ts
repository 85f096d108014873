import fc from "fast-check";
import { expect, test } from "vitest";
import type { Actor } from "../src/actor.ts";
import { actingStaff, actorRef, keyScopes } from "../src/actor.ts";
import type { Action, DeskAction, MessageDeed, TicketAction } from "../src/permissions/actions.ts";
import { deskActions, ticketActions } from "../src/permissions/actions.ts";
import type { MessageOwnership, TicketOwnership } from "../src/permissions/can.ts";
import { can } from "../src/permissions/can.ts";
import { programActions } from "../src/permissions/roles.ts";
import { inScope, ticketScope } from "../src/permissions/ticket-scope.ts";
import { agent, client, otherClient, staff, visitor } from "./sample.ts";
import { actors, keys, staffActors } from "./walk.ts";

const anybody: fc.Arbitrary<Actor> = fc.oneof(
  { weight: 9, arbitrary: actors },
  fc.constant({ kind: "anonymous" } as const),
);

const owned: fc.Arbitrary<TicketOwnership> = fc.record({
  requesterId: fc.constantFrom(client.id, otherClient.id, agent.id),
  visitorId: fc.constantFrom(null, visitor.id, "vis_other"),
  deletedAt: fc.option(fc.integer({ min: 1 }), { freq: 3 }),
});

const onTicket: fc.Arbitrary<TicketAction> = fc.constantFrom(...ticketActions);
const onDesk: fc.Arbitrary<DeskAction> = fc.constantFrom(...deskActions);
const numRuns = process.env["DOCKET_PROOF"] === undefined ? 500 : 10_000;

const allowedTo = (actor: Actor, ticket: TicketOwnership): readonly Action[] => [
  ...ticketActions.filter((action) => can(actor, action, ticket)),
  ...deskActions.filter((action) => can(actor, action)),
];

const ofPrograms: readonly Action[] = [...programActions];

/** What is left of this when what bots do in their own name is set aside. */
const inSomebodysName = (actions: readonly Action[]): readonly Action[] =>
  actions.filter((action) => !ofPrograms.includes(action));

/** Said once more and differently: whose eyes a ticket is for. */
const mayLookAt = (actor: Actor, ticket: TicketOwnership): boolean => {
  if (ticket.deletedAt !== null) return false;
  if (actor.kind === "staff" || actor.kind === "system") return true;
  if (actor.kind === "key") return actor.scopes.includes("tickets:read");
  if (actor.kind === "anonymous") return false;
  const sessions: readonly (string | null)[] = actor.kind === "visitor" ? [actor.id] : [actor.visitorId];
  const isTheirs = actor.kind === "client" && ticket.requesterId === actor.id;
  const isShut = actor.kind === "visitor" && actor.shut?.includes(ticket.requesterId);
  return isTheirs || (ticket.visitorId !== null && sessions.includes(ticket.visitorId) && !isShut);
};

test("one reads exactly the tickets in one's scope", () => {
  fc.assert(
    fc.property(anybody, owned, (actor, ticket) => {
      const expected = mayLookAt(actor, ticket);
      expect(can(actor, "ticket.read", ticket)).toBe(expected);
      expect(inScope(ticketScope(actor), ticket)).toBe(expected);
    }),
    { numRuns },
  );
});

test("nothing can be done with a ticket that one cannot read", () => {
  fc.assert(
    fc.property(anybody, owned, onTicket, (actor, ticket, action) => {
      if (can(actor, action, ticket)) expect(can(actor, "ticket.read", ticket)).toBe(true);
    }),
    { numRuns },
  );
});

test("what an agent may, a manager may, and what a manager may, an admin may", () => {
  fc.assert(
    fc.property(owned, (ticket) => {
      const [agents, managers, admins] = (["agent", "manager", "admin"] as const).map((role) =>
        allowedTo(staff(role), ticket),
      );
      expect(managers).toEqual(expect.arrayContaining([...(agents ?? [])]));
      expect(admins).toEqual(expect.arrayContaining([...(managers ?? [])]));
    }),
    { numRuns: 100 },
  );
});

test("a key never may more than the person it acts for", () => {
  fc.assert(
    fc.property(keys, staffActors, owned, (key, person, ticket) => {
      const allowed = inSomebodysName(allowedTo({ ...key, onBehalfOf: person }, ticket));
      expect(allowedTo(person, ticket)).toEqual(expect.arrayContaining([...allowed]));
    }),
    { numRuns },
  );
});

test("a key of nobody's never may more than any agent", () => {
  fc.assert(
    fc.property(keys, owned, (key, ticket) => {
      const allowed = inSomebodysName(allowedTo({ ...key, onBehalfOf: null }, ticket));
      expect(allowedTo(agent, ticket)).toEqual(expect.arrayContaining([...allowed]));
    }),
    { numRuns: 200 },
  );
});

test("a key that only reads changes nothing, and one without scopes does nothing", () => {
  fc.assert(
    fc.property(keys, owned, onTicket, onDesk, (key, ticket, action, deskAction) => {
      const reader = { ...key, scopes: ["tickets:read"] as const };
      if (can(reader, action, ticket)) expect(action).toMatch(/^ticket\.read/);
      if (can(reader, deskAction)) expect(deskAction).toMatch(/\.(list|read)$/);
      expect(allowedTo({ ...key, scopes: [] }, ticket)).toEqual([]);
      expect(allowedTo({ ...key, scopes: keyScopes }, ticket)).toEqual(
        expect.arrayContaining([...allowedTo(key, ticket)]),
      );
    }),
    { numRuns },
  );
});

test("what bots do in their own name takes the scope for it, and people do not do it at all", () => {
  fc.assert(
    fc.property(anybody, owned, (actor, ticket) => {
      const allowed = allowedTo(actor, ticket).filter((action) => ofPrograms.includes(action));
      const isBot = actor.kind === "system" || (actor.kind === "key" && actor.scopes.includes("chat"));
      expect(allowed).toEqual(isBot ? ofPrograms : []);
    }),
    { numRuns },
  );
});

test("with the scope of bots alone nothing is done with tickets or people", () => {
  fc.assert(
    fc.property(keys, owned, (key, ticket) => {
      expect(allowedTo({ ...key, scopes: ["chat"], onBehalfOf: null }, ticket)).toEqual(ofPrograms);
    }),
    { numRuns: 100 },
  );
});

test("outside the staff nobody reads notes, sorts, assigns, closes or deletes", () => {
  const inside = /^ticket\.(read_internal|triage|claim|assign|unassign|set_status|resolve|close|note|delete)$/;
  fc.assert(
    fc.property(anybody, owned, onTicket, (actor, ticket, action) => {
      if (["anonymous", "visitor", "client"].includes(actor.kind) && inside.test(action)) {
        expect(can(actor, action, ticket)).toBe(false);
      }
    }),
    { numRuns },
  );
});

const authors: fc.Arbitrary<MessageOwnership["author"]> = fc.oneof(
  fc.constant({ kind: "client", id: client.id } as const),
  fc.constant({ kind: "visitor", id: visitor.id } as const),
  fc.constant({ kind: "system", id: "email" } as const),
  actors.map((actor) => actorRef(actor)),
);

test("a message is its author's, if they work here; admins may take it away unless a client wrote it", () => {
  fc.assert(
    fc.property(anybody, owned, authors, (actor, ticket, author) => {
      const may = (deed: MessageDeed) => can(actor, `message.${deed}`, ticket, { author });
      const { kind, id } = actor.kind === "anonymous" ? { kind: "nobody", id: "" } : actorRef(actor);
      const works = ["staff", "key", "system"].includes(kind);
      const writes = actor.kind !== "key" || actor.scopes.includes("tickets:write");
      const able = works && writes && can(actor, "ticket.read", ticket);
      const own = kind === author.kind && id === author.id;
      const byClient = author.kind === "client" || author.kind === "visitor";
      expect(may("edit")).toBe(able && own);
      expect(may("delete")).toBe(able && (own || (actingStaff(actor)?.role === "admin" && !byClient)));
    }),
    { numRuns: 2000 },
  );
});
