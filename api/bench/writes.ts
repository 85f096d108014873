/**
 * How near the write path comes to the database itself: `node api/bench/writes.ts`. The ceiling is the very statements of
 * each commit, run again as raw batches on a second file that is opened in the same way; both are measured in turns in one
 * run, and only how they compare is said.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Client, InStatement } from "@libsql/client";
import { createClient } from "@libsql/client";
import type { Call } from "../src/context.ts";
import { readConfig } from "../src/config.ts";
import { createDb } from "../src/db/client.ts";
import { migrate } from "../src/db/migrate.ts";
import { people } from "../src/db/schema/people.ts";
import { cryptoIds } from "../src/platform/ids.ts";
import { createLogger } from "../src/platform/logger.ts";
import { noLine } from "../src/platform/turn.ts";
import { systemClock } from "../src/platform/clock.ts";
import type { Services } from "../src/services.ts";
import { claimTicket } from "../src/tickets/claim-ticket.ts";
import { openTicket } from "../src/tickets/open-ticket.ts";
import { replyToTicket } from "../src/tickets/reply-to-ticket.ts";
import { idleBackground } from "../src/platform/background.ts";

/** Short ones, so that whatever else the machine does slows both sides of most of them. */
const rounds = 30;
const times = 50;

/** Remembers the write batches that go through a client. */
const recording = (client: Client): { readonly client: Client; readonly batches: InStatement[][] } => {
  const batches: InStatement[][] = [];
  const batch: Client["batch"] = (statements, mode) => {
    if (mode === "write") batches.push(statements as InStatement[]);
    return client.batch(statements, mode);
  };
  const get = (target: Client, name: keyof Client): unknown => {
    const value: unknown = name === "batch" ? batch : target[name];
    return typeof value === "function" ? (value.bind(target) as unknown) : value;
  };
  return { batches, client: new Proxy(client, { get: (target, name) => get(target, name as keyof Client) }) };
};

const open = async (folder: string, name: string): Promise<Client> => {
  const client = createClient({ url: `file:${join(folder, name)}`, timeout: 5000 });
  await client.execute("PRAGMA journal_mode = WAL");
  await migrate(createDb(client));
  return client;
};

const unused = (): never => {
  throw new Error("the write path does not use this");
};

const deskOn = async (client: Client): Promise<Call> => {
  const db = createDb(client);
  const now = new Date();
  const id = cryptoIds.next("person", now.getTime());
  const person = { id, name: "Ada", email: "ada@desk.test", role: "agent", emailVerified: true } as const;
  await db.write(db.orm.insert(people).values({ ...person, createdAt: now, updatedAt: now }));
  const log = createLogger(
    () => undefined,
    () => systemClock.now(),
  );
  const services: Services = {
    config: readConfig({ DOCKET_URL: "http://desk.test", DOCKET_SECRET: "a secret for tests that is long enough" }),
    db,
    clock: systemClock,
    ids: cryptoIds,
    log,
    background: idleBackground,
    chats: {},
    wake: () => undefined,
    auth: {
      cookieName: "",
      secret: "",
      handle: unused,
      withPlace: unused,
      hashPassword: unused,
      sendCode: unused,
      takeCode: unused,
      standIn: unused,
    },
    blobs: { needsLength: false, put: unused, get: unused, delete: unused },
    mailer: { send: unused, find: unused },
    hub: { publish: unused, disconnect: unused, sessions: unused, connect: unused },
    clientIp: () => "127.0.0.1",
    turn: noLine,
  };
  return {
    services,
    actor: { kind: "staff", id, role: "agent" },
    identity: { ...person, away: false, chatNotice: "mention" },
    caller: "bench",
    session: null,
    idempotency: null,
    ifMatch: null,
    log,
  };
};

const perSecond = async (count: number, work: (i: number) => Promise<unknown>): Promise<number> => {
  const began = performance.now();
  for (let i = 0; i < count; i++) await work(i);
  return (count / (performance.now() - began)) * 1000;
};

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

const folder = await mkdtemp(join(tmpdir(), "docket-bench-"));
try {
  const recorder = recording(await open(folder, "desk.db"));
  const call = await deskOn(recorder.client);
  const twin = await open(folder, "twin.db");
  for (const batch of recorder.batches.splice(0)) await twin.batch(batch, "write");
  const ids: string[] = [];
  const verbs: Readonly<Record<string, (i: number) => Promise<unknown>>> = {
    open: async () => {
      const input = { title: "The printer is on fire", description: "It began this morning.", category: "problem" };
      ids.push((await openTicket(call, { ...input, attachmentIds: [] })).id);
    },
    claim: (i) => claimTicket(call, ids.at(-1 - i) ?? ""),
    reply: (i) => replyToTicket(call, ids.at(-1 - i) ?? "", { body: "Pull the plug, please.", attachmentIds: [] }),
  };
  const shares: Record<string, number[]> = { open: [], claim: [], reply: [] };
  for (let round = 0; round < rounds; round++) {
    for (const [name, verb] of Object.entries(verbs)) {
      recorder.batches.length = 0;
      const speed = await perSecond(times, verb);
      const batches = recorder.batches.splice(0);
      const raw = await perSecond(batches.length, (i) => twin.batch(batches[i] ?? [], "write"));
      shares[name]?.push(speed / raw);
    }
  }
  for (const [name, found] of Object.entries(shares)) {
    console.log(`${name.padEnd(6)} ${(median(found) * 100).toFixed(0)} % of what its batch alone does`);
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
