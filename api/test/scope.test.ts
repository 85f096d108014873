import type { Actor } from "@docket/core/actor";
import { keyScopes, staffRoles } from "@docket/core/actor";
import type { Id } from "@docket/core/ids";
import { makeId } from "@docket/core/ids";
import { can } from "@docket/core/permissions/can";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { people } from "../src/db/schema/people.ts";
import { tickets } from "../src/db/schema/tickets.ts";
import { selectTickets } from "../src/tickets/select-ticket.ts";
import { toTicket } from "../src/tickets/ticket-row.ts";
import { Desk } from "./desk.ts";

const idsOf = <N extends "person" | "visitor" | "site">(noun: N, count: number): Id<N>[] =>
  Array.from({ length: count }, (_, i) => makeId(noun, 0, new Uint8Array(16).fill(i)));

const persons = idsOf("person", 4);
const visitors = idsOf("visitor", 3);
const sites = idsOf("site", 2);

let desk: Desk;
beforeAll(async () => {
  desk = await Desk.start();
  const { db } = desk.services;
  const at = new Date(0);
  const row = (id: Id<"person">) => ({ id, name: id, email: `${id}@desk.test`, createdAt: at, updatedAt: at });
  await db.write(db.orm.insert(people).values(persons.map(row)));
});
afterAll(() => desk.stop());

const person = fc.constantFrom(...persons);
const visitor = fc.constantFrom(...visitors);
const site = fc.constantFrom(...sites);

const ticket = fc.record({
  requesterId: person,
  visitorId: fc.option(visitor),
  assigneeId: fc.option(person),
  deletedAt: fc.option(fc.nat()),
});
type TicketParts = typeof ticket extends fc.Arbitrary<infer T> ? T : never;

const staff = fc.record({ kind: fc.constant("staff" as const), id: person, role: fc.constantFrom(...staffRoles) });

const actor: fc.Arbitrary<Actor> = fc.oneof(
  fc.constant({ kind: "anonymous" as const }),
  fc.record({ kind: fc.constant("visitor" as const), id: visitor, siteId: site }),
  fc.record({
    kind: fc.constant("client" as const),
    id: person,
    visitorId: fc.option(visitor),
    siteId: fc.option(site),
  }),
  staff,
  fc.record({
    kind: fc.constant("key" as const),
    id: fc.string(),
    scopes: fc.uniqueArray(fc.constantFrom(...keyScopes)),
    onBehalfOf: fc.option(staff),
    platform: fc.constantFrom(null, "slack" as const, "discord" as const),
  }),
  fc.record({
    kind: fc.constant("system" as const),
    name: fc.constantFrom("sla" as const, "automation" as const, "email" as const, "maintenance" as const),
  }),
);

const rowOf = (parts: TicketParts, number: number) => ({
  ...parts,
  number: number + 1,
  id: makeId("ticket", number, new Uint8Array(16)),
  title: "A title",
  description: "A description",
  category: "other",
  priority: 1,
  status: "new" as const,
  tags: [],
  siteId: null,
  source: "api" as const,
  emailProven: false,
  followUpOf: null,
  createdAt: number,
  updatedAt: number,
  version: 1,
});

test("the database gives an actor the tickets that they may read, and no others", async () => {
  const { db } = desk.services;
  const seen = { some: 0, none: 0 };
  const property = fc.asyncProperty(
    fc.array(ticket, { minLength: 1, maxLength: 12 }),
    fc.array(actor, { minLength: 1, maxLength: 6 }),
    async (parts, actors) => {
      const rows = parts.map(rowOf);
      await db.write(db.orm.delete(tickets), db.orm.insert(tickets).values(rows));
      const [all] = await db.read(db.orm.select().from(tickets).orderBy(tickets.number));
      for (const one of actors) {
        const [selected] = await db.read(selectTickets(db, one).orderBy(tickets.number));
        const readable = all.map(toTicket).filter((row) => can(one, "ticket.read", row));
        expect(selected.map((row) => row.ticket.number)).toEqual(readable.map(({ number }) => number));
        if (readable.length > 0) seen.some++;
        else seen.none++;
      }
    },
  );
  await fc.assert(property, { numRuns: 100 });
  expect(seen.some).toBeGreaterThan(20);
  expect(seen.none).toBeGreaterThan(20);
});
