import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { MessageWritten } from "@docket/core/contract/message";
import type { TicketView } from "@docket/core/contract/ticket";
import type { TicketEvent } from "@docket/core/tickets/events";
import { replay } from "@docket/core/tickets/evolve";
import { createClient } from "@libsql/client";
import { asc } from "drizzle-orm";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createDb } from "../../src/db/client.ts";
import { events, letters, outbox } from "../../src/db/schema/events.ts";
import { messages } from "../../src/db/schema/messages.ts";
import { tickets } from "../../src/db/schema/tickets.ts";
import { toTicket } from "../../src/tickets/ticket-row.ts";
import { RemoteCaller, firstAdmin } from "./people.ts";
import { ServerProcess } from "./server-process.ts";

const cycles = 20;
const writers = 6;

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "docket-crash-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** What the server said it had written. */
interface Acknowledged {
  readonly tickets: Set<string>;
  readonly replies: Map<string, string>;
}

/** Opens tickets and replies to them, one after the other, until the server is gone. */
const write = async (admin: RemoteCaller, label: string, acknowledged: Acknowledged): Promise<void> => {
  for (let i = 0; ; i++) {
    const opened = await admin.post<TicketView>("/tickets", {
      title: `Ticket ${label} ${i}`,
      description: "Something is wrong.",
      category: "problem",
      requester: { name: "Cleo Client", email: `cleo.${label}.${i}@clients.test` },
    });
    expect(opened.status).toBe(201);
    acknowledged.tickets.add(opened.body.id);
    const body = `Reply ${label} ${i}`;
    const replied = await admin.post<MessageWritten>(`/tickets/${opened.body.id}/replies`, { body });
    expect(replied.status).toBe(201);
    acknowledged.replies.set(replied.body.message.id, body);
  }
};

/** Ends when the server is killed: then, and only then, `fetch` fails. */
const writeUntilKilled = async (...args: Parameters<typeof write>): Promise<void> => {
  await write(...args).catch((error: unknown) => {
    if (!(error instanceof TypeError)) throw error;
  });
};

const until = async (check: () => Promise<boolean>): Promise<void> => {
  const deadline = Date.now() + 60_000;
  while (!(await check())) {
    if (Date.now() > deadline) throw new Error("waited for too long");
    await new Promise((resolve) => {
      setTimeout(resolve, 50);
    });
  }
};

test(
  "kill -9 under write load loses nothing that was acknowledged, and every letter owed is sent",
  { timeout: 180_000 },
  async () => {
    const acknowledged: Acknowledged = { tickets: new Set(), replies: new Map() };
    let session: RemoteCaller["headers"] | null = null;
    let seen = 0;
    for (let cycle = 0; cycle < cycles; cycle++) {
      const server = await ServerProcess.start(folder);
      session ??= (await firstAdmin(server)).headers;
      const admin = new RemoteCaller(server.url, session);
      const load = Array.from({ length: writers }, (_, i) => writeUntilKilled(admin, `${cycle}.${i}`, acknowledged));
      // The kill comes after a different number of writes each time, so that it hits different moments.
      await until(() => Promise.resolve(acknowledged.replies.size - seen > 3 + ((cycle * 7) % 23)));
      await server.end("SIGKILL");
      await Promise.all(load);
      seen = acknowledged.replies.size;
    }
    expect(acknowledged.replies.size).toBeGreaterThan(cycles * 3);

    const last = await ServerProcess.start(folder);
    const client = createClient({ url: `file:${join(folder, "docket.db")}`, timeout: 5000 });
    const db = createDb(client);
    await until(async () => (await db.read(db.orm.select({ id: outbox.id }).from(outbox)))[0].length === 0);
    expect(await last.end("SIGTERM")).toBe(0);

    const [allTickets, allEvents, allMessages, allLetters] = await db.read(
      db.orm.select().from(tickets),
      db.orm.select().from(events).orderBy(asc(events.position)),
      db.orm.select().from(messages),
      db.orm.select().from(letters),
    );
    client.close();

    const ids = new Set<string>(allTickets.map((ticket) => ticket.id));
    expect([...acknowledged.tickets].filter((id) => !ids.has(id))).toEqual([]);
    const bodies = new Map<string, string>(allMessages.map((message) => [message.id, message.body]));
    expect([...acknowledged.replies].filter(([id, body]) => bodies.get(id) !== body)).toEqual([]);
    expect(new Set(bodies.values()).size).toBe(allMessages.length);

    const replies: string[] = [];
    for (const row of allTickets) {
      const history = allEvents
        .filter((event) => event.streamId === row.id)
        .map((event) => ({ ...event, ticketId: row.id }) as unknown as TicketEvent);
      expect(replay(null, history)).toMatchObject(toTicket(row));
      replies.push(...history.flatMap((event) => (event.type === "ticket.replied" ? [event.data.messageId] : [])));
    }
    expect(replies.toSorted()).toEqual(allMessages.map((message) => message.id).toSorted());

    const sent = new Set(
      allLetters.filter((letter) => letter.providerId !== null).map((letter) => letter.messageId.replace(/@.*/, "")),
    );
    const owed = allEvents
      .filter((event) => event.type === "ticket.created" || event.type === "ticket.replied")
      .map((event) => `${event.streamId}.${event.seq}`);
    expect(owed.filter((id) => !sent.has(id))).toEqual([]);
  },
);
