import type { Problem } from "@docket/core/contract/problem";
import type { TicketView } from "@docket/core/contract/ticket";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { fields, refusal, ticketOf } from "../../test/answers.ts";
import type { Caller } from "../../test/desk.ts";
import { Desk } from "../../test/desk.ts";
import { deactivate } from "../../test/people.ts";

let desk: Desk;
let client: Caller;
let agent: Caller;
let other: Caller;
beforeAll(async () => {
  desk = await Desk.start();
  client = await desk.person("client");
  agent = await desk.person("agent", "Ada");
  other = await desk.person("agent", "Bo");
});
afterAll(() => desk.stop());

const assign = (by: Caller, id: string, assigneeId: string) =>
  by.put<TicketView>(`/tickets/${id}/assignee`, { assigneeId });

describe("assigning", () => {
  test("gives a new ticket to somebody, and to somebody else", async () => {
    const { id } = await client.open();
    const first = await assign(agent, id, other.id);
    expect(first.body).toMatchObject({ assignee: { id: other.id, name: "Bo" }, status: "assigned", version: 2 });
    const second = await assign(agent, id, agent.id);
    expect(second.body).toMatchObject({ assignee: { id: agent.id, name: "Ada" }, status: "assigned", version: 3 });
    expect(await ticketOf(agent, id)).toEqual(second.body);
  });

  test("keeps the status of a ticket that is being worked on", async () => {
    const { id } = await client.open();
    await agent.put(`/tickets/${id}/status`, { status: "in_progress" });
    expect((await assign(agent, id, other.id)).body).toMatchObject({ status: "in_progress", assignee: { name: "Bo" } });
  });

  test("to the one who has it changes nothing", async () => {
    const { id } = await client.open();
    const before = await assign(agent, id, other.id);
    expect((await assign(agent, id, other.id)).body).toEqual(before.body);
  });

  test("to a manager or an admin is fine", async () => {
    const { id } = await client.open();
    for (const role of ["manager", "admin"] as const) {
      const boss = await desk.person(role);
      expect((await assign(agent, id, boss.id)).body.assignee?.id).toBe(boss.id);
    }
  });

  test("to somebody who is not active staff is refused", async () => {
    const { id } = await client.open();
    const inactive = await desk.person("agent");
    await deactivate(desk, inactive);
    for (const assigneeId of [client.id, inactive.id, `per_${"0".repeat(26)}`]) {
      const answer = await assign(agent, id, assigneeId);
      expect([refusal(answer), fields(answer)]).toEqual(["422 ticket.invalid_assignee", ["assigneeId"]]);
    }
    expect(await ticketOf(agent, id)).toMatchObject({ assignee: null, version: 1 });
  });

  test.each(["resolve", "cancel"])("is over after %s", async (step) => {
    const { id } = await client.open();
    await agent.post(`/tickets/${id}/${step}`);
    const before = await ticketOf(agent, id);
    expect(refusal(await assign(agent, id, agent.id))).toBe("409 ticket.invalid_transition");
    expect(await ticketOf(agent, id)).toEqual(before);
  });

  test("is not for clients", async () => {
    const { id } = await client.open();
    expect(refusal(await assign(client, id, agent.id))).toBe("403 permission.denied");
    expect(refusal(await client.delete(`/tickets/${id}/assignee`))).toBe("403 permission.denied");
  });
});

describe("unassigning", () => {
  test("puts a ticket back into the queue, once", async () => {
    const { id } = await client.open();
    await assign(agent, id, other.id);
    const after = await agent.delete<TicketView>(`/tickets/${id}/assignee`);
    expect(after.body).toMatchObject({ assignee: null, status: "new", version: 3 });
    expect((await agent.delete<TicketView>(`/tickets/${id}/assignee`)).body).toEqual(after.body);
  });

  test("keeps the status of a ticket that is being worked on", async () => {
    const { id } = await client.open();
    await agent.post(`/tickets/${id}/claim`);
    await agent.put(`/tickets/${id}/status`, { status: "waiting" });
    const after = await agent.delete<TicketView>(`/tickets/${id}/assignee`);
    expect(after.body).toMatchObject({ assignee: null, status: "waiting" });
  });

  test("is refused for a solved ticket", async () => {
    const { id } = await client.open();
    await assign(agent, id, agent.id);
    await agent.post(`/tickets/${id}/resolve`);
    expect(refusal(await agent.delete(`/tickets/${id}/assignee`))).toBe("409 ticket.invalid_transition");
    expect((await ticketOf(agent, id)).assignee?.id).toBe(agent.id);
  });
});

describe("claiming", () => {
  test("takes a ticket that nobody has, once", async () => {
    const { id } = await client.open();
    const claimed = await agent.post<TicketView>(`/tickets/${id}/claim`);
    expect(claimed.body).toMatchObject({ assignee: { id: agent.id, name: "Ada" }, status: "assigned", version: 2 });
    expect(claimed.body.can).not.toContain("ticket.claim");
    expect((await agent.post<TicketView>(`/tickets/${id}/claim`)).body).toEqual(claimed.body);
  });

  test("tells who was faster", async () => {
    const { id } = await client.open();
    await other.post(`/tickets/${id}/claim`);
    const answer = await agent.post<Problem>(`/tickets/${id}/claim`);
    expect(refusal(answer)).toBe("409 ticket.already_claimed");
    expect(answer.body).toMatchObject({ holder: { id: other.id, name: "Bo" }, detail: "Bo has this ticket." });
  });

  test.each(["resolve", "cancel"])("is over after %s", async (step) => {
    const { id } = await client.open();
    await agent.post(`/tickets/${id}/${step}`);
    expect(refusal(await agent.post(`/tickets/${id}/claim`))).toBe("409 ticket.invalid_transition");
  });

  test("is not for clients", async () => {
    const { id } = await client.open();
    expect(refusal(await client.post(`/tickets/${id}/claim`))).toBe("403 permission.denied");
  });
});
