import type { FollowedPage, TakenPage } from "@docket/core/contract/chat";
import type { TicketView } from "@docket/core/contract/ticket";
import { day, hour, minute, toIso } from "@docket/core/time";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { fields, refusal, walk } from "../../test/answers.ts";
import { addChannel, passTime, startChatDesk } from "../../test/chat-desk.ts";
import type { Answer, Caller } from "../../test/desk.ts";
import { Desk } from "../../test/desk.ts";
import type { FakeBoard } from "../../test/fake-board.ts";
import { link, newKey, program } from "../../test/keys.ts";

let desk: Desk;
let slack: FakeBoard;
let client: Caller;
let ada: Caller;
let key: string;
let bot: Caller;
let ticket: TicketView;
let start: number;
beforeEach(async () => {
  ({ desk, slack } = await startChatDesk());
  client = await desk.person("client", "Cleo");
  ada = await desk.person("agent", "Ada");
  key = await newKey(desk, ["chat"]);
  bot = program(desk, key);
  start = desk.clock.now();
  await addChannel(desk, "C1");
  await addChannel(desk, "C1", { platform: "discord" });
  ticket = await client.open();
  await passTime(desk);
});
afterEach(() => desk.stop());

const threadOf = ({ number }: TicketView) => ({
  platform: "slack",
  workspaceId: "T1",
  channelId: "C1",
  threadId: slack.cardOf(number).id,
});

const say = async (who: Caller, body: string, on = ticket): Promise<string> => {
  const messageId = slack.write(on.number, body);
  expect((await who.post("/chat/messages", { ...threadOf(on), messageId, body })).status).toBe(201);
  return messageId;
};

const asked = (more: Record<string, string> = {}, on = ticket) =>
  `/chat/messages?${new URLSearchParams({ ...threadOf(on), ...more })}`;
const taken = (by: Caller, more: Record<string, string> = {}): Promise<Answer<TakenPage>> => by.get(asked(more));

/** Somebody of the staff in Slack, as their bot brings them. */
const inSlack = async (person: Caller, userId: string): Promise<Caller> => {
  await link(desk, person, `slack:T1/${userId}`);
  return program(desk, key, `slack:T1/${userId}`);
};

describe("what was taken from a thread", () => {
  test("is listed newest first, each with an account of its author in that workspace", async () => {
    const ben = await desk.person("agent", "Ben");
    const adaThere = await inSlack(ada, "UADA");
    await link(desk, ada, "slack:T2/UELSEWHERE");
    await link(desk, ada, "discord:1");
    const benThere = await inSlack(ben, "UBEN");
    const ids = [await say(adaThere, "One"), await say(benThere, "Two"), await say(adaThere, "Three")];
    const another = await client.open();
    await passTime(desk);
    await say(adaThere, "Elsewhere", another);
    const all = await walk<TakenPage["items"][number]>(bot, `${asked()}&limit=2`);
    const users = ["UADA", "UBEN", "UADA"];
    expect(all).toEqual(
      ids
        .map((messageId, i) => ({ messageId, userId: users[i], kind: "note", files: [], editedAt: null }))
        .toReversed(),
    );
    expect((await taken(bot, { messageId: ids[1] ?? "" })).body.items).toEqual([
      { messageId: ids[1], userId: "UBEN", kind: "note", files: [], editedAt: null },
    ]);
  });

  test("is not what was deleted, and has nobody whose link is gone", async () => {
    const adaThere = await inSlack(ada, "UADA");
    const [first, second] = [await say(adaThere, "One"), await say(adaThere, "Two")];
    await adaThere.delete(asked({ messageId: first }));
    const links = (await ada.get<{ items: { id: string }[] }>("/identity-links")).body.items;
    for (const { id } of links) await ada.delete(`/identity-links/${id}`);
    expect((await taken(bot)).body.items).toEqual([
      { messageId: second, userId: null, kind: "note", files: [], editedAt: null },
    ]);
  });

  test("says which change its author was told of, as they say themselves", async () => {
    const adaThere = await inSlack(ada, "UADA");
    const benThere = await inSlack(await desk.person("agent", "Ben"), "UBEN");
    const messageId = await say(adaThere, "One");
    const [early, late] = [toIso(start + hour), toIso(start + 2 * hour)];
    const tell = (by: Caller, editedAt: string) =>
      by.patch("/chat/messages", { ...threadOf(ticket), messageId, editedAt });
    const told = async () => (await taken(bot)).body.items.map(({ editedAt }) => editedAt);
    await tell(benThere, late);
    expect(await told()).toEqual([null]);
    for (const at of [late, early]) expect((await tell(adaThere, at)).status).toBe(200);
    expect(await told()).toEqual([late]);
  });

  test("is told to bots, and of a thread that is no ticket's there is nothing", async () => {
    const adaThere = await inSlack(ada, "UADA");
    const messageId = await say(adaThere, "One");
    for (const other of [ada, client]) expect(refusal(await taken(other))).toBe("403 permission.denied");
    expect((await taken(adaThere)).body.items).toHaveLength(1);
    for (const wrong of [{ threadId: "1.1" }, { channelId: "C2" }, { workspaceId: "T2" }, { messageId: "1.1" }]) {
      expect((await taken(bot, wrong)).body).toEqual({ items: [], nextCursor: null });
    }
    const cursor = btoa(JSON.stringify([42])).replace(/=+$/, "");
    expect(refusal(await taken(bot, { cursor, messageId }))).toBe("422 request.invalid");
  });
});

describe("until when all is followed", () => {
  const marks = async () => {
    const items = await walk<FollowedPage["items"][number]>(bot, "/chat/cards");
    return Object.fromEntries(items.map(({ workspaceId, followedUntil }) => [workspaceId, followedUntil]));
  };
  const say = (workspaces: object, by = bot) => by.put("/chat/followed", workspaces);

  test("is at first when the workspace was connected, and then as bots say", async () => {
    expect(await marks()).toEqual({ T1: toIso(start), G1: toIso(start) });
    desk.clock.advance(hour);
    const once = toIso(desk.clock.now());
    expect((await say({ platform: "discord" })).status).toBe(204);
    expect(await marks()).toEqual({ T1: toIso(start), G1: once });
    desk.clock.advance(minute);
    await say({ platform: "slack", workspaceId: "T2" });
    expect(await marks()).toEqual({ T1: toIso(start), G1: once });
    await say({ platform: "slack", workspaceId: "T1" });
    expect(await marks()).toEqual({ T1: toIso(desk.clock.now()), G1: once });
    desk.clock.advance(-hour);
    await say({ platform: "discord" });
    expect((await marks())["G1"]).toBe(once);
  });

  test("nobody but bots may say", async () => {
    for (const other of [ada, client])
      expect(refusal(await say({ platform: "slack" }, other))).toBe("403 permission.denied");
    expect((await marks())["T1"]).toBe(toIso(start));
  });

  test("bots may not say of Slack where Slack sends to the desk itself", async () => {
    const own = await Desk.start({
      SLACK_BOT_TOKEN: "xoxb-of-the-test",
      SLACK_SIGNING_SECRET: "a secret of the test",
    });
    const there = program(own, await newKey(own, ["chat"]));
    const answer = await there.put("/chat/followed", { platform: "slack", workspaceId: "T1" });
    expect([refusal(answer), fields(answer)]).toEqual(["422 request.invalid", ["platform"]]);
    expect((await there.put("/chat/followed", { platform: "discord" })).status).toBe(204);
    await own.stop();
  });

  test("keeps the cards of tickets in the list that ended since", async () => {
    const admin = await desk.person("admin");
    await say({ platform: "slack" });
    await admin.post(`/tickets/${ticket.id}/resolve`);
    desk.clock.advance(40 * day);
    expect(Object.keys(await marks()).toSorted()).toEqual(["G1", "T1"]);
    await say({ platform: "slack" });
    await say({ platform: "discord" });
    expect(await marks()).toEqual({});
  });
});
