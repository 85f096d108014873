import type { RelayedView, TakenPage } from "@docket/core/contract/chat";
import { afterEach, beforeEach, expect, test } from "vitest";
import { conversationOf, refusal } from "../../test/answers.ts";
import { addChannel, passTime, startChatDesk } from "../../test/chat-desk.ts";
import type { Answer, Caller, Desk } from "../../test/desk.ts";
import type { FakeBoard } from "../../test/fake-board.ts";
import { link, newKey, program } from "../../test/keys.ts";

let desk: Desk;
let slack: FakeBoard;
let ada: Caller;
let bot: Caller;
let ticketId: string;
let number: number;
beforeEach(async () => {
  ({ desk, slack } = await startChatDesk());
  const client = await desk.person("client", "Cleo");
  ada = await desk.person("agent", "Ada");
  await link(desk, ada, "slack:T1/UADA");
  bot = program(desk, await newKey(desk, ["chat"]), "slack:T1/UADA");
  await addChannel(desk, "C1", { mode: "reply" });
  ({ id: ticketId, number } = await client.open());
  await passTime(desk);
});
afterEach(() => desk.stop());

const thread = () => ({
  platform: "slack",
  workspaceId: "T1",
  channelId: "C1",
  threadId: slack.cardOf(number, "C1").id,
});
const upload = async (name: string): Promise<string> => {
  const { body } = await bot.post<{ id: string }>(`/attachments?name=${name}`, new Blob([name]));
  return body.id;
};
const say = (messageId: string, more: object): Promise<Answer<RelayedView>> =>
  bot.post("/chat/messages", { ...thread(), messageId, body: "Look", ...more });
const edit = (messageId: string, more: object): Promise<Answer<RelayedView>> =>
  bot.patch("/chat/messages", { ...thread(), messageId, ...more });
const names = async () =>
  (await conversationOf(ada, ticketId)).map(({ attachments }) => attachments.map(({ name }) => name));

test("a file that was taken out does not come back by what the chat tells late", async () => {
  const messageId = slack.write(number, "Look");
  const [a, b] = [await upload("a.txt"), await upload("b.txt")];
  await say(messageId, { attachmentIds: [a, b], fileIds: ["FA", "FB"] });
  expect((await edit(messageId, { files: [{ fileId: "FB" }] })).body.message.attachments).toMatchObject([{ id: b }]);
  const again = await upload("a.txt");
  await edit(messageId, { files: [{ fileId: "FA", attachmentId: again }, { fileId: "FB" }] });
  expect(await names()).toEqual([["b.txt"]]);
  const { items } = (await bot.get<TakenPage>(`/chat/messages?${new URLSearchParams(thread())}`)).body;
  expect(items).toMatchObject([
    {
      files: [
        { fileId: "FA", attachmentId: null },
        { fileId: "FB", attachmentId: b },
      ],
    },
  ]);
});

test("a file that was put in stands after those that stay", async () => {
  const messageId = slack.write(number, "Look");
  await say(messageId, { attachmentIds: [await upload("a.txt"), await upload("b.txt")], fileIds: ["FA", "FB"] });
  const added = { fileId: "FC", attachmentId: await upload("c.txt") };
  const { body } = await edit(messageId, { files: [{ fileId: "FB" }, added] });
  expect(body.message.attachments.map(({ name }) => name)).toEqual(["b.txt", "c.txt"]);
  expect(await names()).toEqual([["b.txt", "c.txt"]]);
});

test("files of a message of which the chat's ids are not known stay", async () => {
  const messageId = slack.write(number, "Look");
  await say(messageId, { attachmentIds: [await upload("a.txt")] });
  expect((await edit(messageId, { body: "See", files: [] })).status).toBe(200);
  expect(await names()).toEqual([["a.txt"]]);
});

test("a file goes from a ticket that is closed too, while none comes to it and its words stay", async () => {
  const messageId = slack.write(number, "Look");
  await say(messageId, { attachmentIds: [await upload("a.txt")], fileIds: ["FA"] });
  await ada.post(`/tickets/${ticketId}/resolve`);
  expect((await (await desk.person("manager")).post(`/tickets/${ticketId}/close`)).status).toBe(200);
  const added = [{ fileId: "FA" }, { fileId: "FB", attachmentId: await upload("b.txt") }];
  expect(refusal(await edit(messageId, { files: added }))).toBe("409 ticket.invalid_transition");
  expect((await edit(messageId, { files: [] })).status).toBe(200);
  expect(await names()).toEqual([[]]);
});
