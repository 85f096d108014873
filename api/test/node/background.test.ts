import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { minute } from "@docket/core/time";
import { createClient } from "@libsql/client";
import { expect, test } from "vitest";
import { isProof, size } from "../proof.ts";
import { firstAdmin } from "./people.ts";
import { ServerProcess } from "./server-process.ts";

const owed = size(60, 2000);
const watchLoop = new URL("watch-loop.ts", import.meta.url).href;

const table = (numbers: readonly number[]): string => {
  const sorted = numbers.toSorted((a, b) => a - b);
  const at = (part: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))];
  return `p50 ${at(0.5)}, p99 ${at(0.99)}, max ${at(1)}`;
};

/** How long something takes says as much of the machine as of the server: it is shown, and not a bound of the test. */
const show = (took: readonly number[], output: string): void => {
  const loop = [...output.matchAll(/^loop (.*)$/gm)].map(
    ([, line = ""]) => JSON.parse(line) as { waited: number; p99: number; max: number },
  );
  const lines = [
    `${owed} emails and ${took.length} requests, in milliseconds`,
    `  answers: ${table(took)}`,
    `  longest waits for the event loop in half a second: ${table(loop.map(({ waited }) => waited))}`,
    `  work in 99 % of its turns: ${table(loop.map(({ p99 }) => p99))}`,
    `  most work in one turn: ${table(loop.map(({ max }) => max))}`,
  ];
  process.stdout.write(`${lines.join("\n")}\n`);
};

test("requests are answered while a server sends what it owes", { timeout: 10 * minute }, async () => {
  const folder = await mkdtemp(join(tmpdir(), "docket-background-"));
  const server = await ServerProcess.start(folder, { NODE_OPTIONS: `--import ${watchLoop}` });
  const admin = await firstAdmin(server);
  const database = createClient({ url: `file:${join(folder, "docket.db")}`, timeout: 5000 });
  const left = async (): Promise<number> =>
    Number((await database.execute("SELECT count(*) AS n FROM outbox WHERE type = 'email.send_code'")).rows[0]?.["n"]);
  const now = Date.now();
  await database.batch(
    Array.from({ length: owed }, (_, i) => ({
      sql: `INSERT INTO outbox (id, queue, lane, type, payload, created_at, run_after)
        VALUES (?, 'email', ?, 'email.send_code', ?, ?, ?)`,
      args: [`out_${i}`, `code ${i}`, JSON.stringify({ email: `${i}@clients.test`, code: "123456" }), now, now],
    })),
    "write",
  );
  const from = server.output.length;
  const ticket = { title: "Hello", description: "It broke.", category: "question" };
  const took: number[] = [];
  let meanwhile = 0;
  const ask = async (): Promise<void> => {
    for (let remaining = owed; remaining > 0; remaining = await left()) {
      const began = performance.now();
      // What is written wakes the server.
      const { status } = took.length % 4 === 0 ? await admin.post("/tickets", ticket) : await admin.get("/tickets");
      took.push(Math.round(performance.now() - began));
      expect([200, 201]).toContain(status);
      if (remaining > 1) meanwhile++;
    }
  };
  await Promise.all(Array.from({ length: 4 }, ask));
  if (isProof) show(took, server.output.slice(from));
  expect(meanwhile).toBeGreaterThan(10);
  database.close();
  expect(await server.end("SIGTERM")).toBe(0);
  await rm(folder, { recursive: true, force: true });
});
