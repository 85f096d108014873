import { afterAll, beforeAll, expect, test } from "vitest";
import { countsOf, found, listed, note, refusal, reply, ticketOf } from "../../test/answers.ts";
import type { Caller } from "../../test/desk.ts";
import { Desk } from "../../test/desk.ts";

let desk: Desk;
let client: Caller;
let agent: Caller;
let manager: Caller;
let admin: Caller;
beforeAll(async () => {
  desk = await Desk.start();
  client = await desk.person("client");
  agent = await desk.person("agent");
  manager = await desk.person("manager");
  admin = await desk.person("admin");
});
afterAll(() => desk.stop());

test("only an admin deletes", async () => {
  const before = await client.open();
  for (const one of [client, agent, manager]) {
    expect(refusal(await one.delete(`/tickets/${before.id}`))).toBe("403 permission.denied");
  }
  expect(refusal(await (await desk.person("client")).delete(`/tickets/${before.id}`))).toBe("404 resource.not_found");
  expect(await ticketOf(client, before.id)).toEqual(before);
  expect(await admin.delete(`/tickets/${before.id}`)).toMatchObject({ status: 204, body: undefined });
});

test("a deleted ticket is nowhere, for nobody", async () => {
  const ticket = await client.open({ title: "Quokka" });
  await agent.patch(`/tickets/${ticket.id}`, { tags: ["quokka"] });
  await reply(client, ticket.id, "It is a wombat");
  expect(await found(admin, "wombat")).toEqual([ticket.number]);
  const before = await countsOf(admin);
  await admin.delete(`/tickets/${ticket.number}`);

  const path = `/tickets/${ticket.id}`;
  const body = { body: "Hello" };
  for (const one of [client, agent, manager, admin]) {
    const answers = [
      await one.get(path),
      await one.get(`/tickets/${ticket.number}`),
      await one.get(`${path}/messages`),
      await one.get(`${path}/history`),
      await one.get(`${path}/attachments`),
      await one.patch(path, { title: "Back" }),
      await one.put(`${path}/assignee`, { assigneeId: agent.id }),
      await one.delete(`${path}/assignee`),
      await one.put(`${path}/status`, { status: "waiting" }),
      await one.post(`${path}/replies`, body),
      await one.post(`${path}/notes`, body),
      await one.post(`${path}/claim`),
      await one.post(`${path}/resolve`),
      await one.post(`${path}/close`),
      await one.post(`${path}/reopen`),
      await one.post(`${path}/cancel`),
      await one.delete(path),
    ];
    expect(new Set(answers.map(refusal))).toEqual(new Set(["404 resource.not_found"]));
    for (const query of ["", "q=quokka", "q=wombat", `q=${ticket.number}`, "tag=quokka"]) {
      expect(await listed(one, query)).not.toContain(ticket.number);
    }
  }
  expect((await countsOf(admin)).total).toBe(before.total - 1);
  const again = { title: "More", description: "of it", category: "other", followUpOf: ticket.id };
  expect(refusal(await client.post("/tickets", again))).toBe("422 request.invalid");
});

test("what was changed in the meantime is not deleted unseen", async () => {
  const { id } = await client.open();
  await note(agent, id);
  expect(refusal(await admin.delete(`/tickets/${id}`, { "if-match": '"1"' }))).toBe("412 ticket.stale_version");
  expect((await admin.delete(`/tickets/${id}`, { "if-match": '"2"' })).status).toBe(204);
});

test("the number of a deleted ticket is not given again", async () => {
  const last = await client.open();
  await admin.delete(`/tickets/${last.id}`);
  expect((await client.open()).number).toBe(last.number + 1);
});
