import type { TicketPage } from "@docket/core/contract/ticket";
import { afterAll, beforeAll, expect, test } from "vitest";
import { conversationOf, reply } from "../../test/answers.ts";
import { codesTo, postAuth } from "../../test/auth-calls.ts";
import type { Caller } from "../../test/desk.ts";
import { Desk } from "../../test/desk.ts";

let desk: Desk;
let admin: Caller;
beforeAll(async () => {
  desk = await Desk.start();
  admin = await desk.person("admin", "Ada");
});
afterAll(() => desk.stop());

const shut = { status: 403, body: { code: "person.switched_off" } };

const fay = { name: "Fay", email: "fay@shop.test" };

test("a widget that wrote in the name of somebody who is switched off does nothing more in it until they are on again", async () => {
  const visitor = await desk.visitor();
  const ticket = await visitor.open({ title: "Fay's", requester: fay });
  const other = await visitor.open({ title: "Otto's", requester: { name: "Otto", email: "otto@shop.test" } });
  const titles = async () => (await visitor.get<TicketPage>("/tickets")).body.items.map(({ title }) => title);
  const { body: found } = await admin.get<{ items: { id: string }[] }>("/people?q=fay@shop.test");
  const id = found.items[0]?.id ?? "";
  await desk.settled();
  desk.hub.disconnected.length = 0;
  desk.hub.published.length = 0;

  await admin.patch(`/people/${id}`, { active: false });
  await desk.settled();
  expect(desk.hub.disconnected.toSorted()).toEqual([`person:${id}`, `visitor:${visitor.id}`]);
  const path = `/tickets/${ticket.id}`;
  expect(await visitor.get(path)).toMatchObject(shut);
  for (const part of ["messages", "history", "attachments"])
    expect(await visitor.get(`${path}/${part}`)).toMatchObject(shut);
  expect(await visitor.post(`${path}/replies`, { body: "Hello?" })).toMatchObject(shut);
  expect(await visitor.post(`${path}/cancel`)).toMatchObject(shut);
  const opening = { title: "Once more", description: "It is me.", category: "problem", requester: fay };
  expect(await visitor.post("/tickets", opening)).toMatchObject(shut);
  expect(await (await desk.visitor()).post("/tickets", opening)).toMatchObject(shut);
  expect(await titles()).toEqual(["Otto's"]);
  expect((await visitor.get(`/tickets/${other.id}`)).status).toBe(200);

  // What staff write stays with them, and no screen of hers hears of it.
  await reply(admin, ticket.id, "We saw it.");
  await desk.settled();
  expect(desk.hub.published.flatMap(({ audiences }) => audiences)).not.toContain(`visitor:${visitor.id}`);

  await admin.patch(`/people/${id}`, { active: true });
  expect((await conversationOf(visitor, ticket.id)).map(({ body }) => body)).toEqual(["We saw it."]);
  expect((await visitor.post(`${path}/replies`, { body: "Hello!" })).status).toBe(201);
  expect((await visitor.post("/tickets", opening)).status).toBe(201);
});

test("a widget whose every ticket is shut is told so in place of an empty list, also when its client was deleted", async () => {
  const visitor = await desk.visitor();
  await visitor.open({ requester: { name: "Gus", email: "gus@shop.test" } });
  const { body } = await admin.get<{ items: { id: string }[] }>("/people?q=gus@shop.test");
  expect((await visitor.get("/tickets")).status).toBe(200);
  await admin.delete(`/people/${body.items[0]?.id ?? ""}`);
  expect(await visitor.get("/tickets")).toMatchObject(shut);
});

test("nobody who may not sign in is sent a code, and whoever asks for one learns nothing by it", async () => {
  const client = await desk.person("client", "Hal");
  const visitor = await desk.visitor();
  const ask = async (email: string) => [
    (await visitor.post("/widget/session/code", { email })).status,
    (await postAuth(desk, "/email-otp/send-verification-otp", { email, type: "sign-in" })).status,
  ];
  const known = await ask(client.email);
  expect(await codesTo(desk, client.email)).toHaveLength(2);
  await admin.patch(`/people/${client.id}`, { active: false });
  desk.clock.advance(3_600_000);
  expect(await ask(client.email)).toEqual(known);
  expect(await codesTo(desk, client.email)).toHaveLength(2);
});
