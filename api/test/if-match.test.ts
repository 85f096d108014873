import type { OwnDraft } from "@docket/core/contract/draft";
import type { HistoryPage } from "@docket/core/contract/history";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { afterReading, meeting } from "./after-reading.ts";
import { fields, refusal, ticketOf } from "./answers.ts";
import type { Answer, Caller } from "./desk.ts";
import { dump } from "./dump.ts";
import { documentedRoutes } from "./openapi-check.ts";
import type { Target } from "./security-routes.ts";
import { securityRoutes } from "./security-routes.ts";
import type { World } from "./security-world.ts";
import { callersOf, createWorld, ownerFor } from "./security-world.ts";

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.desk.stop());

const writes = documentedRoutes()
  .map(({ route, versioned }) => ({ route: route.replace("/api/v1", ""), versioned }))
  .filter(({ route }) => !route.startsWith("GET"));

/** What shows a version to whoever is about to change it. */
const versionedThings = /^\w+ \/(?:tickets|people|sites|channels)\/\{id\}(?!\/read$)/;

const ofVersioned = writes.filter(({ route }) => versionedThings.test(route)).map(({ route }) => route);
const others = writes.filter(({ versioned }) => !versioned).map(({ route }) => route);

/** Somebody who may do it, what they do it to, and who else may. */
const prepare = async (route: string): Promise<readonly [Caller, Target]> => {
  const entry = securityRoutes[route];
  if (!entry) throw new Error("say in security-routes.ts how this route is called");
  const callers = await callersOf(world, route, entry);
  const [, caller] = callers[entry.allowed.length - 1] ?? callers[0] ?? ["nobody", world.desk.anonymous];
  return [caller, await entry.target(world, ownerFor(world, entry, caller))];
};

const send = (caller: Caller, route: string, { path, body }: Target, version: number | string): Promise<Answer> =>
  caller.call<unknown>(route.split(" ")[0] ?? "", path, body, { "if-match": `"${version}"` });

const nouns: Readonly<Record<string, string>> = {
  tickets: "ticket",
  people: "person",
  sites: "site",
  channels: "channel",
};

const nounOf = (route: string): string =>
  route.endsWith("/draft") ? "draft" : (nouns[route.split("/")[1] ?? ""] ?? "");

/** The version of what a path is about, as an admin sees it, or of the caller's own draft. */
const versionOf = async (route: string, caller: Caller, { path }: Target): Promise<number> => {
  const [, noun, id = ""] = path.split("/");
  const { admin } = world.callers;
  if (nounOf(route) === "draft") return (await caller.get<OwnDraft>(path)).body.draft?.version ?? 0;
  if (noun === "tickets") return (await ticketOf(admin, id)).version;
  return (await admin.get<{ readonly version: number }>(`/${noun}/${id}`)).body.version;
};

test("every change of what has a version takes the version that it was made on", () => {
  const taking = writes.filter(({ versioned }) => versioned).map(({ route }) => route);
  expect(taking.toSorted()).toEqual(ofVersioned.toSorted());
});

describe("is refused when the version is not the present one, and is carried out when it is", () => {
  test.each(ofVersioned)("%s", async (route) => {
    const [caller, target] = await prepare(route);
    const version = await versionOf(route, caller, target);
    const before = await dump(world.desk);
    for (const stale of [version > 0 ? version - 1 : 7, version + 1]) {
      expect(refusal(await send(caller, route, target, stale))).toBe(`412 ${nounOf(route)}.stale_version`);
    }
    expect(fields(await send(caller, route, target, "yesterday"))).toEqual(["If-Match"]);
    expect(await dump(world.desk)).toEqual(before);
    expect((await send(caller, route, target, version)).status).toBeLessThan(300);
  });
});

describe("is carried out once for two who have both seen the same", () => {
  test.each(ofVersioned)("%s", async (route) => {
    const [caller, target] = await prepare(route);
    const version = await versionOf(route, caller, target);
    const { db } = world.desk.services;
    const both = meeting(2);
    afterReading(world.desk, both);
    const twice = [send(caller, route, target, version), send(caller, route, target, version)];
    const statuses = (await Promise.all(twice)).map(({ status }) => status).toSorted((a, b) => a - b);
    Object.assign(world.desk.services, { db });
    expect(statuses[0]).toBeLessThan(300);
    // What was deleted by the first one is not there for the second.
    expect(statuses[1]).toBe(/^DELETE \/\w+\/\{id\}$/.test(route) ? 404 : 412);
  });
});

describe("is refused where no version is looked at, with or without one that might fit", () => {
  test.each(others)("%s", async (route) => {
    const [caller, target] = await prepare(route);
    const before = await dump(world.desk);
    for (const version of [0, 1]) {
      expect(refusal(await send(caller, route, target, version))).toBe("400 request.precondition_unsupported");
    }
    expect(await dump(world.desk)).toEqual(before);
  });
});

test("200 parallel assignments on one version: one takes effect", async () => {
  const { agent, client } = world.callers;
  const { id } = await client.open();
  const assignees = await Promise.all(Array.from({ length: 20 }, () => world.desk.person("agent")));
  const answers = await Promise.all(
    Array.from({ length: 10 }, () => assignees)
      .flat()
      .map(({ id: assigneeId }) => agent.put(`/tickets/${id}/assignee`, { assigneeId }, { "if-match": '"1"' })),
  );
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  expect(answers.filter(({ status }) => status === 412)).toHaveLength(199);
  const { body } = await agent.get<HistoryPage>(`/tickets/${id}/history`);
  expect(body.items.map(({ type }) => type)).toEqual(["ticket.created", "ticket.assigned"]);
});

test("a request that is sent again with its key is answered with what it did, on whatever version", async () => {
  const { agent, client } = world.callers;
  const { id } = await client.open();
  const claim = () =>
    agent.post(`/tickets/${id}/claim`, undefined, { "if-match": '"1"', "idempotency-key": "claim-again-1" });
  expect([(await claim()).status, (await claim()).status]).toEqual([200, 200]);
});
