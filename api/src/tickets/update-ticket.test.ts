import type { TicketView } from "@docket/core/contract/ticket";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { fields, found, historyOf, listed, refusal, ticketOf } from "../../test/answers.ts";
import type { Caller } from "../../test/desk.ts";
import { Desk } from "../../test/desk.ts";

let desk: Desk;
let client: Caller;
let agent: Caller;
beforeAll(async () => {
  desk = await Desk.start();
  client = await desk.person("client");
  agent = await desk.person("agent");
});
afterAll(() => desk.stop());

test.each([
  ["title", "The scanner is on fire"],
  ["description", "It is the scanner, in fact.\nNot the printer."],
  ["category", "access"],
  ["priority", "urgent"],
  ["tags", ["fire", "hardware"]],
])("staff change the %s, and nothing else", async (field, value) => {
  const before = await agent.open();
  desk.clock.advance(1000);
  const answer = await agent.patch<TicketView>(`/tickets/${before.id}`, { [field]: value });
  expect(answer.status).toBe(200);
  const updatedAt = new Date(desk.clock.now()).toISOString();
  expect(answer.body).toEqual({ ...before, [field]: value, version: 2, updatedAt });
  expect(await ticketOf(agent, before.id)).toEqual(answer.body);
});

test("several fields are one change, tags are a second one", async () => {
  const { id } = await client.open();
  const both = { title: "Two", category: "billing" as const };
  const first = await agent.patch<TicketView>(`/tickets/${id}`, both);
  expect(first.body).toMatchObject({ ...both, version: 2 });
  const second = await agent.patch<TicketView>(`/tickets/${id}`, { priority: "low", tags: ["a"] });
  expect(second.body).toMatchObject({ priority: "low", tags: ["a"], version: 4 });
});

test("a change that changes nothing leaves version, time and history alone", async () => {
  const before = await agent.open({ tags: ["a", "b"] });
  desk.clock.advance(1000);
  const { title, description, category, priority } = before;
  const answer = await agent.patch<TicketView>(`/tickets/${before.id}`, {
    title: ` ${title} `,
    description,
    category,
    priority,
    tags: ["B", "a", "b"],
  });
  expect(answer.body).toEqual(before);
  expect(await historyOf(agent, before.id)).toHaveLength(1);
});

test("tags are replaced as a whole, and the tickets of a tag follow", async () => {
  const { id, number } = await agent.open({ tags: ["old", "both"] });
  await agent.patch(`/tickets/${id}`, { tags: ["both", "new"] });
  expect(await listed(agent, "tag=old")).toEqual([]);
  expect(await listed(agent, "tag=both")).toEqual([number]);
  expect(await listed(agent, "tag=new")).toEqual([number]);
  await agent.patch(`/tickets/${id}`, { tags: [] });
  expect(await listed(agent, "tag=new")).toEqual([]);
});

test("an unknown category is refused and the rest of the change with it", async () => {
  const before = await agent.open();
  const answer = await agent.patch(`/tickets/${before.id}`, { title: "Changed", category: "poetry" });
  expect([refusal(answer), fields(answer)]).toEqual(["422 category.unknown", ["category"]]);
  expect(await ticketOf(agent, before.id)).toEqual(before);
});

test("what was written over is not found any more", async () => {
  const { id, number } = await client.open({ title: "Xylophone", description: "It rattles." });
  await agent.patch(`/tickets/${id}`, { title: "Marimba" });
  expect(await found(agent, "xylophone")).toEqual([]);
  expect(await found(agent, "marimba rattles")).toEqual([number]);
  await agent.patch(`/tickets/${id}`, { description: "It squeaks." });
  expect(await found(agent, "rattles")).toEqual([]);
  expect(await found(agent, "squeaks")).toEqual([number]);
});

describe("If-Match", () => {
  test("lets a change of the version that was seen through", async () => {
    const { id } = await agent.open();
    for (const [version, title] of [
      ['"1"', "One"],
      ["2", "Two"],
      ['W/"3"', "Three"],
      ["*", "Any"],
    ] as const) {
      const answer = await agent.patch<TicketView>(`/tickets/${id}`, { title }, { "if-match": version });
      expect([answer.status, answer.body.title]).toEqual([200, title]);
    }
  });

  test("refuses a change of a version that is not the present one", async () => {
    const { id } = await agent.open();
    const mine = await agent.patch<TicketView>(`/tickets/${id}`, { title: "Mine" }, { "if-match": '"1"' });
    for (const version of ['"1"', '"3"', '"0"']) {
      const answer = await client.patch(`/tickets/${id}`, { title: "Theirs" }, { "if-match": version });
      expect(refusal(answer)).toBe("404 resource.not_found");
      const late = await agent.patch(`/tickets/${id}`, { title: "Late" }, { "if-match": version });
      expect(refusal(late)).toBe("412 ticket.stale_version");
    }
    expect(await ticketOf(agent, id)).toEqual(mine.body);
  });

  test("refuses even what would change nothing, when the version is old", async () => {
    const { id } = await agent.open();
    await agent.patch(`/tickets/${id}`, { title: "New" });
    const answer = await agent.patch(`/tickets/${id}`, { title: "New" }, { "if-match": '"1"' });
    expect(refusal(answer)).toBe("412 ticket.stale_version");
  });

  test.each(["", "one", '"1", "2"', "1.5", "-1", "9999999999999999", "NaN"])(
    "must be a version, not %j",
    async (version) => {
      const { id } = await agent.open();
      const answer = await agent.patch(`/tickets/${id}`, { title: "New" }, { "if-match": version });
      expect([refusal(answer), fields(answer)]).toEqual(["422 request.invalid", ["If-Match"]]);
    },
  );

  test("of two who change the same version at once one is told to look again", async () => {
    const other = await desk.person("agent");
    const { id } = await agent.open();
    const answers = await Promise.all(
      [agent, other].map((one, i) =>
        one.patch<TicketView>(`/tickets/${id}`, { title: `Try ${i}` }, { "if-match": '"1"' }),
      ),
    );
    expect(answers.map(({ status }) => `${status}`).toSorted()).toEqual(["200", "412"]);
    const winner = answers.find(({ status }) => status === 200);
    expect((await ticketOf(agent, id)).title).toBe(winner?.body.title);
  });
});

describe("a client", () => {
  test("edits the words of an open ticket", async () => {
    const { id } = await client.open();
    for (const change of [{ title: "Better" }, { description: "Clearer" }, { category: "other" }]) {
      const answer = await client.patch<TicketView>(`/tickets/${id}`, change);
      expect([answer.status, answer.body]).toEqual([200, expect.objectContaining(change)]);
    }
  });

  test.each([{ priority: "urgent" }, { tags: ["vip"] }, { title: "Better", priority: "urgent" }])(
    "does not triage: %j",
    async (change) => {
      const before = await client.open();
      expect(refusal(await client.patch(`/tickets/${before.id}`, change))).toBe("403 permission.denied");
      expect(await ticketOf(client, before.id)).toEqual(before);
    },
  );

  test.each(["resolve", "cancel"])("does not edit a ticket after %s", async (step) => {
    const { id } = await client.open();
    await agent.post(`/tickets/${id}/${step}`);
    const before = await ticketOf(client, id);
    expect(before.can).not.toContain("ticket.update");
    expect(refusal(await client.patch(`/tickets/${id}`, { title: "Late" }))).toBe("409 ticket.invalid_transition");
    expect(await ticketOf(client, id)).toEqual(before);
    expect((await agent.patch(`/tickets/${id}`, { title: "Put right" })).status).toBe(200);
  });

  test("does not reach a stranger's ticket", async () => {
    const before = await (await desk.person("client")).open();
    expect(refusal(await client.patch(`/tickets/${before.id}`, { title: "Mine" }))).toBe("404 resource.not_found");
    expect((await ticketOf(agent, before.id)).title).toBe(before.title);
  });
});

test("a visitor edits the ticket of the session", async () => {
  const visitor = await desk.visitor();
  const { id } = await visitor.open({ requester: { name: "Vera", email: "vera@shop.test" } });
  expect((await visitor.patch<TicketView>(`/tickets/${id}`, { title: "Better" })).body.title).toBe("Better");
  expect(refusal(await visitor.patch(`/tickets/${id}`, { tags: ["x"] }))).toBe("403 permission.denied");
});
