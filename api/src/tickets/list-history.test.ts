import type { HistoryPage } from "@docket/core/contract/history";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { CreatedApiKey } from "@docket/core/contract/api-key";
import { fields, historyOf, note, refusal, reply, walk } from "../../test/answers.ts";
import type { Caller } from "../../test/desk.ts";
import { link, program } from "../../test/keys.ts";
import { Desk } from "../../test/desk.ts";

type Entry = HistoryPage["items"][number];

let desk: Desk;
let client: Caller;
let agent: Caller;
let manager: Caller;
let id: string;
const times: string[] = [];

/** One thing after the other, a second apart. */
const next = async (action: () => Promise<{ readonly status: number }>) => {
  desk.clock.advance(1000);
  times.push(new Date(desk.clock.now()).toISOString());
  const { status } = await action();
  if (status >= 300) throw new Error(`it was refused: ${status}`);
};

beforeAll(async () => {
  desk = await Desk.start();
  client = await desk.person("client", "Cleo");
  agent = await desk.person("agent", "Ada");
  manager = await desk.person("manager", "Mo");
  times.push(new Date(desk.clock.now()).toISOString());
  id = (await client.open({ title: "Old title" })).id;
  const path = `/tickets/${id}`;
  await next(() => client.patch(path, { title: "New title" }));
  await next(() => agent.post(`${path}/claim`));
  await next(() => note(agent, id));
  await next(() => manager.patch(path, { priority: "high", tags: ["vip", "phone"] }));
  await next(() => manager.put(`${path}/assignee`, { assigneeId: manager.id }));
  await next(() => manager.delete(`${path}/assignee`));
  await next(() => reply(client, id));
  await next(() => agent.post(`${path}/resolve`));
  await next(() => manager.post(`${path}/close`));
  await next(() => client.post(`${path}/reopen`));
});
afterAll(() => desk.stop());

const change = (field: string, from: string | null, to: string | null) => ({ field, from, to });

test("staff read who did what and when, from what to what, in order", async () => {
  const entries = await historyOf(agent, id);
  const shown = entries.map(({ type, actor, changes }) => [type, actor.name, changes]);
  expect(shown).toEqual([
    ["ticket.created", "Cleo", []],
    ["ticket.updated", "Cleo", [change("title", "Old title", "New title")]],
    ["ticket.assigned", "Ada", [change("assignee", null, "Ada"), change("status", "new", "assigned")]],
    ["ticket.noted", "Ada", []],
    ["ticket.updated", "Mo", [change("priority", "normal", "high")]],
    ["ticket.tagged", "Mo", [change("tags", "", "vip, phone")]],
    ["ticket.assigned", "Mo", [change("assignee", "Ada", "Mo")]],
    ["ticket.unassigned", "Mo", [change("assignee", "Mo", null), change("status", "assigned", "new")]],
    ["ticket.replied", "Cleo", []],
    ["ticket.resolved", "Ada", [change("status", "new", "resolved")]],
    ["ticket.closed", "Mo", [change("status", "resolved", "closed")]],
    ["ticket.reopened", "Cleo", [change("status", "closed", "new")]],
  ]);
  expect(entries.map(({ seq }) => seq)).toEqual(entries.map((_, i) => i + 1));
  expect([...new Set(entries.map(({ at }) => at))]).toEqual(times);
  expect(entries[2]?.actor).toEqual({ kind: "staff", id: agent.id, name: "Ada" });
  expect(entries[0]?.actor).toEqual({ kind: "client", id: client.id, name: "Cleo" });
});

test("replies and notes are named", async () => {
  const entries = await historyOf(agent, id);
  const named = entries.filter(({ messageId }) => messageId !== null).map(({ type }) => type);
  expect(named).toEqual(["ticket.noted", "ticket.replied"]);
});

test("a client reads the same without what is internal, and counts what is there", async () => {
  const [all, shown] = [await historyOf(agent, id), await historyOf(client, id)];
  const internal = new Set(["ticket.noted", "ticket.tagged"]);
  expect(shown.map(({ type }) => type)).toEqual(all.map(({ type }) => type).filter((type) => !internal.has(type)));
  expect(shown.map(({ seq }) => seq)).toEqual(shown.map((_, i) => i + 1));
  expect(JSON.stringify(shown)).not.toContain("vip");
  expect(shown.filter(({ actor }) => actor.kind === "staff").map(({ actor }) => actor.id)).toEqual([
    null,
    null,
    null,
    null,
    null,
    null,
  ]);
});

test("it is read page by page, while it grows", async () => {
  const before = await historyOf(agent, id);
  const seen = await walk<Entry>(agent, `/tickets/${id}/history?limit=5`, () => note(agent, id));
  expect(seen.slice(0, before.length)).toEqual(before);
  expect(seen.map(({ seq }) => seq)).toEqual(seen.map((_, i) => i + 1));
});

test("a title that looks like somebody's id stays a title", async () => {
  const own = await client.open({ title: agent.id });
  await client.patch(`/tickets/${own.id}`, { title: manager.id });
  const entries = await historyOf(client, own.id);
  expect(entries[1]?.changes).toEqual([change("title", agent.id, manager.id)]);
  expect(JSON.stringify(entries)).not.toContain("Ada");
});

test("a cursor of another list is refused", async () => {
  const other = await client.open();
  await client.open();
  const { nextCursor } = (await client.get<HistoryPage>("/tickets?limit=1")).body;
  for (const cursor of [nextCursor, "x", "e30", "WyJhIl0"]) {
    const answer = await client.get(`/tickets/${other.id}/history?cursor=${cursor}`);
    expect([refusal(answer), fields(answer)]).toEqual(["422 request.invalid", ["cursor"]]);
  }
});

test("staff read through which chat or key somebody acted, clients do not", async () => {
  const admin = await desk.person("admin", "Dora");
  const key = async (name: string, scopes: readonly string[]): Promise<CreatedApiKey> =>
    (await admin.post<CreatedApiKey>("/api-keys", { name, scopes })).body;
  const [bots, report] = [await key("Bots", ["chat"]), await key("Weekly report", ["tickets:read", "tickets:write"])];
  await link(desk, agent, "slack:T1/U1");
  const { id: own } = await client.open();
  expect((await program(desk, bots.secret, "slack:T1/U1").post(`/tickets/${own}/claim`)).status).toBe(200);
  expect((await program(desk, report.secret).patch(`/tickets/${own}`, { priority: "low" })).status).toBe(200);
  await admin.delete(`/api-keys/${report.id}`);
  await reply(agent, own);
  const shown = (await historyOf(agent, own)).map(({ type, via }) => [type, via]);
  expect(shown).toContainEqual(["ticket.assigned", { chat: "slack", key: "Bots" }]);
  expect(shown).toContainEqual(["ticket.updated", { chat: null, key: "Weekly report" }]);
  expect(shown).toContainEqual(["ticket.created", null]);
  expect(shown).toContainEqual(["ticket.replied", null]);
  const vias = (await historyOf(client, own)).map(({ via }) => via);
  expect(vias.length).toBeGreaterThan(2);
  expect(new Set(vias)).toEqual(new Set([null]));
});
