import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TicketView } from "@docket/core/contract/ticket";
import { second } from "@docket/core/time";
import { createClient } from "@libsql/client";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createDb } from "../../src/db/client.ts";
import type { Db } from "../../src/db/client.ts";
import { migrate } from "../../src/db/migrate.ts";
import { callServer } from "../../src/db/remote.ts";
import { freePort } from "../../../.ci/free-port.ts";
import type { Sqld } from "../../src/dev/sqld.ts";
import { startSqld } from "../../src/dev/sqld.ts";
import { drain } from "../../src/outbox/drain.ts";
import { note } from "../answers.ts";
import { addChannel, startChatDesk } from "../chat-desk.ts";

let folder = "";
let sqld: Sqld;
const patience = 120_000;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "docket-cards-"));
  sqld = await startSqld(join(folder, "database"), await freePort());
}, patience);
afterAll(async () => {
  await sqld.process.stop();
  await rm(folder, { recursive: true, force: true });
});

const connect = (): Db => createDb(createClient({ url: sqld.url, fetch: callServer, concurrency: 4 }));

test("two desks on one libSQL server show everything once and in order", { timeout: patience }, async () => {
  const db = connect();
  await migrate(db);
  const { desk, slack } = await startChatDesk({ db, wake: () => {} });
  await addChannel(desk, "C1");
  await addChannel(desk, "C2");
  const client = await desk.person("client", "Cleo");
  const agent = await desk.person("agent", "Ada");
  const tickets: TicketView[] = [];
  for (let i = 0; i < 3; i++) {
    const ticket = await client.open();
    tickets.push(ticket);
    for (const text of ["One", "Two"]) await note(agent, ticket.id, text);
  }
  const twin = { ...desk.services, db: connect() };
  for (let i = 0; i < 25; i++) {
    await Promise.all([drain(desk.services), drain(twin)]);
    desk.clock.advance(second);
  }
  for (const { number } of tickets) {
    for (const channel of ["C1", "C2"]) {
      expect(slack.threadOf(number, channel)).toEqual(["Ada: One (note)", "Ada: Two (note)"]);
    }
  }
  expect([slack.count("postCard"), slack.count("postMessage")]).toEqual([6, 12]);
  await desk.stop();
});
