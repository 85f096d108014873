import type { CreatedApiKey } from "@docket/core/contract/api-key";
import type { MessageWritten } from "@docket/core/contract/message";
import { ownTicketActions } from "@docket/core/permissions/roles";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  conversationOf,
  countsOf,
  found,
  historyOf,
  listed,
  note,
  refusal,
  reply,
  ticketOf,
  walk,
} from "../../test/answers.ts";
import type { Answer, Caller } from "../../test/desk.ts";
import { Desk } from "../../test/desk.ts";
import { link, program } from "../../test/keys.ts";

let desk: Desk;
let client: Caller;
let agent: Caller;
let manager: Caller;
beforeAll(async () => {
  desk = await Desk.start();
  client = await desk.person("client", "Cleo");
  agent = await desk.person("agent", "Ada");
  manager = await desk.person("manager", "Mo");
});
afterAll(() => desk.stop());

const step = (by: Caller, id: string, name: string) => by.post(`/tickets/${id}/${name}`);
const bodies = async (reader: Caller, id: string) => (await conversationOf(reader, id)).map(({ body }) => body);

describe("a reply of the staff", () => {
  test("claims a ticket that nobody has and begins the work", async () => {
    const { id } = await client.open();
    const { status, body } = await reply(agent, id, " Have you tried\r\nwater? ");
    expect(status).toBe(201);
    expect(body.message).toMatchObject({
      ticketId: id,
      kind: "reply",
      source: "dashboard",
      author: { kind: "staff", id: agent.id, name: "Ada" },
      body: "Have you tried\nwater?",
      delivery: "queued",
      attachments: [],
    });
    expect(body.ticket).toMatchObject({
      status: "in_progress",
      assignee: { id: agent.id, name: "Ada" },
      firstRespondedAt: new Date(desk.clock.now()).toISOString(),
    });
    expect(await ticketOf(agent, id)).toEqual(body.ticket);
    expect((await historyOf(agent, id)).map(({ type }) => type)).toEqual([
      "ticket.created",
      "ticket.replied",
      "ticket.assigned",
      "ticket.status_changed",
    ]);
  });

  test("to somebody else's ticket leaves it with them", async () => {
    const { id } = await client.open();
    await step(agent, id, "claim");
    expect((await reply(manager, id)).body.ticket).toMatchObject({ status: "in_progress", assignee: { name: "Ada" } });
  });

  test("keeps a ticket waiting, and the time of the first answer", async () => {
    const { id } = await client.open();
    const first = (await reply(agent, id)).body.ticket;
    await agent.put(`/tickets/${id}/status`, { status: "waiting" });
    desk.clock.advance(1000);
    expect((await reply(agent, id)).body.ticket).toMatchObject({
      status: "waiting",
      firstRespondedAt: first.firstRespondedAt,
    });
  });

  test("to a solved ticket does not reopen it; to a closed or cancelled one it is refused", async () => {
    const { id } = await client.open();
    await step(agent, id, "resolve");
    expect((await reply(agent, id)).body.ticket).toMatchObject({ status: "resolved", assignee: null });
    await step(manager, id, "close");
    expect(refusal(await reply(agent, id))).toBe("409 ticket.invalid_transition");
    const cancelled = await client.open();
    await step(client, cancelled.id, "cancel");
    for (const one of [agent, client])
      expect(refusal(await reply(one, cancelled.id))).toBe("409 ticket.invalid_transition");
    expect(await bodies(agent, cancelled.id)).toEqual([]);
  });
});

describe("a reply of the client", () => {
  test("is read by both, and neither claims nor answers", async () => {
    const { id } = await client.open();
    const { body } = await reply(client, id, "Any news?");
    expect(body.message).toMatchObject({ author: { kind: "client", id: client.id, name: "Cleo" }, delivery: "none" });
    expect(body.ticket).toMatchObject({ status: "new", assignee: null, firstRespondedAt: null });
    expect(await bodies(agent, id)).toEqual(["Any news?"]);
  });

  test("wakes a ticket that waits", async () => {
    const { id } = await client.open();
    await step(agent, id, "claim");
    await agent.put(`/tickets/${id}/status`, { status: "waiting" });
    expect((await reply(client, id)).body.ticket).toMatchObject({ status: "in_progress", assignee: { name: "Ada" } });
  });

  test.each(["resolved", "closed"])("brings a %s ticket back", async (status) => {
    const { id } = await client.open();
    await step(agent, id, "resolve");
    if (status === "closed") await step(manager, id, "close");
    expect((await reply(client, id, "Not yet")).body.ticket).toMatchObject({
      status: "new",
      resolvedAt: null,
      closedAt: null,
    });
    const held = await client.open();
    await step(agent, held.id, "claim");
    await step(agent, held.id, "resolve");
    expect((await reply(client, held.id)).body.ticket).toMatchObject({ status: "assigned", assignee: { name: "Ada" } });
  });

  test("does not show how letters fare, nor who of the staff wrote by id", async () => {
    const { id } = await client.open();
    await reply(agent, id);
    const [seen] = await conversationOf(client, id);
    expect(seen).toMatchObject({ author: { kind: "staff", id: null, name: "Ada" }, delivery: "none" });
  });
});

describe("a note", () => {
  test("is read by staff and changes nothing", async () => {
    const before = await client.open();
    desk.clock.advance(1000);
    const { status, body } = await note(agent, before.id, "She sounds upset");
    expect(status).toBe(201);
    expect(body.message).toMatchObject({ kind: "note", delivery: "none", author: { name: "Ada" } });
    expect(body.ticket).toMatchObject({ status: "new", assignee: null, firstRespondedAt: null, version: 2 });
    expect(await bodies(manager, before.id)).toEqual(["She sounds upset"]);
  });

  test("is not there for the client: not in messages, history, search or counts", async () => {
    const { id, number } = await client.open();
    await reply(agent, id, "We look into it");
    await note(agent, id, "Probably a zebracorn");
    await note(agent, id, "Surely a zebracorn");
    await reply(agent, id, "Found it");
    expect(await bodies(client, id)).toEqual(["We look into it", "Found it"]);
    expect(await bodies(agent, id)).toHaveLength(4);
    const history = await historyOf(client, id);
    expect(history.map(({ type }) => type)).not.toContain("ticket.noted");
    expect(JSON.stringify(history)).not.toContain("zebracorn");
    expect(await found(client, "zebracorn")).toEqual([]);
    expect((await countsOf(client, "q=zebracorn")).total).toBe(0);
    expect(await found(agent, "zebracorn")).toEqual([number]);
  });

  test("is not written by clients", async () => {
    const { id } = await client.open();
    expect(refusal(await note(client, id))).toBe("403 permission.denied");
    expect(await bodies(agent, id)).toEqual([]);
  });

  test("can be added when all is over", async () => {
    const { id } = await client.open();
    await step(client, id, "cancel");
    expect((await note(agent, id)).status).toBe(201);
  });
});

test("staff read through which chat or key a message was written, from the first answer on; clients do not", async () => {
  const admin = await desk.person("admin", "Dora");
  const key = async (name: string, scopes: readonly string[]): Promise<string> =>
    (await admin.post<CreatedApiKey>("/api-keys", { name, scopes })).body.secret;
  await link(desk, agent, "slack:T1/U1");
  const bot = program(desk, await key("Bots", ["chat"]), "slack:T1/U1");
  const report = program(desk, await key("Weekly report", ["tickets:read", "tickets:write"]));
  const { id } = await client.open();
  const written = [await reply(bot, id), await note(report, id), await reply(report, id), await reply(agent, id)];
  const vias = [
    { chat: "slack", key: "Bots" },
    { chat: null, key: "Weekly report" },
    { chat: null, key: "Weekly report" },
    null,
  ];
  expect(written.map(({ body }) => body.message.via)).toEqual(vias);
  expect((await conversationOf(agent, id)).map(({ via }) => via)).toEqual(vias);
  const path = `/tickets/${id}/messages/${written[0]?.body.message.id ?? ""}`;
  expect((await agent.patch<MessageWritten>(path, { body: "Better" })).body.message.via).toEqual(vias[0]);
  const shown = await conversationOf(client, id);
  expect(shown.map(({ via }) => via)).toEqual([null, null, null]);
  expect(JSON.stringify(shown)).not.toMatch(/Bots|Weekly/);
});

test("a visitor and the staff talk, and the visitor is told no name that was not typed", async () => {
  const owner = await desk.person("client", "Olga Owner");
  const visitor = await desk.visitor();
  const { id } = await visitor.open({ requester: { name: "Mallory", email: owner.email } });
  const { body } = await reply(visitor, id, "Hello?");
  const author = { kind: "client", id: null, name: owner.email };
  expect(body.message).toMatchObject({ source: "widget", author });
  await reply(agent, id, "Hi!");
  expect((await conversationOf(visitor, id)).map(({ author }) => author.name)).toEqual([owner.email, "Ada"]);
  expect((await conversationOf(agent, id)).map(({ author }) => author.name)).toEqual(["Mallory", "Ada"]);
  expect(JSON.stringify(await historyOf(visitor, id))).not.toContain("Olga");
});

/** Everything that clients may do with their own ticket, with a client who does it. */
const ownActs: Readonly<Record<string, (owner: Caller, id: string) => Promise<Answer>>> = {
  "ticket.reply": (owner, id) => reply(owner, id, "That was not me"),
  "ticket.update": (owner, id) => owner.patch(`/tickets/${id}`, { description: "My own words" }),
  "ticket.cancel": (owner, id) => owner.post(`/tickets/${id}/cancel`),
  "ticket.reopen": async (owner, id) => {
    await agent.post(`/tickets/${id}/resolve`);
    return owner.post(`/tickets/${id}/reopen`);
  },
};

test("the acts of clients are all of those that change something", () => {
  const changing = [...ownTicketActions].filter((action) => !action.startsWith("ticket.read"));
  expect(Object.keys(ownActs).toSorted()).toEqual(changing.toSorted());
});

test.each(Object.entries(ownActs))(
  "after %s by the owner of the address, the session that typed it reads no more",
  async (how, writes) => {
    const owner = await desk.person("client", `Owner who ${how}`);
    const visitor = await desk.visitor();
    const { id, number } = await visitor.open({ requester: { name: "Mallory", email: owner.email } });
    await reply(agent, id, "Hi!");
    expect((await writes(owner, id)).status).toBeLessThan(300);
    expect((await ticketOf(owner, id)).requester.emailProven).toBe(true);
    await reply(agent, id, "Your PIN is 1234");
    for (const path of [`/tickets/${id}`, `/tickets/${id}/messages`, `/tickets/${id}/history`]) {
      expect(refusal(await visitor.get(path))).toBe("404 resource.not_found");
    }
    expect(await listed(visitor)).not.toContain(number);
    expect(await bodies(owner, id)).toContain("Hi!");
  },
);

test("a long conversation is read page by page from its end, while it goes on", async () => {
  const { id } = await client.open();
  const words = Array.from({ length: 9 }, (_, i) => `Message ${i}`);
  for (const [i, body] of words.entries()) await (i % 3 === 1 ? note(agent, id, body) : reply(client, id, body));
  const goOn = () => reply(client, id, "And another thing");
  const seen = await walk<MessageWritten["message"]>(agent, `/tickets/${id}/messages?limit=2`, goOn);
  expect(seen.map(({ body }) => body)).toEqual(words.toReversed());
  const replies = await walk<MessageWritten["message"]>(client, `/tickets/${id}/messages?limit=2`);
  expect(replies.map(({ body }) => body).filter((body) => body.startsWith("Message"))).toEqual(
    words.filter((_, i) => i % 3 !== 1).toReversed(),
  );
});

test("of several first replies at once all are kept, and the ticket is given and begun once", async () => {
  const { id } = await client.open();
  const answers = await Promise.all([agent, manager, agent, manager].map((one, i) => reply(one, id, `Reply ${i}`)));
  expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201]);
  expect((await bodies(client, id)).toSorted()).toEqual(["Reply 0", "Reply 1", "Reply 2", "Reply 3"]);
  const types = (await historyOf(agent, id)).map(({ type }) => type);
  expect(types.filter((type) => type !== "ticket.replied")).toEqual([
    "ticket.created",
    "ticket.assigned",
    "ticket.status_changed",
  ]);
});

test("a file goes to one of two messages that take it at once", async () => {
  const { id } = await client.open();
  const upload = await client.post<{ id: string }>("/attachments?name=a.txt", new TextEncoder().encode("Hello"));
  const attachmentIds = [upload.body.id];
  const send = (body: string) => client.post<MessageWritten>(`/tickets/${id}/replies`, { body, attachmentIds });
  const answers = await Promise.all([send("First"), send("Second")]);
  expect(answers.map(({ status }) => `${status}`).toSorted()).toEqual(["201", "422"]);
  const conversation = await conversationOf(client, id);
  expect(conversation.map(({ attachments }) => attachments.map(({ id }) => id))).toEqual([attachmentIds]);
});

test("strangers neither write nor read", async () => {
  const { id } = await client.open();
  const stranger = await desk.person("client");
  const visitor = await desk.visitor();
  for (const one of [stranger, visitor]) {
    for (const answer of [await reply(one, id), await note(one, id), await one.get(`/tickets/${id}/messages`)]) {
      expect(refusal(answer)).toBe("404 resource.not_found");
    }
  }
  expect(await bodies(agent, id)).toEqual([]);
});
