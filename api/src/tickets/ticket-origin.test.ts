import type { Problem } from "@docket/core/contract/problem";
import type { TicketView } from "@docket/core/contract/ticket";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { afterReading, meeting } from "../../test/after-reading.ts";
import { fields, historyOf, listed, refusal, ticketOf } from "../../test/answers.ts";
import type { Answer, Caller } from "../../test/desk.ts";
import { Desk } from "../../test/desk.ts";
import { dump } from "../../test/dump.ts";
import { botFor, newKey, program } from "../../test/keys.ts";

let desk: Desk;
let client: Caller;
let agent: Caller;
let admin: Caller;
let agentsBot: Caller;
let adminsBot: Caller;
beforeAll(async () => {
  desk = await Desk.start({ RATE_WRITES_PER_MINUTE: "10000" });
  client = await desk.person("client", "Cleo");
  agent = await desk.person("agent", "Ada");
  admin = await desk.person("admin", "Root");
  agentsBot = await botFor(desk, agent);
  adminsBot = await botFor(desk, admin);
});
afterAll(() => desk.stop());

let count = 0;
const input = { title: "Where is it?", description: "It should be here.", category: "question" };

/** A message of a chat that nobody has seen before. */
const message = (changes: Record<string, unknown> = {}) => ({
  platform: "slack",
  workspaceId: "T1",
  channelId: "C1",
  messageId: `1700000000.${String(++count).padStart(6, "0")}`,
  url: "https://example.slack.test/archives/C1/p1700000000",
  ...changes,
});
type Origin = ReturnType<typeof message>;

/** A ticket, or a problem in its place. */
type Outcome = Omit<TicketView, "status"> & Omit<Problem, "status">;

const open = (by: Caller, origin: unknown, headers = {}): Promise<Answer<Outcome>> =>
  by.post("/tickets", { ...input, origin }, headers);

const exists = (there: Outcome | undefined) => ({
  code: "ticket.exists",
  status: 409,
  ticket: { id: there?.id, number: there?.number },
});

describe("a ticket that is made from a message of a chat", () => {
  test("says so to staff, and to nobody else", async () => {
    const origin = message();
    const requester = { name: "Cleo", email: client.email };
    const { status, body } = await agent.post<TicketView>("/tickets", { ...input, origin, requester });
    const shown = { platform: "slack", url: origin.url };
    expect([status, body.origin]).toEqual([201, shown]);
    expect((await ticketOf(admin, body.id)).origin).toEqual(shown);
    expect((await ticketOf(client, body.id)).origin).toBeNull();
    for (const said of [await ticketOf(client, body.id), await historyOf(client, body.id)]) {
      expect(JSON.stringify(said)).not.toContain("slack.test");
    }
    await agent.post(`/tickets/${body.id}/claim`);
    expect((await ticketOf(agent, body.id)).origin).toEqual(shown);
  });

  test("is one for each message: who comes later hears which", async () => {
    const origin = message();
    const { body: first } = await open(agent, origin);
    // That a key is used is written down, once an hour.
    for (const bot of [agentsBot, adminsBot]) await bot.get("/me");
    await desk.settled();
    const before = await dump(desk);
    for (const by of [agent, admin, agentsBot, adminsBot]) {
      const answer = await open(by, { ...origin, url: "https://elsewhere.slack.test/" });
      expect(answer.body).toMatchObject(exists(first));
      expect(answer.body.detail).toContain(`#${first.number}`);
    }
    expect(await dump(desk)).toEqual(before);
  });

  test("is named to bots for people of that chat, until it is deleted, and to nobody else", async () => {
    const { url, ...origin } = message();
    const path = `/chat/made-ticket?${new URLSearchParams(origin)}`;
    expect(refusal(await agentsBot.get(path))).toBe("404 resource.not_found");
    const { body } = await open(agent, { ...origin, url });
    const { id, number, title } = body;
    const made = {
      id,
      number,
      title,
      url: expect.stringMatching(new RegExp(`^https?://.*/tickets/${number}$`)) as string,
    };
    for (const bot of [agentsBot, adminsBot]) expect((await bot.get(path)).body).toEqual(made);
    for (const other of [agent, admin, client]) expect(refusal(await other.get(path))).toBe("403 permission.denied");
    expect(refusal(await agentsBot.get(path.replace("slack", "discord")))).toBe("403 permission.denied");
    expect(refusal(await agentsBot.get(path.replace("=C1", "=C2")))).toBe("404 resource.not_found");
    await admin.delete(`/tickets/${id}`);
    expect(refusal(await agentsBot.get(path))).toBe("404 resource.not_found");
  });

  test("is told apart by platform, workspace, channel and message", async () => {
    const origin = message();
    const others = [{ platform: "discord" }, { workspaceId: "T2" }, { channelId: "C2" }, { messageId: "1700000001.1" }];
    const answers = await Promise.all([{}, ...others].map((other) => open(agent, { ...origin, ...other })));
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201, 201]);
  });

  test.each([
    ["for which there was none", false],
    ["whose ticket was deleted", true],
  ])("is one, however many make it at once from a message %s", async (_, isStale) => {
    const busy = await Desk.start({ RATE_WRITES_PER_MINUTE: "10000" });
    const [person, root] = [await busy.person("agent"), await busy.person("admin")];
    const origin = message();
    if (isStale) await root.delete(`/tickets/${(await open(person, origin)).body.id}`);
    // All know who asks before anybody looks for a ticket, and all have looked before anybody writes.
    const [known, looked] = [meeting(20), meeting(20)];
    let reads = 0;
    afterReading(busy, async () => (++reads <= 20 ? known() : reads <= 40 ? looked() : undefined));
    const answers = await Promise.all(Array.from({ length: 20 }, () => open(person, origin)));
    const made = answers.filter(({ status }) => status === 201);
    expect(made).toHaveLength(1);
    for (const { status, body } of answers) if (status !== 201) expect(body).toMatchObject(exists(made[0]?.body));
    expect(await listed(person)).toEqual([made[0]?.body.number]);
    await busy.stop();
  });

  test("is made once for one idempotency key, and answered as often as asked", async () => {
    const origin = message();
    const headers = { "idempotency-key": "from-this-message" };
    const answers = await Promise.all(Array.from({ length: 5 }, () => open(agent, origin, headers)));
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201, 201]);
    expect(new Set(answers.map(({ body }) => body.number)).size).toBe(1);
  });

  test("can be made anew when the one before was deleted, once", async () => {
    const origin = message();
    const { body: first } = await open(agent, origin);
    await admin.delete(`/tickets/${first.id}`);
    const { status, body: second } = await open(agent, origin);
    expect([status, second.number > first.number]).toEqual([201, true]);
    expect((await open(agent, origin)).body).toMatchObject(exists(second));
  });

  test("is not made when something else is wrong, and can be made then", async () => {
    const origin = message();
    const wrong = await agent.post("/tickets", { ...input, origin, category: "poetry" });
    expect(refusal(wrong)).toBe("422 category.unknown");
    expect((await open(agent, origin)).status).toBe(201);
  });
});

describe("where it was made from is said", () => {
  test("by staff, by a bot for them, and by programs of the staff", async () => {
    const key = program(desk, await newKey(desk, ["tickets:read", "tickets:write"]));
    const requester = { name: "Nora", email: "nora@shop.test" };
    expect((await open(agentsBot, message())).body).toMatchObject({
      origin: { platform: "slack" },
      source: "slack",
      requester: { id: agent.id },
    });
    expect((await key.post("/tickets", { ...input, requester, origin: message() })).status).toBe(201);
  });

  test("by nobody else", async () => {
    const visitor = await desk.visitor();
    const requester = { name: "Vera", email: "vera@shop.test" };
    for (const answer of [
      await open(client, message()),
      await visitor.post<unknown>("/tickets", { ...input, requester, origin: message() }),
    ]) {
      expect([refusal(answer), fields(answer)]).toEqual(["403 permission.denied", ["origin"]]);
    }
  });

  test.each<[string, Partial<Record<keyof Origin, unknown>>]>([
    ["origin.platform", { platform: "email" }],
    ["origin.workspaceId", { workspaceId: "" }],
    ["origin.channelId", { channelId: "C 1" }],
    ["origin.messageId", { messageId: "x".repeat(65) }],
    ["origin.url", { url: "javascript:alert(1)" }],
    ["origin.url", { url: "data:text/html,x" }],
    ["origin.url", { url: "/archives/C1" }],
    ["origin.url", { url: `https://slack.test/${"x".repeat(500)}` }],
    ["origin.url", { url: undefined }],
  ])("with everything that it takes: %s of %j is refused", async (field, changes) => {
    const answer = await open(agent, message(changes));
    expect([refusal(answer), fields(answer)]).toEqual(["422 request.invalid", [field]]);
  });

  test("with an address that is no markup, whoever shows it", async () => {
    const { body } = await open(agent, message({ url: 'HTTPS://Slack.test/a"b>c<d e' }));
    expect(body.origin?.url).toBe("https://slack.test/a%22b%3Ec%3Cd%20e");
  });

  test.each([
    ["https://bank.test:x@evil.test/a@b", "https://evil.test/a@b"],
    ["https://slack.com@evil.test/x", "https://evil.test/x"],
    ["https://slack.com\uff0f@evil.test/x", "https://evil.test/x"],
    ["https://evil.test\\@slack.com", "https://evil.test/@slack.com"],
    ["https:\\\\slack.com@evil.test/", "https://evil.test/"],
  ])("with an address that shows where it leads: %s", async (url, kept) => {
    const { body } = await open(agent, message({ url }));
    expect(body.origin?.url).toBe(kept);
  });
});
