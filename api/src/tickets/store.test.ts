import type { TicketView } from "@docket/core/contract/ticket";
import { afterEach, beforeEach, expect, test } from "vitest";
import { conversationOf, note, reply, ticketOf } from "../../test/answers.ts";
import type { Caller } from "../../test/desk.ts";
import { Desk } from "../../test/desk.ts";

let desk: Desk;
let client: Caller;
let agent: Caller;
let manager: Caller;
beforeEach(async () => {
  desk = await Desk.start();
  client = await desk.person("client");
  agent = await desk.person("agent");
  manager = await desk.person("manager");
});
afterEach(() => desk.stop());

/** The kinds of letters that the action brings to the client, and the hints for screens. */
const outcome = async (action: () => Promise<unknown>) => {
  await desk.settled();
  const [letters, hints] = [desk.mailer.letters.length, desk.hub.published.length];
  await action();
  await desk.settled();
  const rows = await desk.services.db.orm.query.letters.findMany({ orderBy: (row, { asc }) => asc(row.sentAt) });
  const sent = desk.mailer.letters.slice(letters);
  return {
    letters: sent.map((letter) => rows.find((row) => row.messageId === letter.messageId)?.kind),
    recipients: [...new Set(sent.map(({ to }) => to))],
    hints: desk.hub.published.slice(hints),
  };
};

const post = (by: Caller, { id }: TicketView, step: string) => by.post(`/tickets/${id}/${step}`);

test("each change brings its own letter to the client, or none", async () => {
  const ticket = await client.open();
  const path = `/tickets/${ticket.id}`;
  const story: readonly (readonly [string, () => Promise<unknown>, readonly string[]])[] = [
    ["claim", () => post(agent, ticket, "claim"), ["assigned"]],
    ["claim again", () => post(agent, ticket, "claim"), []],
    ["assign", () => agent.put(`${path}/assignee`, { assigneeId: manager.id }), ["assigned"]],
    ["unassign", () => agent.delete(`${path}/assignee`), []],
    ["status", () => agent.put(`${path}/status`, { status: "waiting" }), ["status_changed"]],
    ["note", () => note(agent, ticket.id), []],
    ["tags", () => agent.patch(path, { tags: ["x"] }), []],
    ["update by staff", () => agent.patch(path, { title: "Better" }), ["updated"]],
    ["update by the client", () => client.patch(path, { title: "Best" }), []],
    ["nothing new", () => agent.patch(path, { title: "Best" }), []],
    ["reply of the staff", () => reply(agent, ticket.id), ["replied"]],
    ["reply of the client", () => reply(client, ticket.id), []],
    ["resolve", () => post(agent, ticket, "resolve"), ["resolved"]],
    ["reopen by the client", () => post(client, ticket, "reopen"), ["reopened"]],
    ["resolve again", () => post(agent, ticket, "resolve"), ["resolved"]],
    ["close", () => post(manager, ticket, "close"), ["closed"]],
    ["reopen by staff", () => post(agent, ticket, "reopen"), ["reopened"]],
    ["refused", () => post(agent, ticket, "close"), []],
    ["cancel by the client", () => post(client, ticket, "cancel"), ["cancelled"]],
  ];
  for (const [name, action, kinds] of story) {
    const { letters, recipients } = await outcome(action);
    expect([name, letters]).toEqual([name, kinds]);
    if (kinds.length > 0) expect(recipients).toEqual([client.email]);
  }
});

test("opening sends a receipt, to the typed address too", async () => {
  expect(await outcome(() => client.open())).toMatchObject({ letters: ["created"], recipients: [client.email] });
  const visitor = await desk.visitor();
  const requester = { name: "Vera", email: "vera@shop.test" };
  expect(await outcome(() => visitor.open({ requester }))).toMatchObject({
    letters: ["created"],
    recipients: [requester.email],
  });
});

test("a reply that went out shows it", async () => {
  const { id } = await client.open();
  expect((await reply(agent, id)).body.message.delivery).toBe("queued");
  await desk.settled();
  expect((await conversationOf(agent, id))[0]?.delivery).toBe("sent");
});

test("the screens of staff, the requester and the widget session are told the version that is theirs, and nothing else", async () => {
  const visitor = await desk.visitor();
  let ticket: TicketView | undefined;
  const opened = await outcome(async () => {
    ticket = await visitor.open({ requester: { name: "Vera", email: "vera@shop.test" } });
  });
  const { id = "" } = ticket ?? {};
  const { requester } = await ticketOf(agent, id);
  const theirs = [`requester:${requester.id}`, `visitor:${visitor.id}`];
  const hint = (version: number) => ({ type: "ticket.changed", id, version });
  expect(opened.hints).toEqual([
    { audiences: ["staff"], hint: hint(1) },
    { audiences: theirs, hint: hint(1) },
  ]);
  const noted = await outcome(() => note(agent, id));
  expect(noted.hints).toEqual([{ audiences: ["staff"], hint: hint(2) }]);
  const claimed = await outcome(() => agent.post(`/tickets/${id}/claim`));
  expect(claimed.hints).toEqual([
    { audiences: ["staff"], hint: hint(3) },
    { audiences: theirs, hint: hint(2) },
  ]);
  expect((await outcome(() => agent.patch(`/tickets/${id}`, { tags: [] }))).hints).toEqual([]);
});

test("a deleted ticket sends no letter, not even one that was owed", async () => {
  const admin = await desk.person("admin");
  const { id } = await client.open();
  await desk.settled();
  desk.mailer.fail(1);
  await reply(agent, id);
  await desk.settled();
  await admin.delete(`/tickets/${id}`);
  desk.clock.advance(60 * 60 * 1000);
  const { letters } = await outcome(() => client.open());
  expect(letters).toEqual(["created"]);
});
