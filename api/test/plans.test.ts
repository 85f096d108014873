import type { Client } from "@libsql/client";
import { createClient } from "@libsql/client";
import { second } from "@docket/core/time";
import { sql } from "drizzle-orm";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createDb } from "../src/db/client.ts";
import { drain } from "../src/outbox/drain.ts";
import { sweep } from "../src/outbox/sweep.ts";
import { note } from "./answers.ts";
import { addChannel, startChatDesk } from "./chat-desk.ts";
import type { Desk } from "./desk.ts";
import type { FakeBoard } from "./fake-board.ts";
import { botFor } from "./keys.ts";

/** Tables that grow as long as the desk is used. What a query takes must not follow their size. */
const growing =
  /SCAN (?:attachments|attachment_links|card_messages|cards|drafts|read_marks|e|events|idempotency_keys|letters|link_codes|messages|o|outbox|people|relayed_messages|sessions|tickets|verifications|visitors)\b/;

interface Statement {
  readonly sql: string;
  readonly args: [];
}

let desk: Desk;
let slack: FakeBoard;
let client: Client;
/** What the database was asked, each text once. */
let asked: Map<string, Statement>;

/** The client, which remembers what goes through it. */
const watched = (target: Client): Client =>
  new Proxy(target, {
    get(_, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== "function") return value;
      return (...args: unknown[]) => {
        const statements = (name === "execute" ? [args[0]] : name === "batch" ? args[0] : []) as Statement[];
        for (const statement of statements) asked.set(statement.sql, statement);
        return Reflect.apply(value, target, args) as unknown;
      };
    },
  });

/** How the database goes about what it was asked. */
const plans = async (): Promise<[string, string][]> => {
  const found: [string, string][] = [];
  for (const { sql: text, args } of asked.values()) {
    // SQLite names those that refer to the table of a new row, and does not look at them.
    if (/^insert/i.test(text)) continue;
    const { rows } = await client.execute({ sql: `EXPLAIN QUERY PLAN ${text}`, args });
    found.push([text, rows.map(({ detail }) => detail as string).join("\n")]);
  }
  return found;
};

beforeEach(async () => {
  asked = new Map();
  ({ desk, slack } = await startChatDesk());
  const { db } = desk.services;
  const [[main]] = await db.read(db.orm.all<{ file: string }>(sql`SELECT file FROM pragma_database_list`));
  client = createClient({ url: `file:${main?.file}`, timeout: 5000 });
  Object.assign(desk.services, { db: createDb(watched(client)) });
});
afterEach(async () => {
  client.close();
  await desk.stop();
});

const pass = async (seconds: number): Promise<void> => {
  for (let i = 0; i < seconds; i++) {
    await desk.settled();
    desk.clock.advance(second);
    await drain(desk.services);
  }
};

test("what a desk with cards asks the database scans nothing that grows", async () => {
  const channel = await addChannel(desk, "C1");
  const [cleo, ada, dora] = [await desk.person("client"), await desk.person("agent"), await desk.person("admin")];
  const bot = await botFor(desk, ada);
  const ticket = await cleo.open();
  await pass(4);
  await note(ada, ticket.id, "One");
  const answer = await bot.post<{ id: string }>("/attachments?name=a.txt", new TextEncoder().encode("one"));
  const place = { platform: "slack", workspaceId: "T1", channelId: "C1", threadId: slack.cardOf(ticket.number).id };
  const thread = new URLSearchParams(place).toString();
  const taken = { ...place, messageId: "1700000099.000000" };
  await bot.post("/chat/messages", { ...taken, body: "Two", attachmentIds: [answer.body.id] });
  await bot.patch("/chat/messages", { ...taken, body: "Three" });
  await bot.get(`/chat/ticket?${thread}`);
  await bot.get(`/chat/made-ticket?${thread.replace("threadId", "messageId")}`);
  await bot.get(`/chat/shown-message?${thread}&messageId=${place.threadId}`);
  await bot.get(`/chat/cards?${thread}`);
  await ada.get(`/tickets/${ticket.id}/messages`);
  await pass(4);
  await bot.delete(`/chat/messages?${thread}&messageId=${taken.messageId}`);
  await bot.post("/chat/link-codes", { platform: "slack", workspaceId: "T1", userId: "U9", name: "Nina" });
  await pass(4);
  await sweep(desk.services);
  await dora.delete(`/tickets/${ticket.id}`);
  await pass(4);
  await dora.delete(`/channels/${channel}`);
  await desk.settled();
  const found = await plans();
  expect(found.length).toBeGreaterThan(60);
  expect(found.filter(([, plan]) => growing.test(plan))).toEqual([]);
});
