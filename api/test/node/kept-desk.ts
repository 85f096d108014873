import { stat } from "node:fs/promises";
import { join } from "node:path";
import type { TicketEvent } from "@docket/core/tickets/events";
import { replay } from "@docket/core/tickets/evolve";
import { createClient } from "@libsql/client";
import { asc } from "drizzle-orm";
import { expect } from "vitest";
import type { Db } from "../../src/db/client.ts";
import { createDb } from "../../src/db/client.ts";
import { events, letters, outbox } from "../../src/db/schema/events.ts";
import { attachments, messages } from "../../src/db/schema/messages.ts";
import { tickets } from "../../src/db/schema/tickets.ts";
import { Mailbox } from "../../src/email/mailbox.ts";
import { toTicket } from "../../src/tickets/ticket-row.ts";

/** What a server said it had written: ids of tickets, and bodies of replies by their ids. */
export interface Acknowledged {
  readonly tickets: Set<string>;
  readonly replies: Map<string, string>;
  /** What a reply was to say instead; the answer may have been lost. */
  readonly changing?: Map<string, string>;
}

const useDesk = async <T>(folder: string, work: (db: Db) => Promise<T>): Promise<T> => {
  const client = createClient({ url: `file:${join(folder, "docket.db")}`, timeout: 5000 });
  try {
    return await work(createDb(client));
  } finally {
    client.close();
  }
};

/** Waits until the desk in this folder, whose server runs, owes nothing any more. */
export const expectNothingOwed = (folder: string): Promise<void> =>
  useDesk(folder, async (db) => {
    const owed = async () => (await db.read(db.orm.select({ id: outbox.id }).from(outbox)))[0];
    await expect.poll(owed, { timeout: 60_000 }).toEqual([]);
  });

type Row<T extends typeof events | typeof messages | typeof tickets> = T["$inferSelect"];

const expectHistories = (allTickets: readonly Row<typeof tickets>[], all: readonly Row<typeof events>[]): void => {
  for (const row of allTickets) {
    const history = all
      .filter((event) => event.streamId === row.id)
      .map((event) => ({ ...event, ticketId: row.id }) as unknown as TicketEvent);
    expect(replay(null, history)).toMatchObject(toTicket(row));
  }
};

/** A reply or a note is as its last events left it. */
const expectMessages = (allMessages: readonly Row<typeof messages>[], all: readonly Row<typeof events>[]): void => {
  const lastOf = (type: string, id: string) =>
    all.findLast((event) => event.type === type && (event.data as { readonly messageId?: string }).messageId === id);
  for (const { id, body, editedAt, deletedAt } of allMessages) {
    const deleted = lastOf("ticket.message_deleted", id);
    const times = [lastOf("ticket.message_edited", id)?.at ?? null, deleted?.at ?? null];
    expect([id, editedAt, deletedAt, body === ""]).toEqual([id, ...times, deleted !== undefined]);
  }
};

/** Checks the desk in this folder, which owes nothing: all that was acknowledged is there, and all fits together. */
export const expectKept = async (folder: string, acknowledged: Acknowledged): Promise<void> => {
  const [allTickets, allEvents, allMessages, allLetters, allFiles] = await useDesk(folder, (db) =>
    db.read(
      db.orm.select().from(tickets),
      db.orm.select().from(events).orderBy(asc(events.position)),
      db.orm.select().from(messages),
      db.orm.select().from(letters),
      db.orm.select().from(attachments),
    ),
  );

  const ids = new Set<string>(allTickets.map((ticket) => ticket.id));
  expect([...acknowledged.tickets].filter((id) => !ids.has(id))).toEqual([]);
  const bodies = new Map<string, string>(allMessages.map((message) => [message.id, message.body]));
  const isKept = (id: string, body: string): boolean =>
    [body, acknowledged.changing?.get(id)].includes(bodies.get(id) ?? "there is none");
  expect([...acknowledged.replies].filter(([id, body]) => !isKept(id, body))).toEqual([]);
  const said = [...bodies.values()].filter((body) => body !== "");
  expect(new Set(said).size).toBe(said.length);

  expectHistories(allTickets, allEvents);
  expectMessages(allMessages, allEvents);
  const created = allEvents.filter((event) => event.type === "ticket.created");
  const replied = allEvents.filter((event) => event.type === "ticket.replied");
  expect(created.map((event) => event.streamId).toSorted()).toEqual([...ids].toSorted());
  const inEvents = replied.map(({ data }) => (data as { readonly messageId: string }).messageId);
  expect(inEvents.toSorted()).toEqual([...bodies.keys()].toSorted());

  const sent = new Set(
    allLetters.filter((letter) => letter.providerId !== null).map((letter) => letter.messageId.replace(/@.*/, "")),
  );
  const told = allMessages.filter(({ kind, deletedAt }) => kind === "reply" && deletedAt === null);
  // That a ticket came is news until staff have answered it; an email that had to wait that long is not sent.
  const unanswered = allTickets.filter(({ firstRespondedAt }) => firstRespondedAt === null);
  expect(unanswered.length).toBeGreaterThan(0);
  const owed = [
    ...unanswered.map(({ id }) => `${id}.1`),
    ...told.map(({ ticketId, publicSeq }) => `${ticketId}.p${publicSeq}`),
  ];
  expect(owed.filter((id) => !sent.has(id))).toEqual([]);

  const mailed = new Mailbox(folder).letters().map(({ messageId }) => messageId);
  expect(mailed.filter((id, i) => mailed.indexOf(id) !== i)).toEqual([]);

  for (const { id, size } of allFiles) expect([id, (await stat(join(folder, "files", id))).size]).toEqual([id, size]);
};
