import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { MessageWritten } from "@docket/core/contract/message";
import type { TicketView } from "@docket/core/contract/ticket";
import { afterEach, beforeEach, expect, test } from "vitest";
import { size } from "../proof.ts";
import type { Acknowledged } from "./kept-desk.ts";
import { expectKept, expectNothingOwed } from "./kept-desk.ts";
import { RemoteCaller, firstAdmin } from "./people.ts";
import { ServerProcess } from "./server-process.ts";

const cycles = size(4, 20);
const writers = 6;

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "docket-crash-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Opens tickets and replies to most, one after the other, until the server is gone; some replies change or go. */
const write = async (admin: RemoteCaller, label: string, acknowledged: Required<Acknowledged>): Promise<void> => {
  for (let i = 0; ; i++) {
    const opened = await admin.post<TicketView>("/tickets", {
      title: `Ticket ${label} ${i}`,
      description: "Something is wrong.",
      category: "problem",
      requester: { name: "Cleo Client", email: `cleo.${label}.${i}@clients.test` },
    });
    expect(opened.status).toBe(201);
    acknowledged.tickets.add(opened.body.id);
    if (i % 3 === 2) continue;
    const body = `Reply ${label} ${i}`;
    const replied = await admin.post<MessageWritten>(`/tickets/${opened.body.id}/replies`, { body });
    expect(replied.status).toBe(201);
    const { id, ticketId } = replied.body.message;
    acknowledged.replies.set(id, body);
    const change = async (words: string, method: string, input?: object): Promise<void> => {
      acknowledged.changing.set(id, words);
      const { status } = await admin.call(method, `/api/v1/tickets/${ticketId}/messages/${id}`, input);
      expect(status).toBe(200);
      acknowledged.replies.set(id, words);
    };
    const turn = acknowledged.replies.size % 8;
    if (turn % 4 === 0) await change(`${body}, better`, "PATCH", { body: `${body}, better` });
    if (turn === 0) await change("", "DELETE");
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
  { timeout: 300_000 },
  async () => {
    const acknowledged = {
      tickets: new Set<string>(),
      replies: new Map<string, string>(),
      changing: new Map<string, string>(),
    };
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
    const said = [...acknowledged.replies.values()];
    expect(said.filter((body) => body.endsWith("better")).length).toBeGreaterThan(0);
    expect(said.filter((body) => body === "").length).toBeGreaterThan(0);

    const last = await ServerProcess.start(folder);
    await expectNothingOwed(folder);
    expect(await last.end("SIGTERM")).toBe(0);
    await expectKept(folder, acknowledged);
  },
);
