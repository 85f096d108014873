import type { MessagePage } from "@docket/core/contract/message";
import { minute } from "@docket/core/time";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { drain } from "../src/outbox/drain.ts";
import { note, reply, ticketOf } from "./answers.ts";
import type { Caller } from "./desk.ts";
import { Desk } from "./desk.ts";
import { size } from "./proof.ts";

let desk: Desk;
let agent: Caller;
beforeAll(async () => {
  const many = { RATE_WRITES_PER_MINUTE: "1000000", RATE_VISITOR_TICKETS_PER_HOUR: "1000000" };
  desk = await Desk.start(many);
  agent = await desk.person("agent");
});
afterAll(() => desk.stop());

type Deed = (id: string) => Promise<unknown>;

const notesOf = async (id: string): Promise<string[]> => {
  const { body } = await agent.get<MessagePage>(`/tickets/${id}/messages?limit=100`);
  return body.items.filter(({ kind }) => kind === "note").map((one) => `/tickets/${id}/messages/${one.id}`);
};

let words = 0;
const some = (): string => `words${++words}`;

/** What the staff do between themselves. */
const internal: Readonly<Record<string, Deed>> = {
  note: (id) => note(agent, id, some()),
  tag: (id) => agent.patch(`/tickets/${id}`, { tags: [some()] }),
  "edit a note": async (id) => {
    const [path] = await notesOf(id);
    if (path) await agent.patch(path, { body: some() });
  },
  "delete a note": async (id) => {
    const [path] = await notesOf(id);
    if (path) await agent.delete(path);
  },
};

const open: Readonly<Record<string, Deed>> = {
  reply: (id) => reply(agent, id, some()),
  rename: (id) => agent.patch(`/tickets/${id}`, { title: some(), tags: [some()] }),
  claim: (id) => agent.post(`/tickets/${id}/claim`),
  release: (id) => agent.delete(`/tickets/${id}/assignee`),
  solve: (id) => agent.post(`/tickets/${id}/resolve`),
  reopen: (id) => agent.post(`/tickets/${id}/reopen`),
};

/** All that the API tells a client of their tickets, letter by letter, and what their screens and they were told. */
const seenBy = async (client: Caller, id: string): Promise<string[]> => {
  const paths = [`/tickets/${id}`, `/tickets/${id}/history?limit=1`, `/tickets/${id}/history?limit=100`];
  const more = [
    `/tickets/${id}/messages?limit=1`,
    "/tickets?limit=1&sort=-updatedAt",
    "/tickets?sort=updatedAt",
    "/tickets/counts",
    "/me/unread",
  ];
  const texts: string[] = [];
  for (const path of [...paths, ...more]) texts.push(await (await client.raw(path)).text());
  const told = desk.hub.published.filter(({ audiences }) => !audiences.includes("staff"));
  return [...texts, JSON.stringify(told), String(desk.mailer.letters.length)];
};

const settled = async (): Promise<void> => {
  await desk.settled();
  await drain(desk.services);
  await desk.settled();
};

test("what a client sees is the same, letter by letter, whatever the staff do between themselves", async () => {
  const names = fc.array(fc.constantFrom(...Object.keys(internal), ...Object.keys(open)), {
    minLength: 1,
    maxLength: 12,
  });
  await fc.assert(
    fc.asyncProperty(names, fc.boolean(), async (sequence, isVisitor) => {
      const client = isVisitor ? await desk.visitor() : await desk.person("client");
      const requester = isVisitor ? { requester: { name: "Vera", email: "vera@shop.test" } } : {};
      const { id } = await client.open(requester);
      await client.open(requester);
      for (const name of sequence) {
        await settled();
        desk.clock.advance(minute);
        const before = await seenBy(client, id);
        const { version } = await ticketOf(client, id);
        await (internal[name] ?? open[name])?.(id);
        await settled();
        if (Object.hasOwn(internal, name)) {
          expect(await seenBy(client, id)).toEqual(before);
          // What they saw is still the present state to them.
          const same = { title: (await ticketOf(client, id)).title };
          const answer = await client.patch<object>(`/tickets/${id}`, same, { "if-match": `"${version}"` });
          expect([200, 409]).toContain(answer.status);
        }
      }
      const { body } = await client.get<{ items: { seq: number }[] }>(`/tickets/${id}/history?limit=100`);
      const { version } = await ticketOf(client, id);
      expect(body.items.map(({ seq }) => seq)).toEqual(Array.from({ length: version }, (_, i) => i + 1));
    }),
    { numRuns: size(12, 300) },
  );
});

test("a client's stale version is refused, and a present one is not, however busy the staff are", async () => {
  const client = await desk.person("client");
  const { id } = await client.open();
  await note(agent, id);
  await agent.patch(`/tickets/${id}`, { tags: ["vip"] });
  const change = (version: number) => client.patch(`/tickets/${id}`, { title: some() }, { "if-match": `"${version}"` });
  expect((await change(1)).status).toBe(200);
  expect((await change(1)).status).toBe(412);
  expect(await ticketOf(client, id)).toMatchObject({ version: 2 });
  expect(await ticketOf(agent, id)).toMatchObject({ version: 4 });
});
