import type { HistoryPage } from "@docket/core/contract/history";
import type { MessagePage, MessageWritten } from "@docket/core/contract/message";
import type { Problem } from "@docket/core/contract/problem";
import type { TicketView } from "@docket/core/contract/ticket";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Answer } from "./desk.ts";
import { Desk } from "./desk.ts";

let desk: Desk;
beforeEach(async () => {
  desk = await Desk.start({ RATE_WRITES_PER_MINUTE: "10000" });
});
afterEach(() => desk.stop());

/** A ticket, or a problem in its place. */
type Outcome = Omit<TicketView, "status"> & Omit<Problem, "status">;

const times = <T>(n: number, make: (i: number) => T): T[] => Array.from({ length: n }, (_, i) => make(i));

test("of 200 parallel claims one wins, the others hear who did, and there is one event", async () => {
  const client = await desk.person("client");
  const agents = await Promise.all(times(20, (i) => desk.person("agent", `Agent ${i}`)));
  const ticket = await client.open();
  const answers = await Promise.all(
    times(10, () => agents)
      .flat()
      .map((agent) => agent.post<Outcome>(`/tickets/${ticket.id}/claim`)),
  );
  const winners = answers.filter((answer) => answer.status === 200);
  const winner = winners[0]?.body.assignee;
  expect(new Set(winners.map((answer) => answer.body.assignee?.id)).size).toBe(1);
  // The winner's own further claims change nothing and are told so: 200 with the same version.
  expect(winners.length).toBeLessThanOrEqual(10);
  for (const answer of answers) {
    if (answer.status === 200) expect(answer.body.version).toBe(2);
    else {
      expect(answer.body).toMatchObject({ code: "ticket.already_claimed", holder: winner });
      expect(answer.body.detail).toContain(winner?.name);
    }
  }
  const history = await agents[0]?.get<HistoryPage>(`/tickets/${ticket.id}/history`);
  expect(history?.body.items.map((entry) => entry.type)).toEqual(["ticket.created", "ticket.assigned"]);
});

test("200 agents claim one ticket: exactly one 200 and 199 times 409", async () => {
  const client = await desk.person("client");
  const agents = await Promise.all(times(200, (i) => desk.person("agent", `Agent ${i}`)));
  const ticket = await client.open();
  const answers = await Promise.all(agents.map((agent) => agent.post<Problem>(`/tickets/${ticket.id}/claim`)));
  expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1);
  expect(answers.filter((answer) => answer.body.code === "ticket.already_claimed")).toHaveLength(199);
});

const allMessages = async (reader: Awaited<ReturnType<Desk["person"]>>, id: string) => {
  const items: MessagePage["items"] = [];
  let cursor: string | null = null;
  do {
    const page: Answer<MessagePage> = await reader.get(
      `/tickets/${id}/messages?limit=100${cursor === null ? "" : `&cursor=${cursor}`}`,
    );
    items.push(...page.body.items);
    cursor = page.body.nextCursor;
  } while (cursor !== null);
  return items.toReversed();
};

test("50 parallel replies are all acknowledged and all kept, in commit order", async () => {
  const agent = await desk.person("agent");
  const ticket = await (await desk.person("client")).open();
  const answers = await Promise.all(
    times(50, (i) => agent.post<MessageWritten>(`/tickets/${ticket.id}/replies`, { body: `Reply ${i}` })),
  );
  expect(answers.map((answer) => answer.status)).toEqual(times(50, () => 201));
  const messages = await allMessages(agent, ticket.id);
  expect(messages).toHaveLength(50);
  const acknowledged = answers
    .map((answer) => answer.body.message)
    .toSorted((a, b) => a.seq - b.seq)
    .map((message) => message.body);
  expect(messages.map((message) => message.body)).toEqual(acknowledged);
});

test("200 parallel replies: what was acknowledged is kept once, the rest is a clean conflict", async () => {
  const agent = await desk.person("agent");
  const ticket = await (await desk.person("client")).open();
  const answers = await Promise.all(
    times(200, (i) => agent.post<MessageWritten & Problem>(`/tickets/${ticket.id}/replies`, { body: `Reply ${i}` })),
  );
  const acknowledged = answers.filter((answer) => answer.status === 201).map((answer) => answer.body.message.body);
  for (const answer of answers) if (answer.status !== 201) expect(answer.body.code).toBe("ticket.conflict");
  const kept = (await allMessages(agent, ticket.id)).map((message) => message.body);
  expect(kept.toSorted()).toEqual(acknowledged.toSorted());
  const after = await agent.get<TicketView>(`/tickets/${ticket.id}`);
  const history = await allHistory(agent, ticket.id);
  expect(after.body.version).toBe(history.length);
});

const allHistory = async (reader: Awaited<ReturnType<Desk["person"]>>, id: string) => {
  const items: HistoryPage["items"] = [];
  let cursor: string | null = null;
  do {
    const page: Answer<HistoryPage> = await reader.get(
      `/tickets/${id}/history?limit=100${cursor === null ? "" : `&cursor=${cursor}`}`,
    );
    items.push(...page.body.items);
    cursor = page.body.nextCursor;
  } while (cursor !== null);
  return items;
};

test("the same request sent 20 times at once takes effect once and gets the same answer each time", async () => {
  const agent = await desk.person("agent");
  const ticket = await (await desk.person("client")).open();
  const answers = await Promise.all(
    times(20, () =>
      agent.post<MessageWritten>(
        `/tickets/${ticket.id}/replies`,
        { body: "Once" },
        { "idempotency-key": "the-same-key" },
      ),
    ),
  );
  expect(answers.map((answer) => [answer.status, answer.status === 201 || answer.body])).toEqual(
    times(20, () => [201, true]),
  );
  expect(new Set(answers.map((answer) => answer.body.message.id)).size).toBe(1);
  expect(await allMessages(agent, ticket.id)).toHaveLength(1);
  const opened = await Promise.all(
    times(20, () =>
      agent.post<TicketView>(
        "/tickets",
        { title: "Once", description: "Only once", category: "other" },
        { "idempotency-key": "another-key" },
      ),
    ),
  );
  expect(new Set(opened.map((answer) => answer.body.number)).size).toBe(1);
});

test("100 tickets opened at once have 100 different numbers", async () => {
  const client = await desk.person("client");
  const tickets = await Promise.all(times(100, () => client.open()));
  expect(new Set(tickets.map((ticket) => ticket.number)).size).toBe(100);
});
