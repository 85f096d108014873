import { mkdir, mkdtemp, open, rename, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Problem } from "@docket/core/contract/problem";
import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { attachments } from "../../src/db/schema/all.ts";
import type { NodeDesk } from "../../src/node/server.ts";
import { startNode } from "../../src/node/server.ts";
import { firstAdminLink } from "../../src/people/first-admin.ts";
import { freePort } from "../../../.ci/free-port.ts";
import type { RemoteCaller } from "./people.ts";
import { firstAdmin } from "./people.ts";

const input = { title: "Help", description: "Please ".repeat(1000), category: "question" };

let folder = "";
let desk: NodeDesk;
let admin: RemoteCaller;
let lines: string[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "docket-full-"));
  const url = `http://127.0.0.1:${await freePort()}`;
  const settings = { DOCKET_URL: url, PORT: new URL(url).port, DATA_DIR: folder };
  desk = await startNode(
    { ...settings, DOCKET_SECRET: "a secret for these tests that is long" },
    { write: (line) => lines.push(line) },
  );
  const adminToken = /#(\S+)/.exec((await firstAdminLink(desk.services)) ?? "")?.[1] ?? "";
  admin = await firstAdmin({ url, adminToken });
});
afterAll(async () => {
  await desk.stop();
  await rm(folder, { recursive: true, force: true });
});

const statusOf = async (path: string): Promise<number> => (await fetch(`${desk.url}${path}`)).status;

/** Which pages may read an answer. */
const readersOf = async (path: string): Promise<string | null> => {
  const { headers } = await fetch(`${desk.url}${path}`, { headers: { origin: "https://any.test" } });
  return headers.get("access-control-allow-origin");
};

/** Asks until it answers so; what is asked is looked up once a second. */
const until = async (path: string, status: number): Promise<void> => {
  while ((await statusOf(path)) !== status) await new Promise(setImmediate);
};

const errors = () => lines.filter((line) => line.includes('"level":"error"'));
const ends = (words: string) => lines.filter((line) => line.includes(words));

const pragma = async (text: string): Promise<void> => void (await desk.services.db.orm.all(sql.raw(`PRAGMA ${text}`)));

const write = async (): Promise<number> => (await admin.post("/tickets", input)).status;

test("a database that takes nothing is one error in words and makes the desk not ready, until it takes something", async () => {
  expect(await statusOf("/readyz")).toBe(200);
  expect(await Promise.all(["/readyz", "/healthz", "/api/v1/me"].map(readersOf))).toEqual(["*", "*", null]);
  await pragma("query_only = 1");
  expect([await write(), await write(), await write()]).toEqual([503, 503, 503]);
  await until("/readyz", 503);
  expect(await statusOf("/healthz")).toBe(200);
  expect(await Promise.all(["/readyz", "/healthz"].map(readersOf))).toEqual(["*", "*"]);
  expect((await admin.get("/tickets")).status).toBe(200);
  expect(errors()).toHaveLength(1);
  expect(errors()[0]).toContain("the database can only be read: its folder or its disk is read-only");
  expect(lines.join("\n")).not.toContain("at async");

  expect(ends("written to again")).toEqual([]);

  await pragma("query_only = 0");
  await until("/readyz", 200);
  expect(await write()).toBe(201);
  expect(ends("the database is written to again")).toHaveLength(1);
});

test("that there is no room is one error in words", async () => {
  lines = [];
  await pragma("max_page_count = 1");
  const answers = new Set<number>();
  for (let i = 0; i < 40; i++) answers.add(await write());
  const { status, body } = await admin.post<Problem>("/tickets", input);
  await pragma("max_page_count = 1000000");
  expect(answers).toContain(503);
  // It takes a person: nobody is asked to come back in a moment.
  expect([status, body.code, body.retryAfter]).toEqual([503, "server.unavailable", 30]);
  expect(body.detail).toContain("cannot save anything at the moment. Whoever runs it has been told.");
  expect(errors()).toHaveLength(1);
  expect(errors()[0]).toContain("the disk is full: nothing is saved until there is room");
  expect(await write()).toBe(201);
  expect(await write()).toBe(201);
  expect(ends("the database is written to again")).toHaveLength(1);
  expect(ends("has to wait")).toEqual([]);
});

const upload = async (): Promise<number> => {
  const body = new Blob(["a file"]).stream();
  const url = `${desk.url}/api/v1/attachments?name=a.txt`;
  const headers = { ...admin.headers, "content-type": "text/plain" };
  return (await fetch(url, { method: "POST", headers, body, duplex: "half" } as RequestInit)).status;
};

test("a folder that takes no files is one error in words and makes the desk not ready, until it takes one", async () => {
  lines = [];
  const files = join(folder, "files");
  await rename(files, `${files}-aside`);
  // Nobody makes a file there.
  await symlink("/sys", files);
  expect([await upload(), await upload(), await upload()]).toEqual([503, 503, 503]);
  await until("/readyz", 503);
  expect(await write()).toBe(201);
  expect(await statusOf("/readyz")).toBe(503);
  expect(errors()).toHaveLength(1);
  expect(errors()[0]).toContain("files cannot be kept");
  expect(lines.join("\n")).not.toContain("at async");

  await rm(files);
  await rename(`${files}-aside`, files);
  await until("/readyz", 200);
  expect(await upload()).toBe(201);
  expect(ends("files are kept again")).toHaveLength(1);
});

test("a folder of files that is gone is one error in words, also before anybody brings one", async () => {
  lines = [];
  const files = join(folder, "files");
  await rename(files, `${files}-aside`);
  await until("/readyz", 503);
  expect([await upload(), await upload()]).toEqual([503, 503]);
  expect(errors()).toHaveLength(1);
  expect(errors()[0]).toContain("files cannot be kept: their folder was moved or removed");
  expect(lines.join("\n")).not.toContain("at async");

  await rename(`${files}-aside`, files);
  await until("/readyz", 200);
  expect(await upload()).toBe(201);
});

test("nothing is written to a database that is not in its place any more, until it is back", async () => {
  lines = [];
  await rename(folder, `${folder}-aside`);
  await until("/readyz", 503);
  expect([await write(), await upload(), await write()]).toEqual([503, 503, 503]);
  expect(errors().filter((line) => line.includes("it was moved or removed. Bring it back"))).toHaveLength(1);
  expect(lines.join("\n")).not.toContain("at async");
  // Another one in its place is not the one that is open.
  await mkdir(join(folder, "files"), { recursive: true });
  await writeFile(join(folder, "docket.db"), "");
  expect(await write()).toBe(503);

  await rm(folder, { recursive: true });
  await rename(`${folder}-aside`, folder);
  await until("/readyz", 200);
  expect([await write(), await upload()]).toEqual([201, 201]);
  expect(ends("the database is written to again")).toHaveLength(1);
});

test("those who watch the desk do not fill its log, and a token in an address is not in it", async () => {
  lines = [];
  const token = "dv_3vQ8nJ5kT0yX2cW7mR4bL9pZ6hG1fD8sA5eU3iO0tY";
  expect(await Promise.all(["/healthz", "/readyz", `/requests/${token}`].map(statusOf))).toEqual([200, 200, 200]);
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain("/requests/(hidden)");
  expect(lines[0]).not.toContain(token);
});

/** Writes zeros over the page of the file where a table begins; returns what brings it back. */
const damage = async (table: string): Promise<() => Promise<void>> => {
  const one = async <T>(text: string): Promise<T> => desk.services.db.orm.get<T>(sql.raw(text));
  const { rootpage } = await one<{ rootpage: number }>(`SELECT rootpage FROM sqlite_master WHERE name = '${table}'`);
  const { page_size: size } = await one<{ page_size: number }>("PRAGMA page_size");
  await pragma("wal_checkpoint(TRUNCATE)");
  const file = await open(join(folder, "docket.db"), "r+");
  const [place, kept] = [(rootpage - 1) * size, Buffer.alloc(size)];
  await file.read(kept, 0, size, place);
  await file.write(Buffer.alloc(size), 0, size, place);
  // What it holds of the file is read again.
  await pragma("shrink_memory");
  return async () => {
    await file.write(kept, 0, size, place);
    await file.close();
    await pragma("shrink_memory");
  };
};

test("a database that is damaged in one place is not called well for what it takes in another", async () => {
  lines = [];
  const restore = await damage("attachments");
  const { db } = desk.services;
  await expect(db.write(db.orm.delete(attachments).where(eq(attachments.name, "gone")))).rejects.toThrow("malformed");
  expect([await upload(), await write(), await write()]).toEqual([503, 201, 201]);
  await until("/readyz", 503);
  expect(errors()).toHaveLength(1);
  expect(errors()[0]).toContain("the database file is damaged: bring back a backup");
  await restore();
  expect(await write()).toBe(201);
  expect(ends("the database is written to again")).toEqual([]);
});
