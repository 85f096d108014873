import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { createClient } from "@libsql/client";
import { minute } from "@docket/core/time";
import { migrate as runMigrations } from "drizzle-orm/libsql/migrator";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createDb } from "./client.ts";
import { migrate } from "./migrate.ts";
import { integrations } from "./schema/chat.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "docket-migrate-"));
});
afterEach(() => rm(folder, { recursive: true }));

/** A database that went through so many of the migrations. */
const databaseAfter = async (count: number) => {
  const migrationsFolder = join(folder, "migrations");
  await cp(fileURLToPath(new URL("../../migrations", import.meta.url)), migrationsFolder, { recursive: true });
  const journal = join(migrationsFolder, "meta/_journal.json");
  const { entries, ...rest } = JSON.parse(await readFile(journal, "utf8")) as { entries: unknown[] };
  await writeFile(journal, JSON.stringify({ ...rest, entries: entries.slice(0, count) }));
  const client = createClient({ url: pathToFileURL(join(folder, "desk.db")).href });
  const db = createDb(client);
  await runMigrations(db.orm, { migrationsFolder });
  return { client, db };
};

test("a workspace that was connected before there were marks is followed from now on, and not from the beginning", async () => {
  const { client, db } = await databaseAfter(4);
  await client.execute(
    "INSERT INTO integrations (id, platform, workspace_id, name, bot_user_id, created_at) VALUES ('int_1', 'slack', 'T1', 'Acme', 'U1', 5)",
  );
  const before = Date.now();
  await migrate(db);
  const [[row]] = await db.read(db.orm.select().from(integrations));
  expect(row?.followedUntil).toBeGreaterThan(before - minute);
  expect(row?.followedUntil).toBeLessThan(Date.now() + minute);
  client.close();
});

test("tickets of an old desk count for clients what concerned them, and nothing else", async () => {
  const { client, db } = await databaseAfter(7);
  const happened = [
    ["ticket.created", {}],
    ["ticket.noted", { messageId: "msg_1" }],
    ["ticket.assigned", {}],
    ["ticket.tagged", {}],
    ["ticket.message_edited", { messageId: "msg_1", kind: "note" }],
    ["ticket.replied", { messageId: "msg_2", fromStaff: true }],
    ["ticket.message_edited", { messageId: "msg_2", kind: "reply" }],
    ["ticket.noted", { messageId: "msg_3" }],
  ] as const;
  const event = `INSERT INTO events (id, stream_id, seq, type, at, actor, data) VALUES (?, ?, ?, ?, ?, '{}', ?)`;
  const message = `INSERT INTO messages (id, ticket_id, seq, kind, source, author_kind, author_id, body, delivery, created_at)
    VALUES (?, 'tkt_1', ?, ?, 'dashboard', 'staff', 'per_1', 'Hello', 'none', 1)`;
  await client.batch([
    "INSERT INTO people (id, name, email, created_at, updated_at) VALUES ('per_1', 'Cleo', 'cleo@shop.test', 1, 1)",
    "INSERT OR IGNORE INTO categories (id, name, position) VALUES ('question', 'A question', 1)",
    `INSERT INTO tickets (number, id, title, description, category, priority, status, tags, requester_id, source,
      email_proven, created_at, updated_at, version)
      VALUES (1001, 'tkt_1', 'Help', 'Please', 'question', 1, 'new', '[]', 'per_1', 'widget', 1, 100, 800, 8)`,
    { sql: event, args: ["evt_p", "per_1", 1, "person.renamed", 5, "{}"] },
    ...happened.map(([type, data], i) => ({
      sql: event,
      args: [`evt_${i}`, "tkt_1", i + 1, type, 100 * (i + 1), JSON.stringify(data)],
    })),
    { sql: message, args: ["msg_1", 2, "note"] },
    { sql: message, args: ["msg_2", 6, "reply"] },
    { sql: message, args: ["msg_3", 8, "note"] },
  ]);
  await migrate(db);
  const column = async (sql: string) => (await client.execute(sql)).rows.map((row) => Object.values(row)[0]);
  expect(await column("SELECT public_seq FROM events WHERE stream_id = 'tkt_1' ORDER BY seq")).toEqual([
    1,
    null,
    2,
    null,
    null,
    3,
    4,
    null,
  ]);
  expect(await column("SELECT public_seq FROM events WHERE stream_id = 'per_1'")).toEqual([null]);
  expect(await column("SELECT public_seq FROM messages ORDER BY seq")).toEqual([null, 3, null]);
  const [ticket] = (await client.execute("SELECT public_version, public_updated_at FROM tickets")).rows;
  expect({ ...ticket }).toMatchObject({ public_version: 4, public_updated_at: 700 });
  client.close();
});

test("a ticket that its owner reopened is theirs alone after the upgrade, one that staff reopened stays as it is", async () => {
  const { client, db } = await databaseAfter(28);
  const owner = JSON.stringify({ kind: "client", id: "per_owner" });
  const staff = JSON.stringify({ kind: "staff", id: "per_staff" });
  const columns =
    "id, number, title, description, category, priority, status, tags, source, requester_id, visitor_id, email_proven, version, created_at, updated_at";
  for (const [i, actor] of [owner, staff].entries()) {
    await client.batch([
      "INSERT OR IGNORE INTO people (id, name, email, created_at, updated_at) VALUES ('per_owner', 'O', 'o@shop.test', 1, 1)",
      "INSERT OR IGNORE INTO sites (id, name, origins, created_at) VALUES ('ste_1', 'Shop', '[]', 1)",
      "INSERT OR IGNORE INTO visitors (id, token_hash, site_id, created_at, expires_at) VALUES ('vis_1', 'x', 'ste_1', 1, 2)",
      `INSERT INTO tickets (${columns}) VALUES ('tkt_${i}', ${i}, 'a', 'b', 'other', 'normal', 'new', '[]', 'widget', 'per_owner', 'vis_1', 0, 1, 1, 1)`,
      {
        sql: `INSERT INTO events (id, stream_id, seq, type, at, actor, data) VALUES ('evt_${i}', 'tkt_${i}', 1, 'ticket.reopened', 1, ?, '{}')`,
        args: [actor],
      },
    ]);
  }
  await migrate(db);
  const { rows } = await client.execute("SELECT visitor_id, email_proven FROM tickets ORDER BY number");
  expect(rows.map((row) => [row["visitor_id"], row["email_proven"]])).toEqual([
    [null, 1],
    ["vis_1", 0],
  ]);
  client.close();
});
