import type { MessageWritten } from "@docket/core/contract/message";
import type { TicketView } from "@docket/core/contract/ticket";
import { day } from "@docket/core/time";
import { afterAll, beforeAll, expect, test } from "vitest";
import { conversationOf, countsOf, fields, historyOf, refusal, ticketOf } from "../../test/answers.ts";
import type { Caller } from "../../test/desk.ts";
import { Desk } from "../../test/desk.ts";
import { sweep } from "../outbox/sweep.ts";

let desk: Desk;
let client: Caller;
let agent: Caller;
beforeAll(async () => {
  desk = await Desk.start({}, { wake: () => {} });
  client = await desk.person("client");
  agent = await desk.person("agent");
});
afterAll(() => desk.stop());

const input = { title: "Once", description: "And no more.", category: "other" };
let keys = 0;
const key = () => ({ "idempotency-key": `key-number-${++keys}` });
const replayed = ({ headers }: { readonly headers: Headers }) => headers.get("idempotent-replayed");

test("opening a ticket twice with one key opens one, and says so", async () => {
  const once = key();
  const first = await client.post<TicketView>("/tickets", input, once);
  const again = await client.post<TicketView>("/tickets", input, once);
  expect([first.status, again.status]).toEqual([201, 201]);
  expect([replayed(first), replayed(again)]).toEqual([null, "true"]);
  expect(again.body).toEqual(first.body);
  expect((await countsOf(client)).total).toBe(1);
});

test.each(["replies", "notes"])("a message is written once: %s", async (kind) => {
  const { id } = await client.open();
  const once = key();
  const path = `/tickets/${id}/${kind}`;
  const first = await agent.post<MessageWritten>(path, { body: "Hello" }, once);
  const again = await agent.post<MessageWritten>(path, { body: "Hello" }, once);
  expect([again.status, replayed(again)]).toEqual([201, "true"]);
  expect(again.body).toEqual(first.body);
  expect(await conversationOf(agent, id)).toHaveLength(1);
});

test.each(["claim", "resolve", "cancel"])("%s takes effect once, and shows the ticket as it is now", async (step) => {
  const { id } = await client.open();
  const once = key();
  const path = `/tickets/${id}/${step}`;
  expect((await agent.post(path, undefined, once)).status).toBe(200);
  await agent.post(`/tickets/${id}/notes`, { body: "Meanwhile" });
  const before = await ticketOf(agent, id);
  const again = await agent.post<TicketView>(path, undefined, once);
  expect([again.status, replayed(again), again.body]).toEqual([200, "true", before]);
  expect(await historyOf(agent, id)).toHaveLength(3);
});

test("a step that was undone meanwhile is not taken again", async () => {
  const { id } = await client.open();
  const once = key();
  await agent.post(`/tickets/${id}/resolve`, undefined, once);
  await client.post(`/tickets/${id}/reopen`);
  const again = await agent.post<TicketView>(`/tickets/${id}/resolve`, undefined, once);
  expect([again.status, again.body.status]).toEqual([200, "new"]);
});

test("one key is for one request", async () => {
  const once = key();
  const { body: ticket } = await client.post<TicketView>("/tickets", input, once);
  const others = [
    await client.post("/tickets", { ...input, title: "Twice" }, once),
    await client.post("/tickets", { ...input, description: "And no more. " }, once),
    await client.post(`/tickets/${ticket.id}/replies`, { body: "Hello" }, once),
    await client.post(`/tickets/${ticket.id}/cancel`, undefined, once),
  ];
  for (const answer of others) expect(refusal(answer)).toBe("422 idempotency.key_reused");
  expect((await ticketOf(client, ticket.id)).version).toBe(1);
});

test("of two requests that use one key at once one is carried out", async () => {
  const once = key();
  const before = (await countsOf(client)).total;
  const answers = await Promise.all(
    ["One", "Other"].map((title) => client.post<TicketView>("/tickets", { ...input, title }, once)),
  );
  expect(answers.map(({ status }) => `${status}`).toSorted()).toEqual(["201", "422"]);
  expect(answers.filter(({ status }) => status === 422).map(refusal)).toEqual(["422 idempotency.key_reused"]);
  expect((await countsOf(client)).total).toBe(before + 1);
});

test("the same key of somebody else is another key", async () => {
  const once = key();
  const other = await desk.person("client");
  const visitor = await desk.visitor();
  const requester = { name: "Vera", email: "vera@shop.test" };
  const opened = [
    await client.post<TicketView>("/tickets", input, once),
    await other.post<TicketView>("/tickets", input, once),
    await visitor.post<TicketView>("/tickets", { ...input, requester }, once),
  ];
  expect(opened.map(replayed)).toEqual([null, null, null]);
  expect(new Set(opened.map(({ body }) => body.id)).size).toBe(3);
});

test("a request that failed does not use up its key", async () => {
  const once = key();
  const wrong = { ...input, category: "poetry" };
  expect(refusal(await client.post("/tickets", wrong, once))).toBe("422 category.unknown");
  expect(refusal(await client.post("/tickets", { ...input, title: "" }, once))).toBe("422 request.invalid");
  const right = await client.post<TicketView>("/tickets", input, once);
  expect([right.status, replayed(right)]).toEqual([201, null]);

  const { id } = right.body;
  const step = key();
  expect(refusal(await client.post(`/tickets/${id}/reopen`, undefined, step))).not.toContain("409");
  await agent.post(`/tickets/${id}/resolve`);
  expect((await client.post<TicketView>(`/tickets/${id}/reopen`, undefined, step)).body.status).toBe("new");
});

test("a repeated request is still refused to those who may not see the ticket any more", async () => {
  const admin = await desk.person("admin");
  const once = key();
  const { body } = await client.post<TicketView>("/tickets", input, once);
  await admin.delete(`/tickets/${body.id}`);
  expect(refusal(await client.post("/tickets", input, once))).toBe("404 resource.not_found");
});

test("a key is remembered for a day", async () => {
  const once = key();
  await client.post("/tickets", input, once);
  desk.clock.advance(day - 1000);
  await sweep(desk.services);
  expect(replayed(await client.post("/tickets", input, once))).toBe("true");
  desk.clock.advance(2000);
  await sweep(desk.services);
  expect(replayed(await client.post("/tickets", input, once))).toBeNull();
});

test.each(["short", "", " ", "with a space", "x".repeat(201), "umläutig"])("%j is no key", async (text) => {
  const answer = await client.post("/tickets", input, { "idempotency-key": text });
  expect([refusal(answer), fields(answer)]).toEqual(["422 request.invalid", ["Idempotency-Key"]]);
});

test("a key on anything but a POST means nothing", async () => {
  const { id } = await client.open();
  const once = key();
  for (const title of ["One", "Two"]) {
    const answer = await client.patch<TicketView>(`/tickets/${id}`, { title }, once);
    expect([answer.body.title, replayed(answer)]).toEqual([title, null]);
  }
});
