import type { MessageWritten } from "@docket/core/contract/message";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Caller } from "./desk.ts";
import { documentedRoutes } from "./openapi-check.ts";
import { securityRoutes } from "./security-routes.ts";
import type { World } from "./security-world.ts";
import { callersOf, createWorld, ownerFor } from "./security-world.ts";

/** Nothing goes on in the background of this world: it costs the caller nothing. */
let world: World;
beforeAll(async () => {
  world = await createWorld();
  // Which origins have a widget is known for some seconds after a browser's preflight.
  await world.callers.visitor.get("/me");
});
afterAll(() => world.desk.stop());

const mostTrips = (method: string): number => (method === "GET" ? 2 : 3);

/** How often a request goes to the database before its answer. */
const tripsOf = async (request: () => Promise<{ readonly status: number }>): Promise<readonly [number, number]> => {
  const before = world.desk.trips();
  const { status } = await request();
  return [status, world.desk.trips() - before];
};

test.each(documentedRoutes().map(({ route }) => route.replace("/api/v1", "")))("%s", async (route) => {
  const [method = ""] = route.split(" ");
  const entry = securityRoutes[route];
  if (!entry) throw new Error("say in security-routes.ts how this route is called");
  for (const [who, caller] of await callersOf(world, route, entry)) {
    const { path, body } = await entry.target(world, ownerFor(world, entry, caller));
    const [status, trips] = await tripsOf(() => caller.call<unknown>(method, path, body));
    expect(status === entry.status || status < 300, `${who}: ${status}`).toBe(true);
    expect(trips, `round trips for a ${who}`).toBeLessThanOrEqual(mostTrips(method));
  }
});

const input = { title: "Hello", description: "It broke.", category: "problem" };
const upload = async (caller: Caller): Promise<string> =>
  (await caller.post<{ id: string }>("/attachments?name=a.txt", new TextEncoder().encode("Hello"))).body.id;

const dear: readonly (readonly [string, () => Promise<() => Promise<{ readonly status: number }>>])[] = [
  [
    "opening a ticket with files and tags for somebody new",
    async () => {
      const { agent } = world.callers;
      const attachmentIds = [await upload(agent), await upload(agent)];
      const requester = { name: "New", email: "new@shop.test" };
      const body = { ...input, requester, attachmentIds, tags: ["a", "b"], priority: "high" };
      return () => agent.post("/tickets", body, { "idempotency-key": "trips-open" });
    },
  ],
  [
    "a first reply with files",
    async () => {
      const { agent, client } = world.callers;
      const { id } = await client.open();
      const attachmentIds = [await upload(agent)];
      return () =>
        agent.post(`/tickets/${id}/replies`, { body: "Hi", attachmentIds }, { "idempotency-key": "trips-reply" });
    },
  ],
  [
    "a reply with files that was a draft",
    async () => {
      const { agent, client } = world.callers;
      const { id } = await client.open();
      const attachmentIds = [await upload(agent)];
      await agent.put(`/tickets/${id}/draft`, { kind: "reply", body: "Hi", attachmentIds, seen: 1 });
      return () =>
        agent.post(`/tickets/${id}/replies`, { body: "Hi", attachmentIds }, { "idempotency-key": "trips-sent" });
    },
  ],
  [
    "opening a ticket with files from a message of a chat",
    async () => {
      const { agent } = world.callers;
      const where = { platform: "slack", workspaceId: "T1", channelId: "C1", messageId: "1700000000.000100" };
      const origin = { ...where, url: "https://example.slack.test/archives/C1/p1700000000000100" };
      const body = { ...input, attachmentIds: [await upload(agent)], origin };
      return () => agent.post("/tickets", body, { "idempotency-key": "trips-origin" });
    },
  ],
  [
    "taking back a message with files",
    async () => {
      const { agent, client } = world.callers;
      const attachmentIds = [await upload(agent), await upload(agent)];
      const path = `/tickets/${(await client.open()).id}`;
      const { body } = await agent.post<MessageWritten>(`${path}/notes`, { body: "Hi", attachmentIds });
      return () => agent.delete(`${path}/messages/${body.message.id}`);
    },
  ],
  [
    "a change of everything",
    async () => {
      const { agent, client } = world.callers;
      const { id } = await client.open();
      const body = { ...input, category: "other", priority: "high", tags: ["x"] };
      return () => agent.patch(`/tickets/${id}`, body, { "if-match": '"1"' });
    },
  ],
  [
    "a request that is repeated",
    async () => {
      const { client } = world.callers;
      const post = () => client.post("/tickets", input, { "idempotency-key": "trips-again" });
      await post();
      return post;
    },
  ],
  [
    "a list with every filter",
    async () => () =>
      world.callers.agent.get(
        "/tickets?status=open&priority=high&category=problem&assignee=none&requester=me&tag=x&q=printer&sort=-priority",
      ),
  ],
];

test.each(dear)("%s takes no more", async (_, prepare) => {
  const [status, trips] = await tripsOf(await prepare());
  expect(status).toBeLessThan(300);
  expect(trips).toBeLessThanOrEqual(3);
});

test("what is refused for want of a session takes one", async () => {
  const { desk } = world;
  expect(await tripsOf(() => desk.anonymous.post("/tickets", input))).toEqual([401, 1]);
  expect(await tripsOf(() => desk.anonymous.get("/tickets"))).toEqual([401, 0]);
});
