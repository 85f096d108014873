import type { MessageWritten } from "@docket/core/contract/message";
import type { TicketPage, TicketView } from "@docket/core/contract/ticket";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { conversationOf, reply, ticketOf } from "../../test/answers.ts";
import { addChannel, passTime, startChatDesk } from "../../test/chat-desk.ts";
import type { Caller, Desk } from "../../test/desk.ts";
import type { FakeBoard } from "../../test/fake-board.ts";

let desk: Desk;
let slack: FakeBoard;
let agent: Caller;
let admin: Caller;
beforeEach(async () => {
  ({ desk, slack } = await startChatDesk());
  agent = await desk.person("agent", "Ada");
  admin = await desk.person("admin", "Ann");
});
afterEach(() => desk.stop());

/** The page behind the link of the last email to an address. */
const pressNotMe = async (email: string, wish: "stop" | "again"): Promise<void> => {
  const link = desk.mailer
    .to(email)
    .map(({ text }) => /^http\S*not-me\S*$/m.exec(text)?.[0])
    .findLast((one) => one !== undefined);
  const answer = await desk.fetch(new Request(link ?? "", { method: "POST", body: new URLSearchParams({ wish }) }));
  expect(answer.status).toBe(200);
};

const written = (answer: { body: MessageWritten }) => ({
  unreached: answer.body.ticket.requester.unreached,
  delivery: answer.body.message.delivery,
});

const listed = async (reader: Caller, { id }: TicketView) =>
  (await reader.get<TicketPage>("/tickets")).body.items.find((one) => one.id === id)?.requester.unreached;

/** A reply whose end the thread of the card shows, too. */
const answer = async ({ id, number }: TicketView, body: string) => {
  const how = written(await reply(agent, id, body));
  await passTime(desk);
  const shown = slack.threadOf(number).find((line) => line.includes(body));
  const [last] = (await conversationOf(agent, id)).filter((message) => message.body === body);
  return [how, last?.delivery, shown];
};

const kept = (unreached: TicketView["requester"]["unreached"], body: string) => [
  { unreached, delivery: "none" },
  "none",
  `Ada: ${body} (kept)`,
];
const sent = (body: string) => [{ unreached: null, delivery: "queued" }, "sent", `Ada: ${body} (sent)`];

describe("a reply that no email takes to the client says so, and why, where the client", () => {
  test("was deleted", async () => {
    const client = await desk.person("client", "Cleo");
    await addChannel(desk, "C1");
    const ticket = await client.open();
    await passTime(desk);
    expect(await answer(ticket, "One")).toEqual(sent("One"));
    await admin.delete(`/people/${client.id}`);
    expect((await ticketOf(agent, ticket.id)).requester.unreached).toBe("deleted");
    expect(await listed(agent, ticket)).toBe("deleted");
    expect(await answer(ticket, "Two")).toEqual(kept("deleted", "Two"));
    expect(slack.threadOf(ticket.number)).toContain("Ada: One (sent)");
    expect(desk.mailer.letters.filter(({ text }) => text.includes("Two"))).toEqual([]);
  });

  test("may not sign in, until they may again", async () => {
    const client = await desk.person("client", "Cleo");
    await addChannel(desk, "C1");
    const ticket = await client.open();
    await passTime(desk);
    await admin.patch(`/people/${client.id}`, { active: false });
    expect(await answer(ticket, "One")).toEqual(kept("switched_off", "One"));
    await admin.patch(`/people/${client.id}`, { active: true });
    expect(await answer(ticket, "Two")).toEqual(sent("Two"));
  });

  test("says that it was not them, for each address of that mailbox, and is not told", async () => {
    const visitor = await desk.visitor();
    await addChannel(desk, "C1");
    const open = (email: string) => visitor.open({ requester: { name: "V", email } });
    const ticket = await open("vera.ott@gmail.com");
    await passTime(desk);
    expect(await listed(agent, ticket)).toBeNull();
    await pressNotMe("vera.ott@gmail.com", "stop");
    expect(await listed(agent, ticket)).toBe("disowned");
    expect(await answer(ticket, "One")).toEqual(kept("disowned", "One"));
    const other = await open("veraott+1@gmail.com");
    expect(await listed(agent, other)).toBe("disowned");
    expect((await ticketOf(visitor, ticket.id)).requester).toMatchObject({ id: null, unreached: null });
    expect((await conversationOf(visitor, ticket.id)).map(({ delivery }) => delivery)).toEqual(["none"]);
    await pressNotMe("vera.ott@gmail.com", "again");
    expect(await listed(agent, other)).toBeNull();
    expect(await answer(ticket, "Two")).toEqual(sent("Two"));
  });
});

test("staff who answer themselves lack nothing", async () => {
  await addChannel(desk, "C1");
  const { id, number } = await agent.open();
  await passTime(desk);
  await reply(agent, id, "Done it myself");
  await passTime(desk);
  expect(slack.threadOf(number)).toContain("Ada: Done it myself (sent)");
});
