import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { MessageWritten } from "@docket/core/contract/message";
import type { Problem } from "@docket/core/contract/problem";
import type { TicketView } from "@docket/core/contract/ticket";
import { createClient } from "@libsql/client";
import { afterEach, beforeEach, expect, test } from "vitest";
import { freePort } from "../../../.ci/free-port.ts";
import type { Sqld } from "../../src/dev/sqld.ts";
import { startSqld } from "../../src/dev/sqld.ts";
import type { Letter } from "../../src/email/mailer.ts";
import { RemoteCaller, firstAdmin, password, signIn } from "./people.ts";
import { ServerProcess } from "./server-process.ts";

let folder = "";
let sqld: Sqld;
let servers: ServerProcess[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "docket-two-"));
  sqld = await startSqld(join(folder, "database"), await freePort());
});
afterEach(async () => {
  await Promise.all(servers.map((server) => server.end("SIGTERM")));
  servers = [];
  await sqld.process.stop();
  await rm(folder, { recursive: true, force: true });
});

const start = async (settings: Record<string, string> = {}): Promise<ServerProcess> => {
  const own = await mkdtemp(join(folder, "server-"));
  const server = await ServerProcess.start(own, { DATABASE_URL: sqld.url, ...settings });
  servers.push(server);
  return server;
};

const lettersOf = async (server: ServerProcess): Promise<readonly Letter[]> =>
  ((await (await fetch(`${server.url}/dev/mailbox.json`)).json()) as { items: Letter[] }).items;

const allLetters = async (): Promise<readonly Letter[]> => (await Promise.all(servers.map(lettersOf))).flat();

/** Somebody who was invited by letter and joined. */
const colleague = async (admin: RemoteCaller, at: ServerProcess, email: string): Promise<RemoteCaller> => {
  await admin.post("/invitations", { email, role: "agent" });
  const letter = async () => (await allLetters()).find(({ to }) => to === email)?.text ?? "";
  await expect.poll(letter).toContain("/join#");
  const token = /\/join#(\S+)/.exec(await letter())?.[1];
  await new RemoteCaller(at.url).post("/invitations/accept", { token, name: "Colleague", password });
  return signIn(at.url, email);
};

test("two servers on one libSQL server are one desk: one winner, every reply, each letter once", async () => {
  const one = await start();
  const admin = await firstAdmin(one);
  const two = await start({ DOCKET_URL: one.url });
  const agents = [await colleague(admin, one, "a@desk.test"), await colleague(admin, one, "b@desk.test")];
  const [first, second] = [agents[0] as RemoteCaller, new RemoteCaller(two.url, agents[1]?.headers)];

  for (let i = 0; i < 5; i++) {
    const requester = { name: "Cleo", email: `cleo${i}@clients.test` };
    const input = { title: "Help", description: "Please", category: "question", requester };
    const { id } = (await admin.post<TicketView>("/tickets", input)).body;
    const claims = await Promise.all([first, second].map((agent) => agent.post<Problem>(`/tickets/${id}/claim`)));
    expect(claims.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409]);
    const replies = await Promise.all(
      [first, second, first, second].map((agent, n) =>
        agent.post<MessageWritten>(`/tickets/${id}/replies`, { body: `Reply ${n}` }),
      ),
    );
    expect(replies.map(({ status }) => status)).toEqual([201, 201, 201, 201]);
  }

  const client = createClient({ url: sqld.url });
  await expect.poll(async () => (await client.execute("SELECT id FROM outbox")).rows, { timeout: 10_000 }).toEqual([]);
  client.close();
  const sent = (await allLetters()).map(({ messageId }) => messageId);
  expect(sent).toHaveLength(new Set(sent).size);
  expect((await allLetters()).filter(({ text }) => /Reply \d/.test(text)).length).toBeGreaterThanOrEqual(20);
});
