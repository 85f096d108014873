import type { Problem } from "@docket/core/contract/problem";
import type { TicketPage, TicketView } from "@docket/core/contract/ticket";
import { fieldError } from "@docket/core/field-errors";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Caller } from "../../test/desk.ts";
import { Desk } from "../../test/desk.ts";

let desk: Desk;
let agent: Caller;
let ticket: TicketView;
beforeAll(async () => {
  desk = await Desk.start();
  agent = await desk.person("agent");
  ticket = await (await desk.person("client")).open();
});
afterAll(() => desk.stop());

describe("a slash at the end of an address", () => {
  test("changes nothing, for reading and for writing", async () => {
    expect((await agent.get<TicketPage>("/tickets/?limit=1")).body.items).toHaveLength(1);
    expect((await agent.get<TicketView>(`/tickets/${ticket.id}/`)).body.id).toBe(ticket.id);
    const input = { title: "t", description: "d", category: "question", requester: { name: "V", email: "v@x.test" } };
    expect((await agent.post("/tickets/", input)).status).toBe(201);
    expect((await agent.post("/attachments/?name=a.txt", new TextEncoder().encode("x"))).status).toBe(201);
  });

  test("makes nothing out of an address where nothing is", async () => {
    const answer = await agent.get<Problem>("/nowhere/");
    expect([answer.status, answer.body.code]).toEqual([404, "route.not_found"]);
    expect((await desk.fetch(new Request("https://desk.test/tickets/1/"))).status).toBe(404);
  });
});

test.each(["status=", "status=open&status=", "q=&status=&assignee=", "limit=&cursor=", "createdAfter="])(
  "%s asks for no more than what is given",
  async (search) => {
    const given = search.split("&").filter((pair) => !pair.endsWith("="));
    const [all, asked] = await Promise.all([
      agent.get<TicketPage>(`/tickets?${given.join("&")}`),
      agent.get<TicketPage>(`/tickets?${search}`),
    ]);
    expect(asked.status).toBe(200);
    expect(asked.body).toEqual(all.body);
  },
);

test("an address with more parameters than anything reads is refused before they are looked at", async () => {
  const ask = (search: string) => agent.get<Problem>(`/tickets?${search}`);
  const refused = await ask("a&".repeat(300));
  expect([refused.status, refused.body.code]).toEqual([400, "request.malformed"]);
  expect((await ask(Array.from({ length: 200 }, () => "q=").join("&"))).status).toBe(200);
});

test("a time that is none is told how one looks", async () => {
  const { status, body } = await agent.get<Problem>("/tickets?createdAfter=2026-01-01");
  expect([status, body.errors?.[0]]).toEqual([422, fieldError("createdAfter", "time")]);
  expect(body.errors?.[0]?.message).toContain("such as 2026-01-31T09:30:00Z");
});

describe("a body with more in it than any has", () => {
  const names = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, i) => [`x${i}`, 1]));
  const nested = (depth: number): unknown => JSON.parse("[".repeat(depth) + "]".repeat(depth));
  test.each([
    ["names", names(2001)],
    ["entries", { tags: Array.from({ length: 2000 }, () => "a b") }],
    ["names within names", { requester: names(2000) }],
    ["lists within lists", { tags: nested(2001) }],
  ])("is refused as such, whatever they are: %s", async (_, body) => {
    const answer = await agent.post<Problem>("/tickets", body);
    expect([answer.status, answer.body.code]).toEqual([400, "request.malformed"]);
  });

  test("is told which fields are not known while they can be counted", async () => {
    const answer = await agent.post<Problem>("/tickets", names(2000));
    expect([answer.status, answer.body.errors?.length]).toEqual([422, 50]);
  });
});

describe("a body", () => {
  const send = (type: string, more: Record<string, string> = {}) =>
    agent.call<Problem>("POST", `/tickets/${ticket.id}/notes`, { body: "Grüße" }, { "content-type": type, ...more });

  test.each(["application/json", "application/json; charset=utf-8", 'application/json;charset="UTF-8"; a=b'])(
    "of type %s is read",
    async (type) => expect((await send(type)).status).toBe(201),
  );

  test.each([
    ["application/json; charset=latin1", {}],
    ['application/json; charset="utf-16"', {}],
    ["application/json; charset=utf-8x", {}],
    ["application/json", { "content-encoding": "gzip" }],
    ["application/json", { "content-encoding": "identity, br" }],
  ])("of type %s with %j is refused, with the reason", async (type, headers) => {
    const { status, body } = await send(type, headers);
    expect([status, body.code]).toEqual([415, "request.unsupported_media_type"]);
    expect(body.detail).toMatch(/UTF-8|Content-Encoding/);
  });

  test("that is packed is no file", async () => {
    const packed = { "content-encoding": "gzip" };
    const before = desk.blobs.bytes.size;
    expect((await agent.post("/attachments?name=a.txt", new TextEncoder().encode("x"), packed)).status).toBe(415);
    expect(desk.blobs.bytes.size).toBe(before);
  });
});

test("what turns the direction of words is taken out of them, and what mixed scripts need stays", async () => {
  const marks = "\u2067שלום\u2069 \u200fא\u200e";
  const written = { title: `invoice \u202egpj.exe ${marks}`, description: `see\u202d \u202e${marks}` };
  const { body } = await agent.patch<TicketView>(`/tickets/${ticket.id}`, written);
  expect([body.title, body.description]).toEqual([`invoice gpj.exe ${marks}`, `see ${marks}`]);
  const { body: said } = await agent.post<{ message: { body: string } }>(`/tickets/${ticket.id}/replies`, {
    body: "a\u202eb\n\u202dc",
  });
  expect(said.message.body).toBe("ab\nc");
  const me = await agent.patch<{ name: string }>("/me", { name: "Ana\u202e amiL" });
  expect(me.body.name).toBe("Ana amiL");
});
