import { priorities, statuses } from "@docket/core/tickets/ticket";
import { replay } from "@docket/core/tickets/evolve";
import type { TicketEvent } from "@docket/core/tickets/events";
import { asc, eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Desk } from "../../test/desk.ts";
import { FakeClock } from "../../test/fake-clock.ts";
import { accounts } from "../db/schema/auth.ts";
import { events, outbox } from "../db/schema/events.ts";
import { attachmentLinks, attachments, messages } from "../db/schema/messages.ts";
import { people } from "../db/schema/people.ts";
import { categories, sites } from "../db/schema/sites.ts";
import { tickets } from "../db/schema/tickets.ts";
import { toTicket } from "../tickets/ticket-row.ts";
import { demoAccounts, demoSite, seed } from "./seed.ts";

const now = Date.UTC(2026, 2, 18, 15, 20);
const origin = "https://trailhead.example";
const patience = 120_000;

const startSeeded = async (): Promise<Desk> => {
  const desk = await Desk.start({}, { clock: new FakeClock(now) });
  // Two thousand commits, none of which has to survive a power cut.
  await desk.services.db.orm.run(sql`PRAGMA synchronous = OFF`);
  await desk.services.db.orm.run(sql`PRAGMA journal_mode = MEMORY`);
  const auth = { ...desk.services.auth, hashPassword: (password: string) => Promise.resolve(`hash of ${password}`) };
  await seed({ ...desk.services, auth }, [origin]);
  return desk;
};

/** All that people can tell two desks apart by: everything but ids. */
const contentOf = async ({ services: { db } }: Desk) => {
  const [ticketRows, messageRows, eventRows, files] = await db.read(
    db.orm.select().from(tickets).orderBy(asc(tickets.number)),
    db.orm.select().from(messages).orderBy(asc(messages.position)),
    db.orm.select().from(events).orderBy(asc(events.position)),
    db.orm.select({ name: attachments.name, type: attachments.contentType, size: attachments.size }).from(attachments),
  );
  return {
    tickets: ticketRows.map((row) => ({ ...row, id: null, requesterId: null, visitorId: null, assigneeId: null })),
    messages: messageRows.map(({ kind, body, authorKind, seq, createdAt }) => ({
      kind,
      body,
      authorKind,
      seq,
      createdAt,
    })),
    events: eventRows.map(({ type, seq, at }) => ({ type, seq, at })),
    files: files.toSorted((a, b) => a.name.localeCompare(b.name)),
  };
};

describe("a desk with sample data", () => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await startSeeded();
  }, patience);
  afterAll(() => desk.stop());

  test("has tickets of every status, priority and category", async () => {
    const { db } = desk.services;
    const [rows, known] = await db.read(db.orm.select().from(tickets), db.orm.select().from(categories));
    const seen = rows.map(toTicket);
    expect(seen.length).toBeGreaterThan(285);
    expect(new Set(seen.map(({ status }) => status))).toEqual(new Set(statuses));
    expect(new Set(seen.map(({ priority }) => priority))).toEqual(new Set(priorities));
    expect(new Set(seen.map(({ category }) => category))).toEqual(new Set(known.map(({ id }) => id)));
    expect(new Set(seen.map(({ emailProven }) => emailProven))).toEqual(new Set([true, false]));
  });

  test("has events that add up to each ticket as it is stored", async () => {
    const { db } = desk.services;
    const [rows, history] = await db.read(
      db.orm.select().from(tickets),
      db.orm.select().from(events).orderBy(asc(events.position)),
    );
    const byTicket = Map.groupBy(history, ({ streamId }) => streamId);
    for (const row of rows) {
      const its = (byTicket.get(row.id) ?? []).map(({ streamId, ...event }) => ({ ...event, ticketId: streamId }));
      expect(replay(null, its as unknown as TicketEvent[])).toEqual(toTicket(row));
    }
  });

  test("owes no letter and no hint, and its letters count as sent", async () => {
    const { db } = desk.services;
    const [owed, queued] = await db.read(
      db.orm.select().from(outbox),
      db.orm.select().from(messages).where(eq(messages.delivery, "queued")),
    );
    expect([...owed, ...queued]).toEqual([]);
    expect(desk.mailer.letters).toEqual([]);
  });

  test("does not repeat itself on a page", async () => {
    const { db } = desk.services;
    const [rows] = await db.read(db.orm.select({ title: tickets.title }).from(tickets).orderBy(asc(tickets.createdAt)));
    const titles = rows.map(({ title }) => title);
    expect(new Set(titles).size).toBeGreaterThan(150);
    for (let i = 0; i + 50 <= titles.length; i += 50) expect(new Set(titles.slice(i, i + 50)).size).toBeGreaterThan(45);
  });

  test("has files that are what they say, with their bytes", async () => {
    const { db } = desk.services;
    const [files] = await db.read(
      db.orm
        .select({ id: attachments.id, type: attachments.contentType, size: attachments.size })
        .from(attachments)
        .innerJoin(attachmentLinks, eq(attachmentLinks.attachmentId, attachments.id)),
    );
    expect(files.length).toBeGreaterThan(8);
    expect(new Set(files.map(({ type }) => type))).toEqual(new Set(["image/png", "text/plain"]));
    for (const { id, size } of files) expect(desk.blobs.bytes.get(id)?.length).toBe(size);
    expect(desk.blobs.bytes.size).toBe(files.length);
  });

  test("has people in every role, of whom five have the password that is printed", async () => {
    const { db } = desk.services;
    const [everybody, withPassword] = await db.read(
      db.orm.select().from(people),
      db.orm
        .select({ email: people.email, role: people.role, password: accounts.password })
        .from(accounts)
        .innerJoin(people, eq(people.id, accounts.userId))
        .where(eq(accounts.providerId, "credential")),
    );
    expect(everybody.length).toBeGreaterThan(55);
    expect(everybody.every(({ email }) => /^[a-z.]+@[a-z.]*example(?:\.(?:com|net|org))?$/.test(email))).toBe(true);
    const printed = demoAccounts.map(({ email, role, password }) => ({ email, role, password: `hash of ${password}` }));
    const byEmail = <T extends { readonly email: string }>(list: readonly T[]) =>
      list.toSorted((a, b) => a.email.localeCompare(b.email));
    expect(byEmail(withPassword)).toEqual(byEmail(printed));
    expect(new Set(printed.map(({ role }) => role))).toEqual(new Set(["admin", "manager", "agent", "client"]));
  });

  test("has the shop's widget", async () => {
    const { db } = desk.services;
    const [rows] = await db.read(db.orm.select().from(sites));
    expect(rows).toMatchObject([{ id: demoSite, name: "Trailhead Outfitters", origins: [origin], active: true }]);
  });

  test("is not filled twice", async () => {
    await expect(seed(desk.services)).rejects.toThrow("empty database");
  });

  test(
    "is the same each time, apart from ids",
    async () => {
      const other = await startSeeded();
      expect(await contentOf(other)).toEqual(await contentOf(desk));
      await other.stop();
    },
    patience,
  );
});
