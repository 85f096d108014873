import type { TicketView } from "@docket/core/contract/ticket";
import type { Status } from "@docket/core/tickets/ticket";
import { statuses } from "@docket/core/tickets/ticket";
import { day } from "@docket/core/time";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { refusal, ticketOf } from "../../test/answers.ts";
import type { Caller } from "../../test/desk.ts";
import { Desk } from "../../test/desk.ts";

let desk: Desk;
let client: Caller;
let agent: Caller;
let manager: Caller;
beforeAll(async () => {
  desk = await Desk.start({ REOPEN_DAYS: "1", RATE_WRITES_PER_MINUTE: "10000" }, { wake: () => {} });
  client = await desk.person("client");
  agent = await desk.person("agent");
  manager = await desk.person("manager");
});
afterAll(() => desk.stop());

const set = (by: Caller, id: string, status: string) => by.put<TicketView>(`/tickets/${id}/status`, { status });
const step = (by: Caller, id: string, name: string) => by.post<TicketView>(`/tickets/${id}/${name}`);
const now = () => new Date(desk.clock.now()).toISOString();

/** A ticket in this status; `held` says whether somebody has it. */
const ticketIn = async (status: Status, held: boolean): Promise<TicketView> => {
  const { id } = await client.open();
  if (held) await step(manager, id, "claim");
  if (status === "closed") await set(manager, id, "resolved");
  if (status !== "new" && status !== "assigned") await set(manager, id, status);
  const ticket = await ticketOf(manager, id);
  if (ticket.status !== status) throw new Error(`it is ${ticket.status}`);
  return ticket;
};

const starts: readonly (readonly [Status, boolean])[] = statuses.flatMap((status) =>
  [true, false]
    .filter((held) => !(status === "new" && held) && !(status === "assigned" && !held))
    .map((held) => [status, held] as const),
);

test.each(starts)("from %s (held: %s) every offered status can be set, and no other", async (status, held) => {
  for (const to of statuses) {
    const before = await ticketIn(status, held);
    const answer = await set(manager, before.id, to);
    if (to === status) expect(answer.body).toEqual(before);
    else if (before.nextStatuses.includes(to)) {
      expect([answer.status, answer.body.status, answer.body.version]).toEqual([200, to, before.version + 1]);
    } else {
      expect(refusal(answer)).toBe("409 ticket.invalid_transition");
      expect(await ticketOf(manager, before.id)).toEqual(before);
    }
  }
});

test("solving, closing and reopening set and clear their times", async () => {
  const { id } = await client.open();
  desk.clock.advance(1000);
  const resolvedAt = now();
  expect((await step(agent, id, "resolve")).body).toMatchObject({
    status: "resolved",
    stage: "solved",
    resolvedAt,
    closedAt: null,
  });
  desk.clock.advance(1000);
  const closedAt = now();
  expect((await step(manager, id, "close")).body).toMatchObject({
    status: "closed",
    stage: "closed",
    resolvedAt,
    closedAt,
  });
  desk.clock.advance(1000);
  expect((await step(client, id, "reopen")).body).toMatchObject({ status: "new", resolvedAt: null, closedAt: null });
});

test.each(["claim", "resolve", "close", "reopen", "cancel"])("%s done twice is done once", async (name) => {
  const before = { claim: "new", resolve: "new", close: "resolved", reopen: "resolved", cancel: "new" } as const;
  const ticket = await ticketIn(before[name as keyof typeof before], false);
  const first = await step(manager, ticket.id, name);
  expect([first.status, first.body.version]).toEqual([200, ticket.version + 1]);
  const second = await step(manager, ticket.id, name);
  expect(second.body).toEqual(first.body);
});

describe("who may", () => {
  test("agents do not close, by neither way", async () => {
    const { id } = await ticketIn("resolved", true);
    expect((await ticketOf(agent, id)).nextStatuses).not.toContain("closed");
    expect(refusal(await step(agent, id, "close"))).toBe("403 permission.denied");
    expect(refusal(await set(agent, id, "closed"))).toBe("403 permission.denied");
    expect((await step(manager, id, "close")).body.status).toBe("closed");
  });

  test("clients cancel and reopen their own, and set no status", async () => {
    const { id } = await client.open();
    expect(refusal(await set(client, id, "cancelled"))).toBe("403 permission.denied");
    expect(refusal(await step(client, id, "resolve"))).toBe("403 permission.denied");
    expect((await step(client, id, "cancel")).body).toMatchObject({ status: "cancelled", stage: "cancelled" });
    expect(refusal(await step(client, id, "reopen"))).toBe("409 ticket.invalid_transition");
    const solved = await ticketIn("resolved", true);
    expect((await step(client, solved.id, "reopen")).body.status).toBe("assigned");
    expect(refusal(await set(client, solved.id, "new"))).toBe("403 permission.denied");
  });

  test("a solved ticket is not cancelled", async () => {
    const { id } = await ticketIn("resolved", false);
    for (const one of [client, manager])
      expect(refusal(await step(one, id, "cancel"))).toBe("409 ticket.invalid_transition");
  });

  test("a ticket is not closed before it is solved", async () => {
    const { id } = await client.open();
    expect(refusal(await step(manager, id, "close"))).toBe("409 ticket.invalid_transition");
  });
});

describe("the reopen window", () => {
  test("is open to its last moment", async () => {
    const { id } = await ticketIn("closed", false);
    desk.clock.advance(day);
    expect((await ticketOf(client, id)).can).toContain("ticket.reopen");
    expect((await step(client, id, "reopen")).body.status).toBe("new");
  });

  test("is shut after it, for everybody and by every way", async () => {
    const { id } = await ticketIn("closed", true);
    desk.clock.advance(day + 1);
    const before = await ticketOf(manager, id);
    expect(before.can).not.toContain("ticket.reopen");
    expect(before.nextStatuses).toEqual([]);
    for (const one of [client, manager])
      expect(refusal(await step(one, id, "reopen"))).toBe("409 ticket.reopen_window_passed");
    expect(refusal(await set(manager, id, "assigned"))).toBe("409 ticket.reopen_window_passed");
    expect(refusal(await client.post(`/tickets/${id}/replies`, { body: "Still broken" }))).toBe(
      "409 ticket.reopen_window_passed",
    );
    expect(await ticketOf(manager, id)).toEqual(before);
    const next = await client.open({ followUpOf: id });
    expect(next.followUpOf).toBe(id);
  });

  test("counts from closing, not from solving", async () => {
    const { id } = await ticketIn("resolved", false);
    desk.clock.advance(0.6 * day);
    await step(manager, id, "close");
    desk.clock.advance(0.6 * day);
    expect((await step(client, id, "reopen")).status).toBe(200);
  });
});
