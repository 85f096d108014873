import type { StaffActor } from "@docket/core/actor";
import type { Id, Noun } from "@docket/core/ids";
import { decide, decideOpen } from "@docket/core/tickets/decide";
import { replay } from "@docket/core/tickets/evolve";
import type { Ticket } from "@docket/core/tickets/ticket";
import { day } from "@docket/core/time";
import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import type { Call, Idempotency } from "../../src/context.ts";
import type { Db } from "../../src/db/client.ts";
import { events, outbox } from "../../src/db/schema/events.ts";
import { messages } from "../../src/db/schema/messages.ts";
import { people } from "../../src/db/schema/people.ts";
import { tickets } from "../../src/db/schema/tickets.ts";
import { RepeatedRequest } from "../../src/http/once.ts";
import { systemClock } from "../../src/platform/clock.ts";
import { cryptoIds } from "../../src/platform/ids.ts";
import type { Commit } from "../../src/tickets/store.ts";
import { commit } from "../../src/tickets/store.ts";

const times = <T>(n: number, make: (i: number) => T): T[] => Array.from({ length: n }, (_, i) => make(i));
const newId = <N extends Noun>(noun: N): Id<N> => cryptoIds.next(noun, systemClock.now());

/** What the commit of a change does on every database. */
export const commitContract = (database: () => Db): void => {
  describe("the commit of a change", () => {
    let db: Db;
    let actor: StaffActor;
    let wakes = 0;
    beforeEach(async () => {
      db = database();
      wakes = 0;
      actor = { kind: "staff", id: newId("person"), role: "agent" };
      await db.write(person(actor.id));
    });

    const person = (id: Id<"person">) => {
      const now = new Date(systemClock.now());
      return db.orm
        .insert(people)
        .values({ id, name: "Ada", email: `${id}@desk.test`, createdAt: now, updatedAt: now });
    };
    const call = (idempotency: Idempotency | null = null): Call => {
      const services = { db, clock: systemClock, ids: cryptoIds, chats: {}, wake: () => wakes++ };
      return {
        services,
        actor,
        identity: null,
        caller: null,
        session: null,
        idempotency,
        ifMatch: null,
        log: null,
      } as unknown as Call;
    };
    const facts = () => ({ actor, now: systemClock.now(), reopenWindow: day });

    const opening = (): Commit => {
      const ticketId = newId("ticket");
      const fields = { title: "Help", description: "Please", category: "question", priority: "normal" as const };
      const happened = decideOpen(
        {
          type: "open",
          ticketId,
          ...fields,
          tags: ["a", "b"],
          requesterId: actor.id,
          visitorId: null,
          siteId: null,
          source: "dashboard",
          emailProven: true,
          followUpOf: null,
          origin: null,
        },
        facts(),
      );
      return { events: happened, previous: null, ticket: replay(null, happened), result: {} };
    };
    const open = async (): Promise<Ticket> => {
      const change = opening();
      return { ...change.ticket, number: (await commit(call(), change)) ?? 0 };
    };

    /** A reply, decided on this ticket. */
    const replying = (previous: Ticket, body = "Hello"): Commit => {
      const messageId = newId("message");
      const decision = decide(previous, { type: "reply", messageId }, facts());
      if (!decision.ok) throw new Error(decision.error.detail);
      const ticket = replay(previous, decision.value);
      const message = {
        id: messageId,
        ticketId: ticket.id,
        seq: previous.version + 1,
        kind: "reply" as const,
        source: "dashboard" as const,
        authorKind: "staff" as const,
        authorId: actor.id,
        body,
        delivery: "none" as const,
        createdAt: ticket.updatedAt,
      };
      return { events: decision.value, previous, ticket, message, result: {} };
    };

    /** All that the database knows of a ticket. */
    const known = async ({ id }: Pick<Ticket, "id">) => {
      const [rows, happened, words, owed] = await db.read(
        db.orm.select().from(tickets).where(eq(tickets.id, id)),
        db.orm.select().from(events).where(eq(events.streamId, id)),
        db.orm.select().from(messages).where(eq(messages.ticketId, id)),
        db.orm.select().from(outbox).where(eq(outbox.ticketId, id)),
      );
      return { rows, happened, words, owed };
    };

    test("gives each ticket a number of its own, also to those that are opened at the same moment", async () => {
      const changes = times(20, opening);
      const numbers = await Promise.all(changes.map((change) => commit(call(), change)));
      expect(new Set(numbers).size).toBe(20);
      for (const [i, { ticket }] of changes.entries()) {
        const { rows, happened } = await known(ticket);
        expect(rows.map(({ number, tags }) => [number, tags])).toEqual([[numbers[i], ["a", "b"]]]);
        expect(happened.map(({ data }) => (data as { number: number }).number)).toEqual([numbers[i]]);
      }
      expect(wakes).toBe(20);
    });

    test("lets one of 40 win who decided on the same version, and keeps nothing of the others", async () => {
      const ticket = await open();
      const before = await known(ticket);
      wakes = 0;
      const changes = times(40, (i) => replying(ticket, `Reply ${i}`));
      const numbers = await Promise.all(changes.map((change) => commit(call(), change)));
      const [winner] = changes.filter((_, i) => numbers[i] !== null);
      expect(numbers.filter((number) => number !== null)).toEqual([ticket.number]);
      const after = await known(ticket);
      expect(after.rows.map(({ version }) => version)).toEqual([winner?.ticket.version]);
      expect(after.happened).toHaveLength(before.happened.length + (winner?.events.length ?? 0));
      expect(after.words.map(({ body }) => body)).toEqual([winner?.message?.body]);
      expect(after.owed.length).toBeGreaterThan(before.owed.length);
      expect(wakes).toBe(1);
    });

    test("says who was first by what was lost, and keeps nothing", async () => {
      const ticket = await open();
      const key = { caller: actor.id, key: "the key", fingerprint: "" };
      const written = replying(ticket);
      expect(await commit(call(key), written)).toBe(ticket.number);
      const before = await known(ticket);
      wakes = 0;
      const next = replying(written.ticket);
      const taken = person(actor.id);
      await expect(commit(call(key), next)).rejects.toBeInstanceOf(RepeatedRequest);
      expect(await commit(call(), { ...next, requester: taken })).toBeNull();
      expect(await commit(call(), { ...next, links: taken })).toBeNull();
      const { message = null } = written;
      await expect(commit(call(), { ...next, ...(message ? { message } : {}) })).rejects.toThrow("UNIQUE");
      expect([await known(ticket), wakes]).toEqual([before, 0]);
    });
  });
};
