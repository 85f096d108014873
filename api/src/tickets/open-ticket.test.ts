import { fieldError } from "@docket/core/field-errors";
import type { Problem } from "@docket/core/contract/problem";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { fields, listed, refusal, ticketOf } from "../../test/answers.ts";
import { callerOf, lastCodeTo, postAuth, register, signInByCode } from "../../test/auth-calls.ts";
import type { Caller } from "../../test/desk.ts";
import { Desk } from "../../test/desk.ts";
import { dump } from "../../test/dump.ts";

let desk: Desk;
let client: Caller;
let agent: Caller;
beforeAll(async () => {
  desk = await Desk.start({ RATE_VISITOR_TICKETS_PER_HOUR: "1000" });
  client = await desk.person("client");
  agent = await desk.person("agent");
});
afterAll(() => desk.stop());

const input = { title: "Where is it?", description: "It should be here.", category: "question" };

describe("a client", () => {
  test("opens a ticket, and staff see it", async () => {
    const ticket = await client.open({ title: "  Where is my order?  ", description: " one\r\ntwo " });
    expect(ticket).toMatchObject({
      title: "Where is my order?",
      description: "one\ntwo",
      category: "problem",
      status: "new",
      stage: "received",
      priority: "normal",
      tags: [],
      source: "dashboard",
      version: 1,
      assignee: null,
      followUpOf: null,
      siteId: null,
      requester: { id: client.id, email: client.email, emailProven: true },
      createdAt: new Date(desk.clock.now()).toISOString(),
    });
    const seen = await ticketOf(agent, ticket.number);
    expect(seen.id).toBe(ticket.id);
    expect(seen.can).toContain("ticket.claim");
    expect(ticket.can).not.toContain("ticket.claim");
  });

  test("is the requester itself and names nobody else", async () => {
    const answer = await client.post("/tickets", { ...input, requester: { name: "Else", email: "else@shop.test" } });
    expect([refusal(answer), fields(answer)]).toEqual(["422 request.invalid", ["requester"]]);
  });

  test.each([
    ["priority", "urgent"],
    ["tags", ["vip"]],
    ["tags", []],
  ])("does not set %s", async (field, value) => {
    const answer = await client.post("/tickets", { ...input, [field]: value });
    expect([refusal(answer), fields(answer)]).toEqual(["403 permission.denied", [field]]);
  });

  test("continues a ticket of its own, and no other", async () => {
    const first = await client.open();
    const next = await client.open({ followUpOf: first.id });
    expect(next.followUpOf).toBe(first.id);

    const foreign = await (await desk.person("client")).open();
    const refused = await client.post<Problem>("/tickets", { ...input, followUpOf: foreign.id });
    const unknown = await client.post<Problem>("/tickets", { ...input, followUpOf: `tkt_${"0".repeat(26)}` });
    for (const answer of [refused, unknown]) {
      expect([refusal(answer), fields(answer)]).toEqual(["422 request.invalid", ["followUpOf"]]);
    }
    expect(refused.body.errors).toEqual(unknown.body.errors);
  });

  test("chooses a category that there is", async () => {
    const answer = await client.post("/tickets", { ...input, category: "poetry" });
    expect([refusal(answer), fields(answer)]).toEqual(["422 category.unknown", ["category"]]);
  });
});

describe("a visitor", () => {
  test("says who they are", async () => {
    const visitor = await desk.visitor();
    const missing = await visitor.post<Problem>("/tickets", input);
    expect(missing.status).toBe(422);
    expect(missing.body.errors).toEqual([fieldError("requester", "requester_needed")]);
    const ticket = await visitor.open({ requester: { name: "Vera", email: "Vera@Shop.test " } });
    expect(ticket).toMatchObject({
      source: "widget",
      requester: { name: "vera@shop.test", email: "vera@shop.test", emailProven: false },
    });
    expect((await ticketOf(agent, ticket.id)).requester.name).toBe("Vera");
    expect(await listed(visitor)).toEqual([ticket.number]);
    expect(await listed(visitor, "requester=me")).toEqual([ticket.number]);
  });

  test("is not taken for the person with that address", async () => {
    const owner = await desk.person("client", "Real Owner");
    const visitor = await desk.visitor();
    const ticket = await visitor.open({ requester: { name: "Mallory", email: owner.email } });
    expect(ticket.requester).toEqual({
      id: null,
      name: owner.email,
      email: owner.email,
      emailProven: false,
      unreached: null,
    });
    const secret = await owner.open({ title: "Secret" });
    expect((await visitor.get(`/tickets/${secret.id}`)).status).toBe(404);
    const seen = await ticketOf(agent, ticket.id);
    expect(seen.requester).toMatchObject({ id: owner.id, name: "Mallory", emailProven: false });
  });

  test("names nobody but themselves, and only on their own ticket", async () => {
    const requester = (name: string) => ({ requester: { name, email: "olga@shop.test" } });
    const prank = await (await desk.visitor()).open(requester("Mickey Mouse"));
    const owner = await desk.visitor();
    const own = await owner.open(requester("Olga Orlova"));
    const nameOn = async ({ id }: { id: string }) => (await ticketOf(agent, id)).requester.name;
    expect([await nameOn(prank), await nameOn(own)]).toEqual(["Mickey Mouse", "Olga Orlova"]);
    await owner.post("/widget/session/code", { email: "olga@shop.test" });
    const code = await lastCodeTo(desk, "olga@shop.test");
    const proven = await owner.post<{ name: string }>("/widget/session/verify", { email: "olga@shop.test", code });
    expect(proven.body.name).toBe("Olga Orlova");
    expect([await nameOn(prank), await nameOn(own)]).toEqual(["Mickey Mouse", "Olga Orlova"]);
  });

  test("does not name the owner of an address, who proves it elsewhere and says who they are", async () => {
    const prank = await (await desk.visitor()).open({ requester: { name: "Mickey Mouse", email: "olaf@shop.test" } });
    await postAuth(desk, "/sign-up/email", { name: "Donald Duck", email: "olaf@shop.test", password: "long enough" });
    const signedIn = callerOf(desk, await signInByCode(desk, "olaf@shop.test"));
    expect((await signedIn.get<{ name: string }>("/me")).body.name).toBe("olaf");
    expect((await ticketOf(agent, prank.id)).requester).toMatchObject({ name: "Mickey Mouse", emailProven: false });
    const registered = callerOf(desk, await register(desk, "olaf@shop.test", "long enough"));
    expect((await registered.get<{ name: string }>("/me")).body.name).toBe("Ada");
  });

  test("does not name whom staff know by that address, and what they typed goes with whoever is erased", async () => {
    const requester = { name: "Nora New", email: "nora.new@shop.test" };
    const { id: known } = (await agent.open({ requester })).requester;
    const ticket = await (await desk.visitor()).open({ requester: { ...requester, name: "Mallory" } });
    expect((await ticketOf(agent, ticket.id)).requester).toMatchObject({
      id: known,
      name: "Mallory",
      emailProven: false,
    });
    const admin = await desk.person("admin");
    expect((await admin.get<{ name: string }>(`/people/${known}`)).body.name).toBe("Nora New");
    expect((await admin.delete(`/people/${known}`)).status).toBe(204);
    expect((await ticketOf(agent, ticket.id)).requester.name).toBe("Deleted person");
  });

  test("does not follow up a ticket of the person with that address", async () => {
    const owner = await desk.person("client");
    const theirs = await owner.open();
    const visitor = await desk.visitor();
    const requester = { name: "Mallory", email: owner.email };
    const answer = await visitor.post("/tickets", { ...input, requester, followUpOf: theirs.id });
    expect([refusal(answer), fields(answer)]).toEqual(["422 request.invalid", ["followUpOf"]]);
  });

  test("does not set priority or tags", async () => {
    const requester = { name: "Vera", email: "vera@shop.test" };
    const visitor = await desk.visitor();
    const answer = await visitor.post("/tickets", { ...input, requester, priority: "urgent" });
    expect([refusal(answer), fields(answer)]).toEqual(["403 permission.denied", ["priority"]]);
  });
});

describe("staff", () => {
  test("open a ticket for somebody the desk does not know yet", async () => {
    const ticket = await agent.open({
      requester: { name: "Nora New", email: "nora@shop.test" },
      priority: "high",
      tags: ["VIP", "phone", "vip"],
    });
    expect(ticket).toMatchObject({
      requester: { name: "Nora New", email: "nora@shop.test", emailProven: false },
      priority: "high",
      tags: ["vip", "phone"],
      source: "dashboard",
    });
  });

  test("open a ticket for somebody the desk knows, whose name stays", async () => {
    const ticket = await agent.open({ requester: { name: "Another Name", email: client.email } });
    expect(ticket.requester).toMatchObject({ id: client.id, name: "client 1", emailProven: true });
    expect(await listed(client)).toContain(ticket.number);
  });

  test("open a ticket for themselves", async () => {
    const ticket = await agent.open();
    expect(ticket.requester).toMatchObject({ id: agent.id, email: agent.email, emailProven: true });
  });

  test("continue anybody's ticket", async () => {
    const first = await client.open();
    const next = await agent.open({ requester: { name: "C", email: client.email }, followUpOf: first.id });
    expect(next.followUpOf).toBe(first.id);
  });
});

test("tickets that are opened at once for the same new address have one requester", async () => {
  const visitors = await Promise.all(Array.from({ length: 10 }, () => desk.visitor()));
  const requester = { name: "Often", email: "often@shop.test" };
  const opened = await Promise.all(visitors.map((visitor) => visitor.open({ requester })));
  const seen = await Promise.all(opened.map((ticket) => ticketOf(agent, ticket.id)));
  const [id, ...others] = new Set(seen.map((ticket) => ticket.requester.id));
  expect(others).toEqual([]);
  expect(await listed(agent, `requester=${id}`)).toHaveLength(10);
  const { people } = await dump(desk);
  expect(people?.split("\n").filter((line) => line.includes(requester.email))).toHaveLength(1);
});

test("a ticket that was refused leaves nothing behind", async () => {
  const before = await dump(desk);
  const requester = { name: "Ghost", email: "ghost@shop.test" };
  const answer = await agent.post("/tickets", { ...input, category: "poetry", requester });
  expect(refusal(answer)).toBe("422 category.unknown");
  expect(await dump(desk)).toEqual(before);
});
