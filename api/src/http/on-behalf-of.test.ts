import type { AttachmentView } from "@docket/core/contract/attachment";
import type { MessageWritten } from "@docket/core/contract/message";
import type { Me, PersonPage } from "@docket/core/contract/person";
import type { TicketView } from "@docket/core/contract/ticket";
import { minute } from "@docket/core/time";
import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { conversationOf, fields, historyOf, listed, refusal, ticketOf } from "../../test/answers.ts";
import type { Caller } from "../../test/desk.ts";
import { Desk } from "../../test/desk.ts";
import { link, newKey, onBehalfOf, program, revoke } from "../../test/keys.ts";
import { builtInKey } from "../api-keys/key-secret.ts";
import { events } from "../db/schema/events.ts";

let desk: Desk;
let key: string;
let ann: Caller;
let mia: Caller;
beforeEach(async () => {
  desk = await Desk.start({ RATE_WRITES_PER_MINUTE: "5", RATE_ANONYMOUS_PER_MINUTE: "3" });
  key = await newKey(desk, ["chat"]);
  ann = await desk.person("agent", "Ann");
  mia = await desk.person("manager", "Mia");
  await link(desk, ann, "slack:T1/UANN");
  await link(desk, mia, "discord:42");
});
afterEach(() => desk.stop());

const as = (chatUser: string): Caller => program(desk, key, chatUser);
const annInSlack = () => as("slack:T1/UANN");
const miaInDiscord = () => as("discord:42");

describe("a bot that acts for somebody", () => {
  test("does what they may do, in their name", async () => {
    const { id } = await (await desk.person("client")).open();
    expect((await annInSlack().post<TicketView>(`/tickets/${id}/claim`)).body.assignee).toEqual({
      id: ann.id,
      name: "Ann",
    });
    const said = await annInSlack().post<MessageWritten>(`/tickets/${id}/replies`, { body: "On it" });
    expect(said.body.message).toMatchObject({ source: "slack", author: { kind: "staff", id: ann.id, name: "Ann" } });
    await miaInDiscord().post(`/tickets/${id}/notes`, { body: "Good" });
    await miaInDiscord().post(`/tickets/${id}/resolve`);
    expect((await conversationOf(mia, id)).map(({ source }) => source)).toEqual(["slack", "discord"]);
    expect((await historyOf(mia, id)).map(({ type, actor }) => [type, actor.name])).toEqual(
      expect.arrayContaining([
        ["ticket.assigned", "Ann"],
        ["ticket.resolved", "Mia"],
      ]),
    );
    expect(refusal(await annInSlack().post(`/tickets/${id}/close`))).toBe("403 permission.denied");
    expect((await miaInDiscord().post(`/tickets/${id}/close`)).status).toBe(200);
  });

  test("leaves a trace of the key", async () => {
    const ticket = await annInSlack().open();
    expect(ticket).toMatchObject({ source: "slack", requester: { id: ann.id } });
    const [row] = await desk.services.db.orm.select().from(events).where(eq(events.streamId, ticket.id));
    const viaKey = expect.stringMatching(/^key_/) as string;
    expect(row?.actor).toEqual({ kind: "staff", id: ann.id, viaKey, viaChat: "slack" });
  });

  test("knows who they are, what is theirs, and who may have a ticket", async () => {
    const { body } = await annInSlack().get<Me>("/me");
    expect(body).toMatchObject({ kind: "staff", id: ann.id, name: "Ann", role: "agent", away: false });
    expect(body.can).toEqual(expect.arrayContaining(["ticket.list", "person.list"]));
    expect(body.can).not.toContain("api_key.manage");
    const ticket = await (await desk.person("client")).open();
    await ann.post(`/tickets/${ticket.id}/claim`);
    expect(await listed(annInSlack(), "assignee=me")).toEqual([ticket.number]);
    expect(await listed(miaInDiscord(), "assignee=me")).toEqual([]);
    const people = await annInSlack().get<PersonPage>("/people?chatUser=discord:42");
    expect(people.body.items.map(({ id }) => id)).toEqual([mia.id]);
  });

  test("brings files that they use, there and on the dashboard", async () => {
    const upload = async (caller: Caller) =>
      (await caller.post<AttachmentView>("/attachments?name=a.txt", new TextEncoder().encode("Hello"))).body.id;
    const [first, second, third] = [await upload(annInSlack()), await upload(annInSlack()), await upload(annInSlack())];
    const { id } = await ann.open();
    const write = (caller: Caller, file: string) =>
      caller.post(`/tickets/${id}/notes`, { body: "See this", attachmentIds: [file] });
    expect(refusal(await write(miaInDiscord(), first))).toBe("422 attachment.invalid");
    expect((await write(annInSlack(), first)).status).toBe(201);
    expect((await write(ann, second)).status).toBe(201);
    expect(refusal(await write(as("slack:T1/UOTHER"), third))).toBe("403 auth.not_linked");
  });

  test("takes two presses of one person for one, and those of two people for two", async () => {
    const { id } = await ann.open();
    const press = (caller: Caller, body = "Hello") =>
      caller.post<MessageWritten>(`/tickets/${id}/notes`, { body }, { "idempotency-key": "interaction-1" });
    const [first, twin] = await Promise.all([press(annInSlack()), press(annInSlack())]);
    const other = await press(miaInDiscord());
    const again = await press(annInSlack());
    const ids = [first, twin, other, again].map((answer) => answer.body.message.id);
    expect(ids[1]).toBe(ids[0]);
    expect(ids[3]).toBe(ids[0]);
    expect(ids[2]).not.toBe(ids[0]);
    expect(again.headers.get("idempotent-replayed")).toBe("true");
    expect(refusal(await press(miaInDiscord(), "Something else"))).toBe("422 idempotency.key_reused");
    expect((await conversationOf(ann, id)).map(({ author }) => author.id)).toEqual([ann.id, mia.id]);
  });

  test("acts for nobody once the key is revoked", async () => {
    await revoke(desk, key);
    expect(refusal(await annInSlack().get("/me"))).toBe("401 auth.key_revoked");
  });

  test("takes one round trip to know who it is", async () => {
    // That the key is used is written down once an hour, in the background.
    await annInSlack().get("/me");
    await desk.settled();
    const before = desk.trips();
    await annInSlack().get("/me");
    expect(desk.trips() - before).toBe(1);
  });
});

describe("the header", () => {
  test("is for keys with the scope of bots", async () => {
    const writer = program(desk, await newKey(desk, ["tickets:read", "tickets:write"]), "slack:T1/UANN");
    const visitor = (await desk.visitor()).with({ [onBehalfOf]: "slack:T1/UANN" });
    for (const caller of [writer, visitor, mia.with({ [onBehalfOf]: "slack:T1/UANN" })]) {
      const answer = await caller.get("/tickets");
      expect([refusal(answer), fields(answer)]).toEqual(["422 request.invalid", ["Docket-On-Behalf-Of"]]);
    }
    const all = program(desk, await newKey(desk, ["chat", "tickets:read", "tickets:write"]), "slack:T1/UANN");
    expect((await all.get<Me>("/me")).body.id).toBe(ann.id);
  });

  test("helps nobody who shows no key", async () => {
    const headers = { [onBehalfOf]: "slack:T1/UANN" };
    expect(refusal(await desk.anonymous.get("/me", headers))).toBe("401 auth.required");
    expect(refusal(await desk.anonymous.get("/me", { ...headers, authorization: "Bearer dk_x" }))).toBe(
      "401 auth.invalid_session",
    );
  });

  test("may not be sent by pages of other sites", async () => {
    const preflight = await desk.anonymous.raw("/me", { method: "OPTIONS", headers: { origin: "http://desk.test" } });
    const allowed = preflight.headers.get("access-control-allow-headers") ?? "";
    expect(allowed).toContain("authorization");
    expect(allowed.toLowerCase()).not.toContain(onBehalfOf);
  });
});

describe("the built-in key", () => {
  const own = (chatUser?: string) =>
    builtInKey(desk.services.config.secret).then((secret) => program(desk, secret, chatUser));

  test("is a key of the bots, without a row", async () => {
    expect((await (await own("slack:T1/UANN")).get<Me>("/me")).body.id).toBe(ann.id);
    const ticket = await (await own("slack:T1/UANN")).open();
    const [row] = await desk.services.db.orm.select().from(events).where(eq(events.streamId, ticket.id));
    expect(row?.actor).toEqual({ kind: "staff", id: ann.id, viaKey: "key_builtin", viaChat: "slack" });
    expect(
      (
        await (
          await own()
        ).post("/chat/link-codes", {
          platform: "slack",
          workspaceId: "T1",
          userId: "U9",
          name: "nora",
        })
      ).status,
    ).toBe(201);
    expect(refusal(await (await own("slack:T1/UNOBODY")).get("/me"))).toBe("403 auth.not_linked");
    expect(refusal(await (await own()).get("/tickets"))).toBe("403 permission.denied");
    expect(refusal(await (await own()).get("/me"))).toBe("403 permission.denied");
  });

  test("cannot be revoked, nor be guessed from its name", async () => {
    const admin = await desk.person("admin");
    expect((await admin.delete("/api-keys/key_builtin")).status).toBe(404);
    for (const secret of ["dk_key_builtin", "dk_builtin", "dk_"]) {
      expect(refusal(await program(desk, secret, "slack:T1/UANN").get("/me"))).toBe("401 auth.invalid_session");
    }
  });
});

describe("how often", () => {
  const write = (caller: Caller) => caller.patch("/me", { name: "Somebody" });
  const times = async (n: number, caller: Caller): Promise<number[]> => {
    const statuses: number[] = [];
    for (let i = 0; i < n; i++) statuses.push((await write(caller)).status);
    return statuses;
  };

  test("somebody writes by a bot is counted for them, not for all who use it", async () => {
    expect(await times(6, annInSlack())).toEqual([200, 200, 200, 200, 200, 429]);
    expect(await times(6, miaInDiscord())).toEqual([200, 200, 200, 200, 200, 429]);
    await link(desk, ann, "discord:77");
    expect((await write(as("discord:77"))).status).toBe(429);
    desk.clock.advance(minute);
    expect((await write(annInSlack())).status).toBe(200);
  });

  test("accounts that are made up count for the key", async () => {
    const statuses: number[] = [];
    for (let i = 0; i < 7; i++) statuses.push((await write(as(`slack:T1/UMADEUP${i}`))).status);
    expect(statuses).toEqual([403, 403, 403, 403, 403, 429, 429]);
    expect((await write(annInSlack())).status).toBe(200);
  });

  test("keys that are none count for the address", async () => {
    const statuses: number[] = [];
    for (let i = 0; i < 5; i++) statuses.push((await write(program(desk, `dk_${i}`, "slack:T1/UANN"))).status);
    expect(statuses).toEqual([401, 401, 401, 429, 429]);
  });

  test("a key writes in its own name is counted for the key", async () => {
    const { id } = await mia.open();
    const writer = program(desk, await newKey(desk, ["tickets:read", "tickets:write"]));
    const note = async () => (await writer.post(`/tickets/${id}/notes`, { body: "Hi" })).status;
    const statuses: number[] = [];
    for (let i = 0; i < 6; i++) statuses.push(await note());
    expect(statuses).toEqual([201, 201, 201, 201, 201, 429]);
    expect((await ticketOf(mia, id)).version).toBe(6);
  });
});
