import {
  appendFile,
  chmod,
  chown,
  cp,
  mkdir,
  mkdtemp,
  readFile,
  readdir,
  rm,
  stat,
  unlink,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AttachmentView } from "@docket/core/contract/attachment";
import type { MessageWritten } from "@docket/core/contract/message";
import type { TicketView } from "@docket/core/contract/ticket";
import { createClient } from "@libsql/client";
import { drizzle } from "drizzle-orm/libsql";
import { migrate } from "drizzle-orm/libsql/migrator";
import { afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { expectRefused, node, npm, root, run } from "./commands.ts";
import type { Acknowledged } from "./kept-desk.ts";
import { expectKept, expectNothingOwed } from "./kept-desk.ts";
import { RemoteCaller, firstAdmin } from "./people.ts";
import { ServerProcess } from "./server-process.ts";

// Each test runs several processes one after the other.
vi.setConfig({ testTimeout: 90_000, hookTimeout: 90_000 });

let folder = "";
let servers: ServerProcess[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "docket-backup-"));
});
afterEach(async () => {
  await Promise.all(servers.map((server) => server.end("SIGTERM")));
  servers = [];
  await rm(folder, { recursive: true, force: true });
});

const start = async (desk: string): Promise<ServerProcess> => {
  await mkdir(desk, { recursive: true });
  const server = await ServerProcess.start(desk);
  servers.push(server);
  return server;
};

const namesIn = (path: string): Promise<string[]> => readdir(path).catch(() => []);

const upload = async (server: ServerProcess, caller: RemoteCaller, bytes: Uint8Array<ArrayBuffer>): Promise<string> => {
  const headers = { ...caller.headers, origin: server.url, "content-type": "application/octet-stream" };
  const answer = await fetch(`${server.url}/api/v1/attachments?name=a.bin`, { method: "POST", headers, body: bytes });
  expect(answer.status).toBe(201);
  return ((await answer.json()) as AttachmentView).id;
};

const open = async (caller: RemoteCaller, name: string, attachmentIds: readonly string[]): Promise<TicketView> => {
  const requester = { name: "Cleo Client", email: `cleo.${name}@clients.test` };
  const input = { title: `Ticket ${name}`, description: "Help.", category: "problem", requester, attachmentIds };
  const answer = await caller.post<TicketView>("/tickets", input);
  expect(answer.status).toBe(201);
  return answer.body;
};

interface WithFiles extends Acknowledged {
  /** The bytes of each file that a ticket or a reply has. */
  readonly files: Map<string, Buffer>;
}

const nothing = (): WithFiles => ({ tickets: new Set(), replies: new Map(), files: new Map() });

const copyOf = ({ tickets, replies, files }: WithFiles): WithFiles => ({
  tickets: new Set(tickets),
  replies: new Map(replies),
  files: new Map(files),
});

/** Opens a ticket that nobody answers, and one with a file to which it replies with another one. */
const write = async (server: ServerProcess, caller: RemoteCaller, name: string, kept: WithFiles): Promise<void> => {
  const bytes = [0, 1].map(() => crypto.getRandomValues(new Uint8Array(1 + Math.floor(Math.random() * 65_535))));
  const [first = "", second = ""] = await Promise.all(bytes.map((one) => upload(server, caller, one)));
  kept.tickets.add((await open(caller, `${name}.alone`, [])).id);
  const { id } = await open(caller, name, [first]);
  kept.tickets.add(id);
  kept.files.set(first, Buffer.from(bytes[0] ?? []));
  const body = `Reply ${name}`;
  const answer = await caller.post<MessageWritten>(`/tickets/${id}/replies`, { body, attachmentIds: [second] });
  expect(answer.status).toBe(201);
  kept.replies.set(answer.body.message.id, body);
  kept.files.set(second, Buffer.from(bytes[1] ?? []));
};

const expectFiles = async (server: ServerProcess, caller: RemoteCaller, files: WithFiles["files"]): Promise<void> => {
  for (const [id, bytes] of files) {
    const answer = await fetch(`${server.url}/api/v1/attachments/${id}`, { headers: caller.headers });
    expect([id, answer.status]).toEqual([id, 200]);
    expect(Buffer.from(await answer.arrayBuffer()).equals(bytes)).toBe(true);
  }
};

test(
  "a backup under write load holds all that was acknowledged before, and the desk goes on",
  { timeout: 180_000 },
  async () => {
    const [desk, saved, again] = ["desk", "saved", "again"].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ];
    const server = await start(desk);
    const admin = await firstAdmin(server);
    const kept = nothing();
    const stop = new AbortController();
    const load = [0, 1, 2, 3].map(async (writer) => {
      for (let i = 0; !stop.signal.aborted; i++) await write(server, admin, `${writer}.${i}`, kept);
    });
    const all = Promise.all(load);
    const wait = async (more: number): Promise<void> => {
      const least = kept.replies.size + more;
      await expect.poll(() => kept.replies.size, { timeout: 60_000 }).toBeGreaterThan(least);
    };

    await wait(40);
    const before = copyOf(kept);
    const backup = await npm("backup", saved, desk);
    expect([backup.code, backup.said]).toEqual([0, expect.stringContaining(saved)]);
    const after = copyOf(kept);
    expect(after.replies.size).toBeGreaterThan(before.replies.size);
    await wait(10);
    stop.abort();
    await all;

    await expectNothingOwed(desk);
    await expectFiles(server, admin, kept.files);
    // What came last is in the write-ahead log only, until the server stops.
    const [quiet, same] = [join(folder, "quiet"), join(folder, "same")];
    expect(await npm("backup", quiet, desk)).toMatchObject({ code: 0 });
    expect(await npm("restore", quiet, same)).toMatchObject({ code: 0 });
    await expectKept(same, kept);
    expect(await server.end("SIGTERM")).toBe(0);
    await expectKept(desk, kept);

    expect(await npm("restore", saved, again)).toMatchObject({ code: 0 });
    const second = await start(again);
    const sameAdmin = new RemoteCaller(second.url, admin.headers);
    await expectFiles(second, sameAdmin, before.files);
    await write(second, sameAdmin, "afterwards", before);
    await expectNothingOwed(again);
    expect(await second.end("SIGTERM")).toBe(0);
    await expectKept(again, before);
    expect((await namesIn(folder)).toSorted()).toEqual(["again", "desk", "quiet", "same", "saved"]);
  },
);

/** A desk that has stopped, with one file in a ticket and one that nobody used yet. */
const small = { desk: "", saved: "", ticketId: "", inTicket: "", unused: "", headers: {} as Record<string, string> };
beforeAll(async () => {
  const own = await mkdtemp(join(tmpdir(), "docket-small-"));
  small.desk = join(own, "desk");
  small.saved = join(own, "saved");
  await mkdir(small.desk);
  const server = await ServerProcess.start(small.desk);
  const admin = await firstAdmin(server);
  small.headers = { ...admin.headers };
  small.inTicket = await upload(server, admin, new Uint8Array([1, 2, 3]));
  small.ticketId = (await open(admin, "small", [small.inTicket])).id;
  small.unused = await upload(server, admin, new Uint8Array([4, 5, 6]));
  await server.end("SIGTERM");
  await node("backup", small.saved, small.desk);
  return () => rm(own, { recursive: true, force: true });
});

const database = async (desk: string, sql: string, args: readonly (string | number)[] = []): Promise<number> => {
  const client = createClient({ url: `file:${join(desk, "docket.db")}`, timeout: 5000 });
  const { rows } = await client.execute({ sql, args: [...args] });
  client.close();
  return rows.length;
};

test("a backup goes into a new folder, of a desk that is there", async () => {
  const broken = join(folder, "broken");
  await mkdir(broken);
  await writeFile(join(broken, "docket.db"), "This is no database, whatever its name says. ".repeat(100));
  await mkdir(join(folder, "taken"));
  const before = await namesIn(folder);
  const refused: readonly [string, string, Record<string, string>, string][] = [
    ["taken", small.desk, {}, "taken already exists"],
    ["none/new", small.desk, {}, "There is no folder"],
    [
      "new",
      join(folder, "none"),
      {},
      "DATA_DIR, in the environment or in a .env file of this folder, says where to look",
    ],
    ["new", broken, {}, "cannot be saved: the database file is damaged"],
    ["new", small.desk, { DATABASE_URL: "libsql://desk.example.com" }, "docs/self-hosting.md"],
    ["new", small.desk, { DATABASE_URL: `file:${join(broken, "docket.db")}` }, "the database file is damaged"],
    ["new", small.desk, { PORT: "http" }, "PORT"],
  ];
  for (const [target, desk, env, why] of refused) {
    expectRefused(await node("backup", join(folder, target), desk, env), why);
    expect(await namesIn(folder)).toEqual(before);
  }
  const nowhere = await node("backup", "/proc/new", small.desk);
  expectRefused(nowhere, "Nothing was saved in /proc/new: no folder can be made there.");
  for (const args of [[], ["--help"], ["one", "two"]]) {
    const ended = await run(process.execPath, [join(root, "api/src/backup.ts"), ...args], { DATA_DIR: small.desk });
    expectRefused(ended, "npm run backup -- FOLDER");
  }
});

test("a database of a newer version is not served, as a backup of one is not restored", async () => {
  const desk = join(folder, "newer");
  await cp(small.desk, desk, { recursive: true });
  await database(desk, "INSERT INTO __drizzle_migrations (hash, created_at) VALUES ('newer', 9999999999999)");
  const server = ServerProcess.launch({
    DATA_DIR: desk,
    PORT: "0",
    DOCKET_URL: "http://localhost",
    DOCKET_SECRET: "a secret for tests that is long enough",
  });
  expect(await server.exited).toBe(1);
  expect(server.output).toBe("docket: The database is of a newer version of Docket than this one.\n");
});

const edit = async (path: string, change: (text: string) => string): Promise<void> =>
  writeFile(path, change(await readFile(path, "utf8")));

test.each<[string, (saved: string) => Promise<void>, string]>([
  ["no manifest", (saved) => unlink(join(saved, "manifest.json")), "is not a backup"],
  ["half a manifest", (saved) => edit(join(saved, "manifest.json"), (text) => text.slice(0, 99)), "manifest.json"],
  [
    "a path in the manifest",
    (saved) => edit(join(saved, "manifest.json"), (text) => text.replace(small.inTicket, "../../escape")),
    "manifest.json",
  ],
  [
    "a newer schema",
    (saved) =>
      edit(join(saved, "manifest.json"), (text) => text.replace(/"migration": \d+/, '"migration": 9999999999999')),
    "newer version",
  ],
  ["no database", (saved) => unlink(join(saved, "docket.db")), "the database is missing"],
  ["another database", (saved) => appendFile(join(saved, "docket.db"), "x"), "the database is not what was saved"],
  ["a missing file", (saved) => unlink(join(saved, "files", small.inTicket)), `${small.inTicket} is missing`],
  [
    "another file",
    (saved) => writeFile(join(saved, "files", small.inTicket), "x"),
    `${small.inTicket} is not what was saved`,
  ],
])("a damaged backup is not restored: %s", async (_, damage, why) => {
  const [saved, desk] = [join(folder, "saved"), join(folder, "desk")];
  await cp(small.saved, saved, { recursive: true });
  await damage(saved);
  expectRefused(await node("restore", saved, desk), why);
  expect(await namesIn(desk)).toEqual([]);
});

test("what was never a backup is not restored", async () => {
  expectRefused(await node("restore", join(folder, "none"), join(folder, "desk")), "is not a backup");
  const remote = { DATABASE_URL: "https://desk.example.com" };
  expectRefused(await node("restore", small.saved, join(folder, "desk"), remote), "docs/self-hosting.md");
  expect(await namesIn(folder)).toEqual([]);
});

test("a desk that is there is not overwritten, whether it runs or not", async () => {
  const desk = join(folder, "desk");
  const server = await start(desk);
  const { id } = await open(await firstAdmin(server), "new", []);
  expectRefused(await node("restore", small.saved, desk), "docket.db is there");
  expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
  await server.end("SIGTERM");
  expectRefused(await node("restore", small.saved, desk), "docket.db is there");
  expect(await database(desk, "SELECT id FROM tickets WHERE id = ?", [id])).toBe(1);

  const files = join(folder, "half", "files");
  await mkdir(files, { recursive: true });
  await writeFile(join(files, "att_1"), "x");
  expectRefused(await node("restore", small.saved, join(folder, "half")), "files is there");
  expect(await namesIn(files)).toEqual(["att_1"]);

  const logged = join(folder, "logged");
  await mkdir(logged);
  await writeFile(join(logged, "docket.db-wal"), "x");
  expectRefused(await node("restore", small.saved, logged), "docket.db-wal is there");
  expect(await namesIn(logged)).toEqual(["docket.db-wal"]);
});

test("what was being done at the moment of the backup is done at once by the restored desk", async () => {
  const [desk, saved, again] = [join(folder, "desk"), join(folder, "saved"), join(folder, "again")];
  await cp(small.desk, desk, { recursive: true });
  const [now, later] = [Date.now(), Date.now() + 3_600_000];
  await database(
    desk,
    `INSERT INTO outbox (id, lane, type, ticket_id, payload, created_at, run_after, lease_until, attempts)
      VALUES ('out_1', 'a lane', 'realtime.hint', ?, ?, ?, ?, ?, 1)`,
    [small.ticketId, JSON.stringify({ ticketId: small.ticketId }), now, now, later],
  );
  expect(await node("backup", saved, desk)).toMatchObject({ code: 0 });
  expect(await node("restore", saved, again)).toMatchObject({ code: 0 });
  expect(await database(again, "SELECT id FROM outbox WHERE lease_until = ?", [later])).toBe(1);
  await start(again);
  await expectNothingOwed(again);
});

test("nobody else on the machine reads a desk, its backup, or what is restored of it", async () => {
  const [desk, saved, again] = [join(folder, "desk"), join(folder, "saved"), join(folder, "again")];
  await cp(small.desk, desk, { recursive: true });
  await unlink(join(desk, "files", small.unused));
  const { said } = await node("backup", saved, desk);
  expect(said).toBe(`Saved in ${saved}: the database and 1 file.\n`);
  const modeOf = async (path: string): Promise<string> => ((await stat(path)).mode & 0o777).toString(8);
  const own = ["docket.db", `files/${small.inTicket}`];
  for (const place of [small.desk, saved]) for (const path of own) expect(await modeOf(join(place, path))).toBe("600");
  // As backups were made before.
  for (const path of own) await chmod(join(saved, path), 0o644);
  expect((await node("restore", saved, again)).said).toMatch(/^Restored .* and 1 file, as/);
  for (const path of own) expect(await modeOf(join(again, path))).toBe("600");
});

test("what root restores belongs to whoever has the folder", async () => {
  const [saved, again] = [join(folder, "saved"), join(folder, "again")];
  await node("backup", saved, small.desk);
  await mkdir(again);
  const uid = process.getuid?.() === 0 ? 65_534 : (process.getuid?.() ?? 0);
  await chown(again, uid, process.getgid?.() ?? 0);
  expect((await node("restore", saved, again)).said).toMatch(/^Restored /);
  const owners = await Promise.all(
    ["docket.db", "files", `files/${small.inTicket}`].map(async (path) => (await stat(join(again, path))).uid),
  );
  expect(owners).toEqual([uid, uid, uid]);
});

test("a file that the desk has lost is named; one that nobody used is forgotten", async () => {
  const [desk, saved, again] = [join(folder, "desk"), join(folder, "saved"), join(folder, "again")];
  await cp(small.desk, desk, { recursive: true });
  for (const id of [small.inTicket, small.unused]) await unlink(join(desk, "files", id));
  const { code, said } = await node("backup", saved, desk);
  expect(code).toBe(0);
  expect(said).toContain(small.inTicket);
  expect(said).not.toContain(small.unused);
  expect(await node("restore", saved, again)).toMatchObject({ code: 0 });
  expect(await database(again, "SELECT id FROM attachments WHERE id = ?", [small.inTicket])).toBe(1);
  expect(await database(again, "SELECT id FROM attachments WHERE id = ?", [small.unused])).toBe(0);
});

test("a backup of an older version is brought up to date by the server that starts on it", async () => {
  const [desk, saved, again] = [join(folder, "desk"), join(folder, "saved"), join(folder, "again")];
  const migrations = join(folder, "migrations");
  await cp(join(root, "api/migrations"), migrations, { recursive: true });
  await edit(join(migrations, "meta/_journal.json"), (text) => {
    const journal = JSON.parse(text) as { entries: unknown[] };
    return JSON.stringify({ ...journal, entries: journal.entries.slice(0, 1) });
  });
  await mkdir(desk);
  const client = createClient({ url: `file:${join(desk, "docket.db")}` });
  await migrate(drizzle(client), { migrationsFolder: migrations });
  client.close();

  expect(await node("backup", saved, desk)).toMatchObject({ code: 0 });
  expect(await node("restore", saved, again)).toMatchObject({ code: 0 });
  const server = await start(again);
  const admin = await firstAdmin(server);
  await open(admin, "upgraded", []);
});
