import type { Me, PersonPage, PersonView } from "@docket/core/contract/person";
import type { TicketView } from "@docket/core/contract/ticket";
import type { Id } from "@docket/core/ids";
import { and, asc, eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { fields, refusal } from "../../test/answers.ts";
import { afterReading, meeting } from "../../test/after-reading.ts";
import { postAuth, register } from "../../test/auth-calls.ts";
import type { Caller } from "../../test/desk.ts";
import { dump } from "../../test/dump.ts";
import { Desk } from "../../test/desk.ts";
import { botFor } from "../../test/keys.ts";
import { events } from "../db/schema/events.ts";
import { people } from "../db/schema/people.ts";
import { drain } from "../outbox/drain.ts";
import { PermanentFailure } from "../outbox/permanent-failure.ts";

let desk: Desk;
let admin: Caller;
beforeEach(async () => {
  desk = await Desk.start();
  admin = await desk.person("admin", "Alma Admin");
});
afterEach(() => desk.stop());

const eventsOf = (id: string) =>
  desk.services.db.orm
    .select({ seq: events.seq, type: events.type, actor: events.actor, data: events.data })
    .from(events)
    .where(eq(events.streamId, id))
    .orderBy(asc(events.seq));

const rowOf = async (id: string) =>
  (
    await desk.services.db.orm
      .select()
      .from(people)
      .where(eq(people.id, id as Id<"person">))
  )[0];

describe("me", () => {
  test("says who is asking and what they may do", async () => {
    const client = await desk.person("client", "Clara");
    const visitor = await desk.visitor();
    expect((await admin.get<Me>("/me")).body).toMatchObject({
      kind: "staff",
      id: admin.id,
      name: "Alma Admin",
      role: "admin",
    });
    expect((await admin.get<Me>("/me")).body.can).toContain("person.update");
    expect((await client.get<Me>("/me")).body).toMatchObject({
      kind: "client",
      id: client.id,
      name: "Clara",
      role: "client",
    });
    expect((await client.get<Me>("/me")).body.can).not.toContain("person.list");
    const { body } = await visitor.get<Me>("/me");
    expect(body).toMatchObject({ kind: "visitor", id: visitor.id, name: null, email: null, role: null });
    expect(await desk.anonymous.get("/me")).toMatchObject({ status: 401, body: { code: "auth.required" } });
  });

  test("people choose their own name and nothing else", async () => {
    const client = await desk.person("client", "Clara");
    expect((await client.patch<Me>("/me", { name: " Clara K. " })).body.name).toBe("Clara K.");
    expect((await client.get<Me>("/me")).body.name).toBe("Clara K.");
    const actor = { kind: "client", id: client.id };
    const data = { name: { from: "Clara", to: "Clara K." } };
    expect(await eventsOf(client.id)).toEqual([{ seq: 1, type: "person.renamed", actor, data }]);

    for (const extra of [{ role: "admin" }, { email: "x@shop.test" }, { active: false }, { version: 9 }]) {
      expect((await client.patch("/me", { name: "Clara", ...extra })).status).toBe(422);
    }
    expect(await rowOf(client.id)).toMatchObject({ role: "client", email: client.email, active: true, version: 1 });
    expect((await (await desk.visitor()).patch("/me", { name: "X" })).status).toBe(403);
  });
});

describe("away", () => {
  test("staff say that they are away, and that they are back; each is an event", async () => {
    const agent = await desk.person("agent", "Ann");
    expect((await agent.get<Me>("/me")).body.away).toBe(false);
    expect((await agent.patch<Me>("/me", { away: true })).body).toMatchObject({ away: true, name: "Ann" });
    expect((await agent.patch<Me>("/me", { away: true })).body.away).toBe(true);
    expect((await agent.get<Me>("/me")).body.away).toBe(true);
    expect((await agent.patch<Me>("/me", { away: false, name: "Anna" })).body).toMatchObject({
      away: false,
      name: "Anna",
    });
    const actor = { kind: "staff", id: agent.id };
    expect(await eventsOf(agent.id)).toEqual([
      { seq: 1, type: "person.away", actor, data: {} },
      { seq: 2, type: "person.renamed", actor, data: { name: { from: "Ann", to: "Anna" } } },
      { seq: 3, type: "person.back", actor, data: {} },
    ]);
  });

  test("others see it before they assign a ticket", async () => {
    const agent = await desk.person("agent", "Ann");
    await agent.patch("/me", { away: true });
    const staff = (await admin.get<PersonPage>("/people?role=staff")).body.items;
    expect(staff.map(({ name, away }) => [name, away])).toEqual([
      ["Alma Admin", false],
      ["Ann", true],
    ]);
    expect((await admin.get<PersonView>(`/people/${agent.id}`)).body.away).toBe(true);
  });

  test("somebody says it in a chat, and the bot's key is on record", async () => {
    const agent = await desk.person("agent", "Ann");
    const bot = await botFor(desk, agent);
    expect((await bot.patch<Me>("/me", { away: true })).body.away).toBe(true);
    expect((await agent.get<Me>("/me")).body.away).toBe(true);
    expect(await eventsOf(agent.id)).toMatchObject([
      { type: "person.away", actor: { kind: "staff", id: agent.id, viaKey: expect.stringMatching(/^key_/) as string } },
    ]);
  });

  test("clients are never away, nor does anybody say it for others", async () => {
    const [client, agent] = [await desk.person("client"), await desk.person("agent")];
    const answer = await client.patch("/me", { away: true });
    expect([refusal(answer), fields(answer)]).toEqual(["403 permission.denied", ["away"]]);
    expect((await admin.patch(`/people/${agent.id}`, { away: true })).status).toBe(422);
    for (const body of [{}, { away: "yes" }, { away: null }]) {
      expect((await agent.patch("/me", body)).status).toBe(422);
    }
    await agent.patch("/me", { away: true });
    expect((await admin.patch<PersonView>(`/people/${agent.id}`, { role: "client" })).body.away).toBe(false);
  });
});

describe("lists", () => {
  const names = async (query: string) =>
    (await admin.get<PersonPage>(`/people${query}`)).body.items.map(({ name }) => name);

  test("people are listed by name, page by page, each once", async () => {
    for (const name of ["Bea", "Cem", "Dan", "Eva", "Fee"]) await desk.person("client", name);
    await desk.services.db.orm.update(people).set({ name: "Bea" }).where(eq(people.name, "Dan"));
    const everybody = await names("?limit=100");
    expect(everybody).toEqual(everybody.toSorted());
    const pages: string[] = [];
    let cursor: string | null = "";
    while (cursor !== null) {
      const query: string = cursor === "" ? "?limit=2" : `?limit=2&cursor=${cursor}`;
      const { body }: { body: PersonPage } = await admin.get<PersonPage>(`/people${query}`);
      pages.push(...body.items.map(({ name }) => name));
      cursor = body.nextCursor;
    }
    expect(pages).toEqual(everybody);
    expect((await admin.get("/people?cursor=nonsense")).status).toBe(422);
  });

  test("filters: role, staff, active, and the start of a word", async () => {
    await desk.person("agent", "Jean-Luc Picard");
    await desk.person("manager", "Élodie 100% Durand");
    const client = await desk.person("client", "Piet");
    await admin.patch(`/people/${client.id}`, { active: false });
    expect(await names("?role=staff")).toEqual(["Alma Admin", "Jean-Luc Picard", "Élodie 100% Durand"]);
    expect(await names("?role=manager")).toEqual(["Élodie 100% Durand"]);
    expect(await names("?active=false")).toEqual(["Piet"]);
    expect(await names("?q=pi")).toEqual(["Jean-Luc Picard", "Piet"]);
    expect(await names("?q=luc")).toEqual(["Jean-Luc Picard"]);
    expect(await names(`?q=${encodeURIComponent("élo")}`)).toEqual(["Élodie 100% Durand"]);
    expect(await names("?q=card")).toEqual([]);
    expect(await names("?q=piet@desk")).toEqual(["Piet"]);
    expect(await names(`?q=${encodeURIComponent("100%")}`)).toEqual(["Élodie 100% Durand"]);
    expect(await names(`?q=${encodeURIComponent("%")}`)).toEqual([]);
    expect(await names("?q=pi&role=staff&active=true")).toEqual(["Jean-Luc Picard"]);
  });

  test("staff see people, clients and visitors do not", async () => {
    const agent = await desk.person("agent");
    expect((await agent.get<PersonView>(`/people/${admin.id}`)).body).toMatchObject({
      email: admin.email,
      role: "admin",
    });
    for (const caller of [await desk.person("client"), await desk.visitor()]) {
      expect((await caller.get("/people")).status).toBe(403);
      expect((await caller.get(`/people/${admin.id}`)).status).toBe(403);
    }
    expect((await desk.anonymous.get("/people")).status).toBe(401);
    expect(await agent.get("/people/per_nobody")).toMatchObject({ status: 404, body: { code: "resource.not_found" } });
  });
});

describe("changes", () => {
  test("an admin renames, promotes, lets out and in: each is an event of its own", async () => {
    const agent = await desk.person("agent", "Ann");
    const changed = await admin.patch<PersonView>(`/people/${agent.id}`, {
      name: "Anna",
      role: "manager",
      active: false,
    });
    expect(changed.body).toMatchObject({ name: "Anna", role: "manager", active: false, version: 3 });
    expect((await admin.patch<PersonView>(`/people/${agent.id}`, { active: true, name: "Anna" })).body.version).toBe(4);
    expect((await admin.patch<PersonView>(`/people/${agent.id}`, { active: true })).body.version).toBe(4);
    expect(await eventsOf(agent.id)).toMatchObject([
      { seq: 1, type: "person.renamed", data: { name: { from: "Ann", to: "Anna" } } },
      { seq: 2, type: "person.role_changed", data: { role: { from: "agent", to: "manager" } } },
      { seq: 3, type: "person.deactivated", data: { active: { from: true, to: false } } },
      { seq: 4, type: "person.activated", actor: { kind: "staff", id: admin.id } },
    ]);
  });

  test("nobody else changes people, not even themselves", async () => {
    for (const role of ["client", "agent", "manager"] as const) {
      const caller = await desk.person(role);
      expect((await caller.patch(`/people/${caller.id}`, { role: "admin" })).status).toBe(403);
      expect((await caller.delete(`/people/${admin.id}`)).status).toBe(403);
      expect(await rowOf(caller.id)).toMatchObject({ role, version: 0 });
    }
    expect((await admin.patch(`/people/${admin.id}`, { email: "new@desk.test" })).status).toBe(422);
    expect((await admin.patch(`/people/${admin.id}`, {})).status).toBe(422);
    expect((await admin.patch("/people/per_nobody", { name: "X" })).status).toBe(404);
  });

  test("a new role or being let out ends the sessions", async () => {
    const agent = await desk.person("agent");
    await admin.patch(`/people/${agent.id}`, { name: "Still here" });
    expect((await agent.get("/me")).status).toBe(200);
    await admin.patch(`/people/${agent.id}`, { role: "manager" });
    expect(await agent.get("/me")).toMatchObject({ status: 401, body: { code: "auth.invalid_session" } });
    const again = await desk.signIn(agent.id as Id<"person">, agent.email);
    await admin.patch(`/people/${agent.id}`, { active: false });
    expect((await again.get("/me")).status).toBe(401);
    await admin.patch(`/people/${agent.id}`, { active: true });
    expect((await again.get("/me")).status).toBe(401);
  });

  test("a change on an old version is refused", async () => {
    const agent = await desk.person("agent", "Ann");
    await admin.patch(`/people/${agent.id}`, { name: "Anna" }, { "if-match": '"0"' });
    const late = await admin.patch(`/people/${agent.id}`, { name: "Anne" }, { "if-match": '"0"' });
    expect(late).toMatchObject({ status: 412, body: { code: "person.stale_version" } });
    expect(await rowOf(agent.id)).toMatchObject({ name: "Anna", version: 1 });
  });

  test("parallel changes are all kept, one after the other", async () => {
    const agent = await desk.person("agent", "Ann");
    afterReading(desk, meeting(3));
    const answers = await Promise.all(["a", "b", "c"].map((name) => admin.patch(`/people/${agent.id}`, { name })));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(await rowOf(agent.id)).toMatchObject({ version: 3 });
    expect((await eventsOf(agent.id)).map(({ seq }) => seq)).toEqual([1, 2, 3]);
  });

  test("who is let out and in again has no widget session from before", async () => {
    const client = await desk.person("client");
    const visitor = await desk.visitor();
    await desk.prove(visitor, client);
    await admin.patch(`/people/${client.id}`, { active: false });
    expect(desk.hub.disconnected).toEqual([`person:${client.id}`]);
    await admin.patch(`/people/${client.id}`, { active: true });
    expect((await visitor.get("/me")).status).toBe(401);
  });

  test("who got a ticket of somebody who leaves keeps it", async () => {
    const [agent, other] = [await desk.person("agent"), await desk.person("agent")];
    const { id } = await (await desk.person("client")).open();
    await agent.post(`/tickets/${id}/claim`);
    await desk.settled();
    const { db } = desk.services;
    let handed = false;
    // Between the look at what the one who left has and the change of it.
    afterReading(desk, async () => {
      const [[row]] = await db.read(
        db.orm
          .select()
          .from(people)
          .where(eq(people.id, agent.id as Id<"person">)),
      );
      if (row?.active !== false || handed) return;
      handed = true;
      await other.put(`/tickets/${id}/assignee`, { assigneeId: other.id });
    });
    await admin.patch(`/people/${agent.id}`, { active: false });
    await desk.settled();
    desk.clock.advance(10_000);
    await drain(desk.services);
    expect(handed).toBe(true);
    expect((await admin.get<TicketView>(`/tickets/${id}`)).body).toMatchObject({ assignee: { id: other.id } });
  });

  test("a ticket of somebody who left comes back to the queue when it is opened again", async () => {
    const client = await desk.person("client");
    const agent = await desk.person("agent");
    const { id } = await client.open();
    await agent.post(`/tickets/${id}/claim`);
    await agent.post(`/tickets/${id}/resolve`);
    await admin.patch(`/people/${agent.id}`, { active: false });
    await desk.settled();
    await client.post(`/tickets/${id}/replies`, { body: "It is still broken." });
    await desk.settled();
    expect((await admin.get<TicketView>(`/tickets/${id}`)).body).toMatchObject({ assignee: null, status: "new" });
  });

  test("staff who leave give their open tickets back to the queue", async () => {
    const client = await desk.person("client");
    for (const leave of [{ active: false }, { role: "client" }, "delete"] as const) {
      const agent = await desk.person("agent");
      const { id } = await client.open();
      await agent.post(`/tickets/${id}/claim`);
      if (leave === "delete") await admin.delete(`/people/${agent.id}`);
      else await admin.patch(`/people/${agent.id}`, leave);
      await desk.settled();
      expect((await admin.get<TicketView>(`/tickets/${id}`)).body).toMatchObject({ assignee: null, status: "new" });
    }
  });

  test("a change takes three round trips at most, a read two", async () => {
    const agent = await desk.person("agent");
    const costOf = async (call: () => Promise<unknown>) => {
      const before = desk.trips();
      await call();
      return desk.trips() - before;
    };
    expect(await costOf(() => admin.patch(`/people/${agent.id}`, { name: "Ann" }))).toBeLessThanOrEqual(3);
    expect(await costOf(() => agent.patch("/me", { name: "Anna" }))).toBeLessThanOrEqual(3);
    expect(await costOf(() => admin.get("/people?q=an"))).toBeLessThanOrEqual(2);
    expect(await costOf(() => admin.get(`/people/${agent.id}`))).toBeLessThanOrEqual(2);
    expect(await costOf(() => admin.get("/me"))).toBeLessThanOrEqual(1);
  });
});

describe("the last admin", () => {
  const last = { status: 409, body: { code: "person.last_admin" } };

  test("can be neither demoted, let out nor deleted", async () => {
    await desk.person("admin", "Out").then((other) => admin.patch(`/people/${other.id}`, { active: false }));
    expect(await admin.patch(`/people/${admin.id}`, { role: "agent" })).toMatchObject(last);
    expect(await admin.patch(`/people/${admin.id}`, { active: false, name: "Gone" })).toMatchObject(last);
    expect(await admin.delete(`/people/${admin.id}`)).toMatchObject(last);
    expect(await rowOf(admin.id)).toMatchObject({ role: "admin", active: true, name: "Alma Admin", version: 0 });
    expect((await admin.get("/me")).status).toBe(200);
  });

  test.each([
    ["demote", (caller: Caller, id: string) => caller.patch(`/people/${id}`, { role: "agent" })],
    ["let out", (caller: Caller, id: string) => caller.patch(`/people/${id}`, { active: false })],
    ["delete", (caller: Caller, id: string) => caller.delete(`/people/${id}`)],
  ])("is left over when two %s each other at once", async (_, remove) => {
    const other = await desk.person("admin");
    afterReading(desk, meeting(2));
    const answers = await Promise.all([remove(admin, other.id), remove(other, admin.id)]);
    expect(answers.filter(({ status }) => status < 300)).toHaveLength(1);
    expect(answers).toContainEqual(expect.objectContaining({ status: 409 }));
    const admins = await desk.services.db.orm
      .select()
      .from(people)
      .where(and(eq(people.role, "admin"), eq(people.active, true)));
    expect(admins).toHaveLength(1);
  });
});

describe("deletion", () => {
  test("leaves neither name nor address nor any way in, but the tickets", async () => {
    const email = "gone@shop.test";
    await register(desk, email, "a long password");
    const [person] = await desk.services.db.orm.select().from(people).where(eq(people.email, email));
    const id = person?.id ?? ("" as Id<"person">);
    const client = await desk.signIn(id, email);
    const ticket = await client.open();
    await client.patch("/me", { name: "A Secret Name" });

    expect((await admin.delete(`/people/${id}`)).status).toBe(204);
    expect((await client.get("/me")).status).toBe(401);
    const view = (await admin.get<PersonView>(`/people/${id}`)).body;
    expect(view).toMatchObject({ name: "Deleted person", email: `~${id}@deleted.invalid`, active: false });
    expect((await admin.get<TicketView>(`/tickets/${ticket.id}`)).body.requester.name).toBe("Deleted person");
    expect((await admin.get<PersonPage>("/people?limit=100")).body.items.map((one) => one.id)).not.toContain(id);
    expect((await eventsOf(id)).at(-1)).toMatchObject({ type: "person.deleted", data: {} });

    expect(desk.mailer.to(email)).not.toEqual([]);
    const kept = JSON.stringify(await dump(desk));
    for (const secret of ["A Secret Name", email]) expect(kept).not.toContain(secret);
    const { rows } = await desk.services.db.orm.run(
      `SELECT id FROM accounts WHERE person_id = '${id}' UNION ALL SELECT id FROM sessions WHERE person_id = '${id}'`,
    );
    expect(rows).toEqual([]);
    expect((await postAuth(desk, "/sign-in/email", { email, password: "a long password" })).status).toBe(401);
  });

  test("is final: the person cannot be changed or deleted again, and the address is free", async () => {
    const email = "gone@shop.test";
    const client = await desk.person("client", "Gone");
    await admin.delete(`/people/${client.id}`);
    expect((await admin.delete(`/people/${client.id}`)).status).toBe(404);
    expect((await admin.patch(`/people/${client.id}`, { active: true })).status).toBe(404);
    expect((await register(desk, email, "a long password")).status).toBe(200);
  });

  test("cannot be kept from happening by who takes the address that stands for the deleted", async () => {
    const client = await desk.person("client", "Gone");
    const visitor = await desk.visitor();
    for (const name of [`~${client.id}`, client.id]) {
      const requester = { name: "Mallory", email: `${name}@deleted.invalid` };
      const input = { title: "Mine", description: "Not yours", category: "question", requester };
      expect(fields(await visitor.post("/tickets", input))).toEqual(["requester.email"]);
    }
    expect((await admin.delete(`/people/${client.id}`)).status).toBe(204);
  });

  test("forgets whom emails were held back for", async () => {
    const client = await desk.person("client", "Gone");
    for (let i = 0; i < 22; i++) await client.open();
    await desk.settled();
    expect((await dump(desk))["outbox"]).toContain(client.email);
    await admin.delete(`/people/${client.id}`);
    expect((await dump(desk))["outbox"]).not.toContain(client.email);
  });

  test("forgets a code that the mail service refused, too", async () => {
    const client = await desk.person("client", "Gone");
    desk.mailer.fail(1, new PermanentFailure("It bounced before."));
    await desk.services.auth.sendCode(client.email, "program:192.0.2.1", []);
    await desk.settled();
    expect(JSON.stringify(await dump(desk))).toContain(`email.send_code:${client.email}`);
    await admin.delete(`/people/${client.id}`);
    expect((await dump(desk))["outbox"]).not.toContain(client.email);
  });
});
