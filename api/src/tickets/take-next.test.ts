import type { TicketView } from "@docket/core/contract/ticket";
import { minute } from "@docket/core/time";
import { sql } from "drizzle-orm";
import { afterEach, beforeEach, expect, test } from "vitest";
import { historyOf, listed, refusal, ticketOf } from "../../test/answers.ts";
import { afterReading, meeting } from "../../test/after-reading.ts";
import type { Answer, Caller } from "../../test/desk.ts";
import { Desk } from "../../test/desk.ts";
import { botFor, newKey, program } from "../../test/keys.ts";
import { nextWaiting } from "./waiting-query.ts";

let desk: Desk;
let agent: Caller;
let client: Caller;
beforeEach(async () => {
  desk = await Desk.start({ RATE_WRITES_PER_MINUTE: "10000" });
  agent = await desk.person("agent", "Ann");
  client = await desk.person("client");
});
afterEach(() => desk.stop());

const takeNext = (caller: Caller, headers = {}): Promise<Answer<TicketView>> =>
  caller.post<TicketView>("/tickets/take-next", undefined, headers);

const none = "404 ticket.none_waiting";

/** A ticket that somebody opens after the one before. */
const open = async (priority: string): Promise<number> => {
  desk.clock.advance(minute);
  return (await agent.open({ priority })).number;
};

const takeAll = async (caller: Caller): Promise<number[]> => {
  const taken: number[] = [];
  for (;;) {
    const { status, body } = await takeNext(caller);
    if (status !== 200) return taken;
    taken.push(body.number);
  }
};

test("the most urgent comes first, and of equals the one that has waited longest", async () => {
  const [normal, low, urgent, high, later] = [
    await open("normal"),
    await open("low"),
    await open("urgent"),
    await open("high"),
    await open("urgent"),
  ];
  expect(await takeAll(agent)).toEqual([urgent, later, high, normal, low]);
  expect(refusal(await takeNext(agent))).toBe(none);
  expect(await listed(agent, "assignee=me&status=assigned&sort=createdAt")).toEqual([normal, low, urgent, high, later]);
});

test("what somebody has, what is done and what was deleted does not wait", async () => {
  const admin = await desk.person("admin");
  const [claimed, solved, deleted] = await Promise.all(Array.from({ length: 3 }, () => client.open()));
  await admin.post(`/tickets/${claimed?.id}/claim`);
  await agent.post(`/tickets/${solved?.id}/resolve`);
  await admin.delete(`/tickets/${deleted?.id}`);
  expect(refusal(await takeNext(agent))).toBe(none);
  await admin.delete(`/tickets/${claimed?.id}/assignee`);
  expect((await takeNext(agent)).body.number).toBe(claimed?.number);
});

test("what was begun and given back waits as well, and last what waits for its client", async () => {
  const [begun, waiting, fresh] = [await client.open(), await client.open(), await client.open()];
  const leaver = await desk.person("agent");
  for (const [{ id }, status] of [
    [begun, "in_progress"],
    [waiting, "waiting"],
  ] as const) {
    await leaver.post(`/tickets/${id}/claim`);
    await leaver.put(`/tickets/${id}/status`, { status });
  }
  await agent.patch(`/tickets/${waiting.id}`, { priority: "urgent" });
  const admin = await desk.person("admin");
  await admin.patch(`/people/${leaver.id}`, { active: false });
  await desk.settled();
  expect(await takeAll(agent)).toEqual([begun, fresh, waiting].map(({ number }) => number));
  expect(await listed(agent, "assignee=none&status=open")).toEqual([]);
});

test("it is a claim like any other, in person or by a bot", async () => {
  const bot = await botFor(desk, agent);
  const { number } = await client.open();
  const { body } = await takeNext(bot);
  expect(body).toMatchObject({ number, assignee: { id: agent.id, name: "Ann" }, status: "assigned", version: 2 });
  expect((await historyOf(agent, body.id)).map(({ type }) => type)).toEqual(["ticket.created", "ticket.assigned"]);
});

test("50 agents at once take 50 different tickets, each one", async () => {
  const agents = await Promise.all(Array.from({ length: 50 }, () => desk.person("agent")));
  for (let i = 0; i < 50; i++) await client.open();
  await desk.settled();
  // All look before anybody takes, each time that they look.
  afterReading(desk, () => new Promise((resolve) => setImmediate(resolve)));
  const answers = await Promise.all(agents.map((one) => takeNext(one)));
  expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 50 }, () => 200));
  expect(new Set(answers.map(({ body }) => body.number)).size).toBe(50);
  for (const [i, { body }] of answers.entries()) {
    expect(await ticketOf(client, body.number)).toMatchObject({ assignee: { name: body.assignee?.name }, version: 2 });
    expect(body.assignee?.id).toBe(agents[i]?.id);
  }
  expect(refusal(await takeNext(agent))).toBe(none);
});

test("of two who reach for the same one the slower gets the next, and a third nothing", async () => {
  const [first, second] = [await open("high"), await open("high")];
  const agents = [agent, await desk.person("agent"), await desk.person("agent")];
  afterReading(desk, meeting(3));
  const answers = await Promise.all(agents.map((one) => takeNext(one)));
  const taken = answers.filter(({ status }) => status === 200).map(({ body }) => body.number);
  expect(new Set(taken)).toEqual(new Set([first, second]));
  expect(answers.filter(({ status }) => status !== 200).map(refusal)).toEqual([none]);
});

test("the same request, sent again or at the same moment, takes one ticket", async () => {
  for (let i = 0; i < 5; i++) await client.open();
  const press = () => takeNext(agent, { "idempotency-key": "one-press" });
  const answers = [...(await Promise.all(Array.from({ length: 5 }, press))), await press()];
  expect(new Set(answers.map(({ body }) => body.number)).size).toBe(1);
  expect(await listed(agent, "assignee=me")).toHaveLength(1);
  expect(await listed(agent, "assignee=none")).toHaveLength(4);
});

test("only staff take tickets: in person or by a key that acts for them", async () => {
  await client.open();
  const writer = program(desk, await newKey(desk, ["tickets:read", "tickets:write"]));
  for (const caller of [client, await desk.visitor(), writer]) {
    expect(refusal(await takeNext(caller))).toBe("403 permission.denied");
  }
  expect(await listed(agent, "assignee=none")).toHaveLength(1);
});

test("the next ticket is found without sorting all others", async () => {
  const plan = await desk.services.db.orm.all<{ detail: string }>(
    sql`EXPLAIN QUERY PLAN SELECT number FROM tickets WHERE ${nextWaiting(1)}`,
  );
  const steps = plan.map(({ detail }) => detail);
  expect(steps).toContain("SCAN tickets USING INDEX tickets_unheld");
  // What is sorted is the few that were found.
  expect(steps.filter((step) => step.includes("TEMP B-TREE"))).toHaveLength(1);
});
