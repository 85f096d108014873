import type { TicketPage, TicketView } from "@docket/core/contract/ticket";
import { afterAll, beforeAll, expect, test } from "vitest";
import { conversationOf, historyOf, refusal, reply, ticketOf } from "../../test/answers.ts";
import type { Caller } from "../../test/desk.ts";
import { Desk } from "../../test/desk.ts";

let desk: Desk;
let client: Caller;
let agent: Caller;
let ticket: TicketView;
beforeAll(async () => {
  desk = await Desk.start();
  client = await desk.person("client");
  agent = await desk.person("agent");
  ticket = await client.open();
});
afterAll(() => desk.stop());

test.each([
  ["its id", ({ id }: TicketView) => id],
  ["its number", ({ number }: TicketView) => `${number}`],
  ["its number as people write it", ({ number }: TicketView) => `%23${number}`],
])("a ticket is found by %s", async (_, refOf) => {
  for (const reader of [client, agent]) {
    const answer = await reader.get<TicketView>(`/tickets/${refOf(ticket)}`);
    expect([answer.status, answer.body.id]).toEqual([200, ticket.id]);
  }
});

test.each([
  "tkt_00000000000000000000000000",
  "tkt_short",
  "per_00000000000000000000000000",
  "0",
  "-1",
  "01001",
  "1001.0",
  "1e3",
  "999999999999999999999999",
  "%23",
  "%00",
  "%E0%A4%A",
  "' OR 1=1 --",
  "*",
  "null",
])("there is no ticket %s", async (ref) => {
  expect(refusal(await agent.get(`/tickets/${ref}`))).toBe("404 resource.not_found");
});

test("who holds a ticket is a name to its client, and a person to the staff", async () => {
  const client = await desk.person("client");
  const visitor = await desk.visitor();
  for (const owner of [client, visitor]) {
    const { id } = await owner.open(owner === visitor ? { requester: { name: "Vi", email: "vi@held.test" } } : {});
    await agent.post(`/tickets/${id}/claim`);
    const held = (await agent.get<TicketView>(`/tickets/${id}`)).body.assignee;
    expect(held?.id).toBe(agent.id);
    expect((await owner.get<TicketView>(`/tickets/${id}`)).body.assignee).toEqual({ id: null, name: held?.name });
    expect(JSON.stringify((await owner.get<TicketPage>("/tickets")).body)).not.toContain(agent.id);
  }
});

test("a stranger's ticket cannot be told from one that does not exist", async () => {
  const stranger = await desk.person("client");
  const visitor = await desk.visitor();
  for (const reader of [stranger, visitor]) {
    const real = await reader.get<{ requestId: string }>(`/tickets/${ticket.number}`);
    const none = await reader.get<{ requestId: string }>("/tickets/999999");
    expect(refusal(real)).toBe("404 resource.not_found");
    expect({ ...real.body, requestId: "" }).toEqual({ ...none.body, requestId: "" });
  }
});

test("a client sees neither tags nor what staff may do", async () => {
  const tagged = await client.open();
  await agent.patch(`/tickets/${tagged.id}`, { tags: ["angry"] });
  expect((await ticketOf(agent, tagged.id)).tags).toEqual(["angry"]);
  const seen = await ticketOf(client, tagged.id);
  expect(seen.tags).toEqual([]);
  expect(seen.can.toSorted()).toEqual(
    ["ticket.cancel", "ticket.read", "ticket.read_history", "ticket.reply", "ticket.update"].toSorted(),
  );
  expect(seen.nextStatuses).toEqual([]);
});

test("everybody who may see a ticket sees the same version of it", async () => {
  const { id } = await client.open();
  await reply(agent, id);
  const [mine, theirs] = [await ticketOf(client, id), await ticketOf(agent, id)];
  expect([mine.version, mine.status, mine.stage]).toEqual([theirs.version, "in_progress", "in_progress"]);
  expect(mine.assignee).toEqual({ id: null, name: "agent 2" });
  expect(mine.firstRespondedAt).toBe(theirs.firstRespondedAt);
});

test("a visitor who proved an address keeps the tickets of the session and gets those of the person", async () => {
  const owner = await desk.person("client");
  const owned = await owner.open();
  const visitor = await desk.visitor();
  const opened = await visitor.open({ requester: { name: "Anybody", email: "typed@shop.test" } });
  await desk.prove(visitor, owner);
  expect((await ticketOf(visitor, owned.id)).requester.name).toBe(owned.requester.name);
  expect((await ticketOf(visitor, opened.id)).id).toBe(opened.id);
  expect(refusal(await owner.get(`/tickets/${opened.id}`))).toBe("404 resource.not_found");
});

test("who typed an address learns nothing of its owner, with another address that they proved neither", async () => {
  const owner = await desk.person("client", "Jane Private");
  const mallory = await desk.person("client", "Mallory");
  const visitor = await desk.visitor();
  const { id } = await visitor.open({ requester: { name: "Mallory", email: owner.email } });
  await reply(visitor, id);
  await agent.post(`/tickets/${id}/cancel`);
  const seen = async () =>
    JSON.stringify([
      await ticketOf(visitor, id),
      await historyOf(visitor, id),
      await conversationOf(visitor, id),
      (await visitor.get<TicketPage>("/tickets")).body,
    ]);
  expect(await seen()).toContain('"ticket.cancelled"');
  for (const text of ["Jane Private", owner.id]) expect(await seen()).not.toContain(text);
  await desk.prove(visitor, mallory);
  for (const text of ["Jane Private", owner.id]) expect(await seen()).not.toContain(text);
  expect((await ticketOf(owner, id)).requester).toMatchObject({ id: owner.id, name: "Mallory" });
});
