import type { FollowedPage, RelayedView } from "@docket/core/contract/chat";
import type { TicketView } from "@docket/core/contract/ticket";
import { day, second, toIso } from "@docket/core/time";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { conversationOf, fields, note, refusal, reply, ticketOf, walk } from "../../test/answers.ts";
import { addChannel, passTime, startChatDesk } from "../../test/chat-desk.ts";
import type { Answer, Caller, Desk } from "../../test/desk.ts";
import type { FakeBoard } from "../../test/fake-board.ts";
import { link, newKey, program } from "../../test/keys.ts";
import { PermanentFailure } from "../outbox/permanent-failure.ts";

let desk: Desk;
let slack: FakeBoard;
let discord: FakeBoard;
let client: Caller;
let ada: Caller;
let key: string;
/** Ada's bot: what she does in Slack. */
let bot: Caller;
beforeEach(async () => {
  ({ desk, slack, discord } = await startChatDesk());
  client = await desk.person("client", "Cleo");
  ada = await desk.person("agent", "Ada");
  key = await newKey(desk, ["chat"]);
  await link(desk, ada, "slack:T1/UADA");
  bot = program(desk, key, "slack:T1/UADA");
});
afterEach(() => desk.stop());

const threadOf = (number: number, channelId = "C1") => ({
  platform: "slack",
  workspaceId: "T1",
  channelId,
  threadId: slack.cardOf(number, channelId).id,
});

/** Somebody writes in the thread, and their bot brings it. */
const say = async (
  number: number,
  body: string,
  {
    by = bot,
    messageId = slack.write(number, body),
    ...more
  }: { by?: Caller; messageId?: string; [field: string]: unknown } = {},
): Promise<Answer<RelayedView>> => by.post("/chat/messages", { ...threadOf(number), messageId, body, ...more });

const shownTicket = async (mode: "discuss" | "reply" = "discuss"): Promise<TicketView> => {
  await addChannel(desk, "C1", { mode });
  const ticket = await client.open();
  await passTime(desk);
  return ticket;
};

const bodiesOf = async (ticket: TicketView) =>
  (await conversationOf(ada, ticket.id)).map(({ kind, body }) => `${kind}: ${body}`);

describe("a plain message", () => {
  test("is a note where the staff discuss, and has its receipt", async () => {
    const ticket = await shownTicket();
    const { status, body } = await say(ticket.number, "Who knows this?");
    expect(status).toBe(201);
    expect(body.message).toMatchObject({ kind: "note", body: "Who knows this?", source: "slack" });
    expect(body.message.author).toMatchObject({ kind: "staff", id: ada.id, name: "Ada" });
    expect(body.ticket).toMatchObject({ number: ticket.number, assignee: null });
    await passTime(desk);
    expect(slack.threadOf(ticket.number)).toEqual(["Who knows this? (note)"]);
    expect(slack.cardOf(ticket.number).view.lastMessage?.excerpt).toBe("Who knows this?");
  });

  test("is a reply where they answer, and a note with the marker", async () => {
    const ticket = await shownTicket("reply");
    expect((await say(ticket.number, "// Shall I?")).body.message).toMatchObject({ kind: "note", body: "Shall I?" });
    const { body } = await say(ticket.number, "Have you tried water?");
    expect(body.message).toMatchObject({ kind: "reply", body: "Have you tried water?" });
    expect(body.ticket).toMatchObject({ assignee: { id: ada.id }, status: "in_progress" });
    await passTime(desk);
    expect(slack.threadOf(ticket.number)).toEqual(["// Shall I? (note)", "Have you tried water? (sent)"]);
    expect(desk.mailer.to(client.email).some(({ text }) => text.includes("Have you tried water?"))).toBe(true);
  });

  test("has the receipt that its letter has come to", async () => {
    const ticket = await shownTicket("reply");
    desk.mailer.fail(1, new PermanentFailure("mail to this address bounced"));
    await say(ticket.number, "Hello");
    await passTime(desk);
    expect(slack.threadOf(ticket.number)).toEqual(["Hello (failed)"]);
  });

  test("goes to the other cards of the ticket", async () => {
    await addChannel(desk, "C2");
    await addChannel(desk, "C1", { platform: "discord" });
    const ticket = await shownTicket();
    await say(ticket.number, "Who knows this?");
    await passTime(desk);
    expect(slack.threadOf(ticket.number)).toEqual(["Who knows this? (note)"]);
    expect(slack.threadOf(ticket.number, "C2")).toEqual(["Ada: Who knows this? (note)"]);
    expect(discord.threadOf(ticket.number)).toEqual(["Ada: Who knows this? (note)"]);
  });

  test("has its files", async () => {
    const ticket = await shownTicket();
    await addChannel(desk, "C2");
    const file = await bot.post<{ id: string }>("/attachments?name=a.txt", new TextEncoder().encode("one"));
    const { body } = await say(ticket.number, "", { attachmentIds: [file.body.id] });
    expect(body.message).toMatchObject({ body: "", attachments: [{ name: "a.txt" }] });
    await passTime(desk);
    expect(slack.threadOf(ticket.number, "C2")).toEqual(["Ada: [a.txt: one] (note)"]);
  });
});

describe("the same message", () => {
  test("is taken once, by whichever bot it comes, and the answer is what it became", async () => {
    const ticket = await shownTicket();
    const messageId = slack.write(ticket.number, "Once");
    const other = program(desk, await newKey(desk, ["chat"]), "slack:T1/UADA");
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, i) => say(ticket.number, "Once", { messageId, by: i % 2 ? other : bot })),
    );
    expect(new Set(answers.map(({ status, body }) => `${status} ${body.message?.id}`)).size).toBe(1);
    await note(ada, ticket.id, "Meanwhile");
    const late = await say(ticket.number, "Once", { messageId });
    expect(late.body.message).toEqual(answers[0]?.body.message);
    expect(late.body.ticket.version).toBeGreaterThan(answers[0]?.body.ticket.version ?? 0);
    expect(await bodiesOf(ticket)).toEqual(["note: Once", "note: Meanwhile"]);
    await passTime(desk);
    expect(slack.threadOf(ticket.number)).toEqual(["Once (note)", "Ada: Meanwhile (note)"]);
  });

  test("is taken once with one idempotency key, too", async () => {
    const ticket = await shownTicket();
    const messageId = slack.write(ticket.number, "Once");
    const body = { ...threadOf(ticket.number), messageId, body: "Once" };
    const headers = { "idempotency-key": "event.Ev1" };
    const answers = await Promise.all([1, 2, 3].map(() => bot.post<RelayedView>("/chat/messages", body, headers)));
    expect(new Set(answers.map((answer) => answer.body.message.id)).size).toBe(1);
    expect(await bodiesOf(ticket)).toEqual(["note: Once"]);
  });

  test("in another thread is another one", async () => {
    await addChannel(desk, "C2");
    const ticket = await shownTicket();
    const messageId = slack.write(ticket.number, "Same id");
    await say(ticket.number, "Here", { messageId });
    await say(ticket.number, "There", { messageId, ...threadOf(ticket.number, "C2") });
    expect(await bodiesOf(ticket)).toEqual(["note: Here", "note: There"]);
  });
});

describe("what is refused", () => {
  test("says why: a closed ticket takes no reply, and a note all the same", async () => {
    const ticket = await shownTicket("reply");
    const admin = await desk.person("admin");
    for (const step of ["resolve", "close"]) await admin.post(`/tickets/${ticket.id}/${step}`);
    expect(refusal(await say(ticket.number, "One more thing"))).toBe("409 ticket.invalid_transition");
    expect((await say(ticket.number, "// One more thing")).status).toBe(201);
  });

  test("is what no ticket's thread is", async () => {
    const ticket = await shownTicket();
    const messageId = slack.write(ticket.number, "Hello");
    for (const wrong of [
      { threadId: "1.1" },
      { channelId: "C2" },
      { workspaceId: "T2" },
      { platform: "slack", workspaceId: "G1" },
    ]) {
      const thread = { ...threadOf(ticket.number), ...wrong };
      expect(refusal(await bot.post("/chat/messages", { ...thread, messageId, body: "Hello" }))).toBe(
        "404 resource.not_found",
      );
      expect(refusal(await bot.get(`/chat/ticket?${new URLSearchParams(thread)}`))).toBe("404 resource.not_found");
    }
    const admin = await desk.person("admin");
    await admin.delete(`/tickets/${ticket.id}`);
    expect(refusal(await say(ticket.number, "Hello"))).toBe("404 resource.not_found");
  });

  test("is what nobody in particular says, or somebody of another chat", async () => {
    const ticket = await shownTicket();
    await link(desk, ada, "discord:1");
    const messageId = slack.write(ticket.number, "Hello");
    const body = { ...threadOf(ticket.number), messageId, body: "Hello" };
    const powerful = program(desk, await newKey(desk, ["chat", "tickets:read", "tickets:write"]));
    for (const other of [program(desk, key), powerful, program(desk, key, "discord:1"), ada, client]) {
      expect(refusal(await other.post("/chat/messages", body))).toBe("403 permission.denied");
    }
    const stranger = program(desk, key, "slack:T1/USTRANGER");
    expect(refusal(await stranger.post("/chat/messages", body))).toBe("403 auth.not_linked");
    expect(await bodiesOf(ticket)).toEqual([]);
  });

  test("is what says nothing", async () => {
    const ticket = await shownTicket("reply");
    for (const body of ["", " // ", "//"]) {
      const answer = await say(ticket.number, body);
      expect(refusal(answer)).toBe("422 request.invalid");
    }
    expect(await bodiesOf(ticket)).toEqual([]);
  });
});

describe("what its author changes in the thread", () => {
  const edit = (number: number, messageId: string, body: string, by = bot): Promise<Answer<RelayedView>> =>
    by.patch("/chat/messages", { ...threadOf(number), messageId, body });
  const erase = (number: number, messageId: string, by = bot) =>
    by.delete(`/chat/messages?${new URLSearchParams({ ...threadOf(number), messageId })}`);

  test("changes on the desk and in the other threads, and keeps its kind", async () => {
    const ticket = await shownTicket("reply");
    await addChannel(desk, "C2");
    const [first, second_] = [slack.write(ticket.number, "Frist"), slack.write(ticket.number, "// Secnod")];
    await say(ticket.number, "Frist", { messageId: first });
    await say(ticket.number, "// Secnod", { messageId: second_ });
    await passTime(desk);
    desk.clock.advance(second);
    expect((await edit(ticket.number, first, "First")).body.message).toMatchObject({ kind: "reply", body: "First" });
    expect((await edit(ticket.number, second_, "// Second")).body.message).toMatchObject({
      kind: "note",
      body: "Second",
    });
    await passTime(desk);
    expect(slack.threadOf(ticket.number, "C2")).toEqual(["Ada: First (edited) (sent)", "Ada: Second (edited) (note)"]);
    expect(slack.count("updateMessage")).toBe(2);
    const marked = await edit(ticket.number, first, "// First");
    expect([refusal(marked), fields(marked)]).toEqual(["422 request.invalid", ["body"]]);
    expect((await edit(ticket.number, second_, "Second!")).body.message).toMatchObject({ kind: "note" });
    expect(await bodiesOf(ticket)).toEqual(["reply: First", "note: Second!"]);
  });

  test("is taken once, and never after something newer", async () => {
    const ticket = await shownTicket();
    const messageId = slack.write(ticket.number, "One");
    const { id } = (await say(ticket.number, "One", { messageId })).body.message;
    const editAt = (editedAt: number, body: string) =>
      bot.patch<RelayedView>("/chat/messages", {
        ...threadOf(ticket.number),
        messageId,
        body,
        editedAt: toIso(editedAt),
      });
    const now = desk.clock.now();
    expect((await editAt(now + second, "Three")).body.message.body).toBe("Three");
    expect((await editAt(now, "Two")).body.message.body).toBe("Three");
    await ada.patch(`/tickets/${ticket.id}/messages/${id}`, { body: "Four" });
    expect((await editAt(now + second, "Three")).body.message.body).toBe("Four");
    expect(await bodiesOf(ticket)).toEqual(["note: Four"]);
    expect((await editAt(now + 2 * second, "Five")).body.message.body).toBe("Five");
  });

  test("is taken back everywhere else when it is deleted", async () => {
    const ticket = await shownTicket();
    await addChannel(desk, "C2");
    const messageId = slack.write(ticket.number, "Oops");
    await say(ticket.number, "Oops", { messageId });
    await passTime(desk);
    expect(slack.threadOf(ticket.number, "C2")).toHaveLength(1);
    expect((await erase(ticket.number, messageId)).status).toBe(204);
    expect((await erase(ticket.number, messageId)).status).toBe(204);
    await passTime(desk);
    expect(slack.threadOf(ticket.number, "C2")).toEqual([]);
    expect(await bodiesOf(ticket)).toEqual(["note: "]);
    expect(refusal(await edit(ticket.number, messageId, "Back"))).toBe("409 ticket.invalid_transition");
  });

  test("is nobody else's to change, and nothing that the desk does not know", async () => {
    const ticket = await shownTicket();
    const messageId = slack.write(ticket.number, "Mine");
    await say(ticket.number, "Mine", { messageId });
    const ben = await desk.person("agent", "Ben");
    await link(desk, ben, "slack:T1/UBEN");
    const other = program(desk, key, "slack:T1/UBEN");
    expect(refusal(await edit(ticket.number, messageId, "Yours", other))).toBe("403 permission.denied");
    expect(refusal(await erase(ticket.number, messageId, other))).toBe("403 permission.denied");
    expect(refusal(await edit(ticket.number, "1.5", "What?"))).toBe("404 resource.not_found");
    expect(refusal(await erase(ticket.number, "1.5"))).toBe("404 resource.not_found");
    expect(refusal(await edit(ticket.number, messageId, "//"))).toBe("422 request.invalid");
    expect(await bodiesOf(ticket)).toEqual(["note: Mine"]);
  });
});

test("the ticket of a thread is what the person sees of it", async () => {
  const ticket = await shownTicket();
  const answer = await bot.get<TicketView>(`/chat/ticket?${new URLSearchParams(threadOf(ticket.number))}`);
  expect(answer.body).toEqual(await ticketOf(bot, ticket.id));
  const nobody = program(desk, key);
  expect(refusal(await nobody.get(`/chat/ticket?${new URLSearchParams(threadOf(ticket.number))}`))).toBe(
    "403 permission.denied",
  );
});

describe("the cards to listen to", () => {
  const follow = (query = "") => walk<FollowedPage["items"][number]>(program(desk, key), `/chat/cards?limit=2${query}`);

  test("are those of open tickets, with where the desk has got to in each thread", async () => {
    await addChannel(desk, "C1", { platform: "discord" });
    const first = await shownTicket();
    const others: TicketView[] = [];
    for (let i = 0; i < 3; i++) {
      desk.clock.advance(1);
      others.push(await client.open());
      await desk.settled();
    }
    await passTime(desk);
    await reply(client, first.id, "From the client");
    await say(first.number, "One");
    const last = slack.write(first.number, "Two");
    await say(first.number, "Two", { messageId: last });
    await reply(client, first.id, "After that");
    await passTime(desk);
    const all = await follow("&platform=slack");
    expect(all.map(({ ticketId }) => ticketId)).toEqual([first, ...others].map(({ id }) => id));
    const followedUntil = expect.any(String) as string;
    expect(all[0]).toEqual({ ...threadOf(first.number), ticketId: first.id, lastMessageId: last, followedUntil });
    expect(all.slice(1).every(({ lastMessageId }) => lastMessageId === null)).toBe(true);
    expect((await follow("&platform=discord")).map(({ workspaceId }) => workspaceId)).toEqual(["G1", "G1", "G1", "G1"]);
    expect(await follow()).toHaveLength(8);
    expect(await follow("&platform=slack&workspaceId=T1&channelId=C1")).toHaveLength(4);
    expect(await follow("&platform=slack&workspaceId=T1&channelId=C2")).toEqual([]);
  });

  test("are those of solved tickets for a month, and the one that is asked for whatever became of its ticket", async () => {
    const ticket = await shownTicket();
    const admin = await desk.person("admin");
    await admin.post(`/tickets/${ticket.id}/resolve`);
    expect(await follow()).toHaveLength(1);
    desk.clock.advance(31 * day);
    await program(desk, key).put("/chat/followed", { platform: "slack" });
    expect(await follow()).toEqual([]);
    const query = `&${new URLSearchParams(threadOf(ticket.number))}`;
    expect((await follow(query)).map(({ ticketId }) => ticketId)).toEqual([ticket.id]);
    await bot.post(`/tickets/${ticket.id}/reopen`);
    expect(await follow()).toHaveLength(1);
    await (await desk.person("admin")).delete(`/tickets/${ticket.id}`);
    expect(await follow()).toEqual([]);
    expect((await follow(query)).map(({ ticketId }) => ticketId)).toEqual([ticket.id]);
  });

  test("are those that are sent, and only for bots", async () => {
    await addChannel(desk, "C1");
    slack.channels.delete("C1");
    await client.open();
    await passTime(desk, 10 * second);
    expect(await follow()).toEqual([]);
    for (const other of [ada, client]) expect(refusal(await other.get("/chat/cards"))).toBe("403 permission.denied");
    expect((await bot.get("/chat/cards")).status).toBe(200);
  });
});
