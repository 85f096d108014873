import type { MessageView, MessageWritten } from "@docket/core/contract/message";
import type { Problem } from "@docket/core/contract/problem";
import type { TicketView } from "@docket/core/contract/ticket";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { conversationOf, found, historyOf, refusal, ticketOf } from "../../test/answers.ts";
import type { Answer, Caller } from "../../test/desk.ts";
import { Desk } from "../../test/desk.ts";

let desk: Desk;
let client: Caller;
let agent: Caller;
let visitor: Caller;
beforeAll(async () => {
  desk = await Desk.start();
  client = await desk.person("client", "Cleo");
  agent = await desk.person("agent", "Ada");
  visitor = await desk.visitor();
});
afterAll(() => desk.stop());

const upload = async (by: Caller, name = "shot.png"): Promise<string> =>
  (await by.post<{ id: string }>(`/attachments?name=${name}`, new TextEncoder().encode("text"))).body.id;

const problems = ({ body }: Answer) =>
  (body as Problem).errors?.map(({ field, code, message }) => `${field} ${code}: ${message}`);

const requester = { name: "Vera", email: "vera@alone.test" };
const opened = (by: Caller): Promise<TicketView> => (by === visitor ? by.open({ requester }) : client.open());

const silences = [undefined, "", " \u200b\n"];
const needsWords = "needs some words or a file.";

describe.each(["client", "visitor", "staff", "note"] as const)("what is written by a %s", (who) => {
  const writerOf = () => ({ client, visitor, staff: agent, note: agent })[who];
  const pathOf = async () => `/tickets/${(await opened(writerOf())).id}/${who === "note" ? "notes" : "replies"}`;
  const write = async (input: object): Promise<Answer<MessageWritten>> => writerOf().post(await pathOf(), input);

  test.each(silences)("may be a file alone: %j", async (body) => {
    const { status, body: written } = await write({ body, attachmentIds: [await upload(writerOf())] });
    expect(status).toBe(201);
    expect(written.message).toMatchObject({ body: "", attachments: [{ name: "shot.png" }] });
    const { ticketId, id } = written.message;
    expect((await conversationOf(agent, ticketId)).find((one) => one.id === id)).toMatchObject({
      body: "",
      attachments: [{ name: "shot.png" }],
    });
  });

  test.each(silences)("says something: %j", async (body) => {
    const answer = await write({ body });
    expect(refusal(answer)).toBe("422 request.invalid");
    expect(problems(answer)).toEqual([`body empty_message: The message ${needsWords}`]);
  });

  test("is taken once, however often it is sent", async () => {
    const path = await pathOf();
    const input = { attachmentIds: [await upload(writerOf())] };
    const key = { "idempotency-key": `a-file-alone-by-${who}` };
    const first = await writerOf().post<MessageWritten>(path, input, key);
    const again = await writerOf().post<MessageWritten>(path, input, key);
    expect(first.status).toBe(201);
    expect(again.body.message.id).toBe(first.body.message.id);
    expect(await conversationOf(agent, first.body.ticket.id)).toHaveLength(1);
  });
});

describe("a ticket that is opened", () => {
  test.each(["client", "visitor"] as const)("by a %s has words or a file, and a subject", async (who) => {
    const by = { client, visitor }[who];
    const input = { title: "No picture", category: "problem", ...(who === "visitor" ? { requester } : {}) };
    for (const description of silences) {
      const refused = await by.post("/tickets", { ...input, description });
      expect(problems(refused)).toEqual([`description empty_message: The message ${needsWords}`]);
      const attachmentIds = [await upload(by)];
      const { status, body } = await by.post<TicketView>("/tickets", { ...input, description, attachmentIds });
      expect([status, body.description]).toEqual([201, ""]);
      const { items } = (await agent.get<{ items: object[] }>(`/tickets/${body.id}/attachments`)).body;
      expect(items).toMatchObject([{ name: "shot.png" }]);
    }
    const untitled = await by.post("/tickets", { ...input, title: " ", attachmentIds: [await upload(by)] });
    expect(problems(untitled)).toEqual(["title empty: The subject must not be empty."]);
  });
});

describe("words that are taken out", () => {
  const written = async (files: number): Promise<MessageView> => {
    const attachmentIds = await Promise.all(Array.from({ length: files }, () => upload(agent)));
    const { id } = await client.open();
    const input = { body: "Quetzalcoatlus", attachmentIds };
    return (await agent.post<MessageWritten>(`/tickets/${id}/replies`, input)).body.message;
  };

  test("leave the files of a message, and are found no more", async () => {
    const message = await written(1);
    const { number } = await ticketOf(agent, message.ticketId);
    const path = `/tickets/${message.ticketId}/messages/${message.id}`;
    expect(await found(agent, "quetzalcoatlus")).toEqual([number]);
    const { status, body } = await agent.patch<MessageWritten>(path, { body: " " });
    expect([status, body.message.body, body.message.attachments.length]).toEqual([200, "", 1]);
    expect([body.message.deletedAt, typeof body.message.editedAt]).toEqual([null, "string"]);
    expect(await found(agent, "quetzalcoatlus")).toEqual([]);
    expect((await historyOf(agent, message.ticketId)).at(-1)).toMatchObject({ type: "ticket.message_edited" });
    expect((await agent.patch<MessageWritten>(path, { body: "Back" })).body.message.body).toBe("Back");
    expect((await agent.delete(path)).status).toBe(200);
    expect((await conversationOf(client, message.ticketId))[0]).toMatchObject({ body: "", attachments: [] });
  });

  test("stay where nothing would be left of a message", async () => {
    const message = await written(0);
    const answer = await agent.patch(`/tickets/${message.ticketId}/messages/${message.id}`, { body: "" });
    expect(refusal(answer)).toBe("422 request.invalid");
    expect(problems(answer)).toEqual([`body empty_message: The message ${needsWords}`]);
  });

  test("leave the files of a description, and stay where it has none", async () => {
    const bare = await client.open();
    // A file of a message is none of the description's.
    await client.post(`/tickets/${bare.id}/replies`, { attachmentIds: [await upload(client)] });
    for (const by of [client, agent]) {
      const answer = await by.patch(`/tickets/${bare.id}`, { description: "" });
      expect(problems(answer)).toEqual([`description empty_message: The message ${needsWords}`]);
      const full = await client.open({ attachmentIds: [await upload(client)] });
      const ref = by === agent ? full.number : full.id;
      const { status, body } = await by.patch<TicketView>(`/tickets/${ref}`, { description: "\u200b" });
      expect([status, body.description]).toEqual([200, ""]);
    }
  });
});

test("the emails name the files, and quote nothing that is not there", async () => {
  const other = await desk.person("client", "Otto");
  const { id } = await other.open({ description: "", attachmentIds: [await upload(other, "smoke.png")] });
  await desk.settled();
  await agent.post(`/tickets/${id}/replies`, { attachmentIds: [await upload(agent, "plan.pdf")] });
  await desk.settled();
  const [opened, answered] = desk.mailer.to(other.email);
  expect(opened?.text).toContain("Attached to your request:\n\n- smoke.png\n");
  expect(answered?.text).toContain("Ada sent you a file. Open it in your request:\n\n- plan.pdf\n\nAnswer");
  for (const letter of [opened, answered]) expect(letter?.html).not.toContain("blockquote");
});
