import type { ParkedPage, RetryingPage } from "@docket/core/contract/outbox";
import type { PersonPage } from "@docket/core/contract/person";
import type { TicketView } from "@docket/core/contract/ticket";
import { hour, minute, second } from "@docket/core/time";
import { asc } from "drizzle-orm";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { passTime } from "../../test/chat-desk.ts";
import { postAuth } from "../../test/auth-calls.ts";
import { Caller, Desk } from "../../test/desk.ts";
import { FakePostmark } from "../../test/ports/fake-postmark.ts";
import { outbox } from "../db/schema/events.ts";
import { drain } from "../outbox/drain.ts";
import { owe } from "../outbox/owe.ts";
import { ServiceAway } from "../outbox/service-away.ts";
import { sweep } from "../outbox/sweep.ts";
import type { Mailer } from "./mailer.ts";
import { NotTaken } from "./mailer.ts";
import { createPostmarkMailer } from "./postmark.ts";

/** An address at which nobody listens. */
const nobody = async (): Promise<string> => {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `127.0.0.1:${port}`;
};

let postmark: FakePostmark;
let desk: Desk;
/** What the desk sends through, and when it asked. */
let line: Mailer;
let asked: number[];
let admin: Caller;
let agent: Caller;
let client: Caller;

const lineTo = (requestHost: string, token = postmark.token): Mailer =>
  createPostmarkMailer({ token, from: "Docket <support@desk.test>", requestHost, useHttps: false });

beforeEach(async () => {
  postmark = await new FakePostmark().start();
  asked = [];
  line = lineTo(postmark.host);
  const mailer: Mailer = {
    send(letter, signal) {
      asked.push(desk.clock.now());
      return line.send(letter, signal);
    },
    find: (messageId, signal) => line.find(messageId, signal),
  };
  desk = await Desk.start({ RATE_WRITES_PER_MINUTE: "1000" }, { mailer });
  admin = await desk.person("admin");
  agent = await desk.person("agent");
  client = await desk.person("client");
});
afterEach(async () => {
  await desk.stop();
  await postmark.stop();
});

const rows = async () =>
  (await desk.services.db.read(desk.services.db.orm.select().from(outbox).orderBy(asc(outbox.position))))[0];

const logged = (words: string): string[] => desk.logs.filter((entry) => entry.includes(words));

const page = async () => (await admin.get<RetryingPage>("/outbox/retrying")).body;
const parked = async () => (await admin.get<ParkedPage>("/outbox/parked")).body.items;

const reply = (ticket: TicketView, body: string) => agent.post(`/tickets/${ticket.id}/replies`, { body });

/** Replies that were sent, in the order in which they came to Postmark. */
const sent = (): string[] => postmark.letters().flatMap(({ text }) => /Answer \d+ on \d+/.exec(text)?.[0] ?? []);

/** A while without trouble, after which the service counts as back. */
const calm = async (): Promise<void> => {
  desk.clock.advance(minute);
  await sweep(desk.services);
  await desk.settled();
};

/** Tickets of which nothing is owed any more. */
const open = async (count: number): Promise<TicketView[]> => {
  const tickets: TicketView[] = [];
  for (let i = 0; i < count; i++) tickets.push(await client.open());
  await desk.settled();
  asked.length = 0;
  return tickets;
};

describe("a network that is away", () => {
  test("is held against no email: one asks for all, and all go out within a minute of its return", async () => {
    const tickets = await open(5);
    line = lineTo(await nobody());
    const since = desk.clock.now();
    const answers = Array.from({ length: 10 }, (_, i) =>
      tickets.map(({ number }) => `Answer ${i} on ${number}`),
    ).flat();
    for (const [i, answer] of answers.entries()) await reply(tickets[i % 5] as TicketView, answer);
    await passTime(desk, 6 * hour);
    // Those that were under way together, and then one at a time, with growing pauses of up to a minute.
    expect(asked.filter((at) => at === since).length).toBeLessThanOrEqual(8);
    const probes = asked.filter((at) => at > since);
    expect(new Set(probes).size).toBe(probes.length);
    expect(probes.length).toBeLessThan(620);
    const last = probes.slice(-300);
    for (const [i, at] of last.slice(1).entries()) expect(at - (last[i] ?? 0)).toBeLessThanOrEqual(minute);
    expect(await rows()).toHaveLength(50);
    for (const row of await rows()) expect(row).toMatchObject({ attempts: 0, parkedAt: null, lastError: null });
    const reason =
      "The email service cannot be reached: it refuses the connection (ECONNREFUSED). It is tried again by itself.";
    expect(await page()).toEqual({ items: [], nextCursor: null, away: { reason, emails: 50 } });
    expect(await parked()).toEqual([]);
    expect(logged("emails wait")).toHaveLength(1);
    expect([...logged("could not be sent"), ...logged("has to wait")]).toEqual([]);

    line = lineTo(postmark.host);
    await passTime(desk, minute);
    expect(await rows()).toEqual([]);
    expect(sent().toSorted()).toEqual(answers.toSorted());
    for (const { number } of tickets) {
      const about = (texts: readonly string[]) => texts.filter((text) => text.endsWith(` on ${number}`));
      expect(about(sent())).toEqual(about(answers));
    }
    // Nothing could have been sent, so nothing was looked for.
    expect(postmark.lookedFor).toEqual([]);
    await calm();
    expect(logged("emails go out again")).toHaveLength(1);
    expect((await page()).away).toBeNull();
  });

  test("keeps nobody waiting for codes that ran out meanwhile, nor for an address that Postmark refuses", async () => {
    const [ticket] = await open(1);
    line = lineTo(await nobody());
    const codes = Array.from({ length: 20 }, (_, i) => ({
      type: "email.send_code" as const,
      email: `late${i}@clients.test`,
      code: "042042",
    }));
    await desk.services.db.write(owe(desk.services, codes));
    await reply(ticket as TicketView, "Answer 1 on 1");
    await reply(await client.open(), "Answer 2 on 2");
    await passTime(desk, minute);
    desk.clock.advance(hour);
    line = lineTo(postmark.host);
    postmark.refuse(422, 406, "Inactive recipient.");
    await passTime(desk, minute);
    expect((await rows()).map(({ attempts, parkedAt }) => [attempts, parkedAt === null])).toEqual([[1, false]]);
    expect(postmark.letters().filter(({ to }) => to.startsWith("late"))).toEqual([]);
    expect(sent()).toHaveLength(1);
    expect(logged("emails wait")).toHaveLength(1);
    await calm();
    expect(logged("emails go out again")).toHaveLength(1);
  });

  test("that answers every other call is said once, and counts as back after a minute without trouble", async () => {
    const tickets = await open(6);
    const whole = line;
    let calls = 0;
    line = {
      find: (messageId, signal) => whole.find(messageId, signal),
      send: (letter, signal) =>
        calls++ % 2 === 0 ? Promise.reject(new ServiceAway("It is away.", true)) : whole.send(letter, signal),
    };
    for (let round = 0; round < 4; round++) {
      for (const { number, id } of tickets)
        await agent.post(`/tickets/${id}/replies`, { body: `Answer ${round} on ${number}` });
      await passTime(desk, minute);
      await sweep(desk.services);
    }
    expect(sent()).toHaveLength(24);
    expect(logged("emails wait")).toHaveLength(1);
    expect(logged("emails go out again")).toEqual([]);
    line = whole;
    await calm();
    expect(logged("emails wait")).toHaveLength(1);
    expect(logged("emails go out again")).toHaveLength(1);
  });

  test("is no news for admins once no email waits for it", async () => {
    line = lineTo(await nobody());
    await desk.services.db.write(
      owe(desk.services, [{ type: "email.send_code", email: "a@clients.test", code: "042042" }]),
    );
    await drain(desk.services);
    expect((await page()).away).toMatchObject({ emails: 1 });
    desk.clock.advance(hour);
    await drain(desk.services);
    expect((await page()).away).toBeNull();
  });

  test("is said to whoever has an email sent, whatever the address, and not any more once it is back", async () => {
    const { id: site } = (await admin.post<{ id: string }>("/sites", { name: "Shop", origins: [] })).body;
    const known = (await admin.get<PersonPage>("/people?role=client")).body.items[0]?.email ?? "";
    const opened = await new Caller(desk, {}).post<{ token: string }>("/widget/sessions", { site });
    const visitor = new Caller(desk, { authorization: `Bearer ${opened.body.token}` });
    let round = 0;
    const said = async () => {
      round += 1;
      const strange = (who: string) => `${who}${round}@strangers.test`;
      const answers = [
        ...(await Promise.all(
          [known, strange("a")].flatMap((email) => [
            postAuth(desk, "/email-otp/send-verification-otp", { email, type: "sign-in" }),
            postAuth(desk, "/email-otp/request-password-reset", { email }),
            visitor.post("/widget/session/code", { email }),
          ]),
        )),
        await postAuth(desk, "/sign-up/email", { name: "New", email: strange("b"), password: "a long enough one" }),
        await admin.post("/invitations", { email: strange("c"), role: "agent" }),
      ];
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 204, 200, 200, 204, 200, 201]);
      await desk.settled();
      return [...new Set(answers.map(({ headers }) => headers.get("docket-emails")))];
    };
    expect(await said()).toEqual([null]);
    line = lineTo(await nobody());
    await reply(await client.open(), "Answer 1 on 1");
    await desk.settled();
    // Not even who asked just before, and is sent nothing new, is told anything else.
    expect(await said()).toEqual(["delayed"]);
    line = lineTo(postmark.host);
    await passTime(desk, minute);
    await calm();
    expect(await said()).toEqual([null]);
  });

  test("does not keep other work of the desk waiting", async () => {
    await open(1);
    line = lineTo(await nobody());
    const leaving = await desk.person("agent");
    const ticket = await client.open();
    await leaving.post(`/tickets/${ticket.id}/claim`);
    await desk.settled();
    await admin.patch(`/people/${leaving.id}`, { active: false });
    await desk.settled();
    expect((await rows()).every(({ queue }) => queue === "email")).toBe(true);
    expect((await admin.get<TicketView>(`/tickets/${ticket.id}`)).body.assignee).toBeNull();
  });
});

test("a token that Postmark does not accept is said once for all emails, and not counted", async () => {
  const tickets = await open(6);
  line = lineTo(postmark.host, "a-wrong-token");
  for (const ticket of tickets) await reply(ticket, `Answer 1 on ${ticket.number}`);
  await passTime(desk, hour);
  for (const row of await rows()) expect(row).toMatchObject({ attempts: 0, parkedAt: null, lastError: null });
  const reason = "Postmark does not accept the token: check POSTMARK_TOKEN. It is tried again by itself.";
  expect(await page()).toMatchObject({ items: [], away: { reason, emails: 6 } });
  expect(logged("emails wait").map((entry) => (JSON.parse(entry) as { reason: string }).reason)).toEqual([reason]);
  line = lineTo(postmark.host);
  await passTime(desk, minute);
  expect(sent()).toHaveLength(6);
});

test("what may have been taken before the connection broke is looked for, and not sent again", async () => {
  const [ticket] = await open(1);
  postmark.breakOff();
  await reply(ticket as TicketView, "Answer 1 on 1");
  await desk.settled();
  expect(await rows()).toMatchObject([{ attempts: 0, lastError: expect.stringContaining("did not answer") as string }]);
  line = lineTo(await nobody());
  await passTime(desk, hour);
  expect(await rows()).toMatchObject([{ attempts: 0, parkedAt: null }]);
  line = lineTo(postmark.host);
  await passTime(desk, minute);
  expect(await rows()).toEqual([]);
  expect(sent()).toEqual(["Answer 1 on 1"]);
  expect(postmark.lookedFor).toHaveLength(1);
});

test("a service that breaks at every other email takes the others at once, and each once", async () => {
  const tickets = await open(18);
  const whole = line;
  let calls = 0;
  line = {
    find: (messageId, signal) => whole.find(messageId, signal),
    send: (letter, signal) =>
      calls++ % 2 === 0
        ? Promise.reject(new ServiceAway("The email service did not answer.", false))
        : whole.send(letter, signal),
  };
  for (const ticket of tickets) await reply(ticket, `Answer 1 on ${ticket.number}`);
  await passTime(desk, second);
  expect(sent().length).toBeGreaterThanOrEqual(6);
  await passTime(desk, minute);
  expect(sent().toSorted()).toEqual(tickets.map(({ number }) => `Answer 1 on ${number}`).toSorted());
  expect(await parked()).toEqual([]);
});

test("an email to which alone nobody answers is parked in the end, and holds the others up for seconds only", async () => {
  const tickets = await open(3);
  const [poison, ...others] = tickets as [TicketView, ...TicketView[]];
  const real = line;
  line = {
    find: () => Promise.resolve(null),
    send: (letter, signal) =>
      letter.text.includes("Poison")
        ? Promise.reject(new ServiceAway("The email service did not answer.", false))
        : real.send(letter, signal),
  };
  await reply(poison, "Poison");
  for (let i = 0; i < 20 && (await parked()).length === 0; i++) {
    for (const { id, number } of others)
      await agent.post(`/tickets/${id}/replies`, { body: `Answer ${i} on ${number}` });
    await passTime(desk, hour);
    expect(sent()).toHaveLength(2 * (i + 1));
  }
  expect(await parked()).toMatchObject([{ attempts: 10, lastError: "The email service did not answer." }]);
});

test("a refusal that is about one email is counted against that one", async () => {
  const [ticket, other] = await open(2);
  line = { find: () => Promise.resolve(null), send: () => Promise.reject(new NotTaken("Not this one.")) };
  await reply(ticket as TicketView, "Answer 1 on 1");
  await desk.settled();
  line = lineTo(postmark.host);
  await reply(other as TicketView, "Answer 2 on 2");
  await drain(desk.services);
  expect(sent()).toEqual(["Answer 2 on 2"]);
  expect((await page()).items).toMatchObject([{ attempts: 1, lastError: "Not this one." }]);
});
