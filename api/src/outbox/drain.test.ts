import type { ParkedPage } from "@docket/core/contract/outbox";
import type { TicketView } from "@docket/core/contract/ticket";
import { hour, minute, second } from "@docket/core/time";
import { LibsqlError, createClient } from "@libsql/client";
import { asc, eq, sql } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Desk } from "../../test/desk.ts";
import type { Caller } from "../../test/desk.ts";
import { createDb } from "../db/client.ts";
import { outbox } from "../db/schema/events.ts";
import type { Letter, Mailer } from "../email/mailer.ts";
import type { Services } from "../services.ts";
import { drain } from "./drain.ts";
import { owe } from "./owe.ts";
import type { Owed } from "./owe.ts";
import { PermanentFailure } from "./permanent-failure.ts";
import { Postponed } from "./postponed.ts";
import { TurnOver } from "./turn-over.ts";

let desk: Desk;
beforeEach(async () => {
  desk = await Desk.start();
});
afterEach(async () => {
  vi.useRealTimers();
  await desk.stop();
});

const code = (email: string, digits = "123456"): Owed => ({ type: "email.send_code", email, code: digits });

const write = (...owed: Owed[]) => desk.services.db.write(owe(desk.services, owed));

const rows = async () =>
  (await desk.services.db.read(desk.services.db.orm.select().from(outbox).orderBy(asc(outbox.position))))[0];

const letterTexts = (letters: readonly Letter[]) => letters.map(({ to, text }) => `${to} ${/\d{6}/.exec(text)?.[0]}`);

describe("a lane", () => {
  test("is done in order, and its rows are gone afterwards", async () => {
    await write(code("a@desk.test", "111111"), code("a@desk.test", "222222"), code("a@desk.test", "333333"));
    await drain(desk.services);
    expect(letterTexts(desk.mailer.letters)).toEqual([
      "a@desk.test 111111",
      "a@desk.test 222222",
      "a@desk.test 333333",
    ]);
    expect(await rows()).toEqual([]);
  });

  test("that fails waits for its first row and holds nobody else up", async () => {
    await write(code("a@desk.test", "111111"), code("a@desk.test", "222222"), code("b@desk.test", "333333"));
    desk.mailer.fail(1);
    await drain(desk.services);
    expect(letterTexts(desk.mailer.letters)).toEqual(["b@desk.test 333333"]);
    desk.clock.advance(10 * second);
    await drain(desk.services);
    expect(letterTexts(desk.mailer.letters).slice(1)).toEqual(["a@desk.test 111111", "a@desk.test 222222"]);
  });

  test("of letters that hang keeps no hint waiting", async () => {
    const hanging = Promise.withResolvers<{ providerId: string }>();
    desk.mailer.send = () => hanging.promise;
    const client = await desk.person("client");
    await write(...Array.from({ length: 20 }, (_, i) => code(`p${i}@desk.test`)));
    const done = drain(desk.services);
    await client.open();
    await expect.poll(() => desk.hub.published.length).toBe(2);
    hanging.resolve({ providerId: "late" });
    await done;
  });

  test("goes on past a parked row", async () => {
    await write(code("a@desk.test", "111111"), code("a@desk.test", "222222"));
    desk.mailer.fail(1, new PermanentFailure("no such address"));
    await drain(desk.services);
    expect(letterTexts(desk.mailer.letters)).toEqual(["a@desk.test 222222"]);
    expect(await rows()).toMatchObject([{ attempts: 1, lastError: "no such address", parkedAt: desk.clock.now() }]);
  });
});

describe("drains at the same time", () => {
  /** What another process has: the same file and mail service, a connection of its own. */
  const process = async (): Promise<{ services: Services; close: () => void }> => {
    const { db } = desk.services;
    const [[main]] = await db.read(db.orm.all<{ file: string }>(sql`SELECT file FROM pragma_database_list`));
    const client = createClient({ url: `file:${main?.file}`, timeout: 5000 });
    return { services: { ...desk.services, db: createDb(client) }, close: () => client.close() };
  };

  test("do every row once, however many processes there are", async () => {
    const owed = Array.from({ length: 40 }, (_, i) => code(`p${i % 13}@desk.test`, String(100_000 + i)));
    await write(...owed);
    const processes = await Promise.all(Array.from({ length: 5 }, process));
    await Promise.all(processes.map(({ services }) => drain(services)));
    await drain(desk.services);
    const sent = letterTexts(desk.mailer.letters);
    expect(sent.toSorted()).toEqual(owed.map((_, i) => `p${i % 13}@desk.test ${100_000 + i}`).toSorted());
    expect(await rows()).toEqual([]);
    for (const { close } of processes) close();
  });

  test("in one process are one drain that looks again", async () => {
    await write(code("a@desk.test"));
    const first = drain(desk.services);
    await write(code("b@desk.test"));
    expect(drain(desk.services)).toBe(first);
    await first;
    expect(desk.mailer.letters).toHaveLength(2);
  });

  test("leave a row alone while its lease holds, and take it up when the process that had it is gone", async () => {
    const { db } = desk.services;
    await write(code("a@desk.test"));
    // What a process leaves behind that dies between sending and writing that down.
    await db.write(db.orm.update(outbox).set({ leaseUntil: desk.clock.now() + minute, attempts: 1 }));
    await drain(desk.services);
    expect(desk.mailer.letters).toEqual([]);
    desk.clock.advance(minute);
    await drain(desk.services);
    expect(desk.mailer.letters).toHaveLength(1);
    expect(await rows()).toEqual([]);
  });
});

describe("what fails", () => {
  const failAgain = async () => {
    await drain(desk.services);
    return (await rows())[0];
  };

  test("is tried ten times, later and later, and then parked with the reason", async () => {
    await write({ type: "people.release_tickets", personId: "per_nobody" });
    const { db } = desk.services;
    await db.write(db.orm.update(outbox).set({ type: "people.unheard_of" }));
    const pauses: number[] = [];
    for (let tries = 1; tries < 10; tries++) {
      const row = await failAgain();
      expect(row).toMatchObject({ attempts: tries, parkedAt: null });
      const pause = (row?.runAfter ?? 0) - desk.clock.now();
      pauses.push(pause);
      desk.clock.advance(pause - 1);
      expect(await failAgain()).toMatchObject({ attempts: tries });
      desk.clock.advance(1);
    }
    expect(await failAgain()).toMatchObject({
      attempts: 10,
      parkedAt: desk.clock.now(),
      lastError: "There is no handler for people.unheard_of.",
    });
    expect(pauses[0]).toBeGreaterThanOrEqual(4 * second);
    expect(pauses[0]).toBeLessThanOrEqual(6 * second);
    expect(pauses.at(-1)).toBeGreaterThanOrEqual(0.8 * hour);
    expect(Math.max(...pauses)).toBeLessThanOrEqual(1.2 * hour);
    desk.clock.advance(hour * 24);
    expect(await failAgain()).toMatchObject({ attempts: 10 });
  });

  test("leaves no address in the reason or in the log", async () => {
    await write(code("secret@desk.test"));
    desk.mailer.fail(1, new Error("cannot reach <secret@desk.test>"));
    await drain(desk.services);
    expect(await rows()).toMatchObject([{ lastError: "cannot reach <(address)>" }]);
    expect(desk.logs.join("\n")).toContain("an email could not be sent and is tried again");
    expect(desk.logs.join("\n")).not.toContain("secret@");
  });

  test("by taking too long is given up and tried again", async () => {
    const hanging: Mailer = { send: () => new Promise(() => {}), find: () => Promise.resolve(null) };
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    await write(code("a@desk.test"));
    const draining = drain({ ...desk.services, mailer: hanging });
    await vi.waitUntil(() => vi.getTimerCount() > 0, { interval: 1 });
    vi.advanceTimersByTime(30 * second);
    await draining;
    expect(await rows()).toMatchObject([{ attempts: 1, leaseUntil: 0, lastError: "It took longer than 30 seconds." }]);
  });
});

describe("what is put off", () => {
  /** Owes a letter that is put off at its first try. */
  const putOff = async (until: number | null): Promise<void> => {
    const client = await desk.person("client");
    desk.mailer.fail(1, new Postponed(until, "The door is shut."));
    await client.open();
    await desk.settled();
  };

  test("until a time waits for it, however often, and that counts as no try", async () => {
    let until = desk.clock.now() + 90 * second;
    await putOff(until);
    for (let i = 0; i < 15; i++) {
      expect(await rows()).toMatchObject([{ attempts: 0, parkedAt: null, lastError: "The door is shut." }]);
      desk.clock.advance(90 * second - 1);
      expect(await drain(desk.services)).toEqual({ worked: 0, next: until });
      desk.clock.advance(1);
      until = desk.clock.now() + 90 * second;
      desk.mailer.fail(1, new Postponed(until, "The door is shut."));
      expect(await drain(desk.services)).toEqual({ worked: 1, next: until });
    }
    desk.clock.advance(90 * second);
    await drain(desk.services);
    expect(desk.mailer.letters).toHaveLength(1);
    expect(await rows()).toEqual([]);
  });

  test("without a time waits longer and longer, up to five minutes", async () => {
    await putOff(null);
    const pauses: number[] = [];
    for (let i = 0; i < 15; i++) {
      const { next } = await drain(desk.services);
      pauses.push((next ?? 0) - desk.clock.now());
      desk.clock.advance(pauses.at(-1) ?? 0);
      desk.mailer.fail(1, new Postponed(null, "Nobody is there."));
      await drain(desk.services);
    }
    expect(pauses[0]).toBeGreaterThanOrEqual(4 * second);
    expect(pauses[0]).toBeLessThanOrEqual(6 * second);
    expect(pauses.at(-1)).toBeGreaterThanOrEqual(4 * minute);
    expect(pauses.at(-1)).toBeLessThanOrEqual(6 * minute);
    expect(await rows()).toMatchObject([{ attempts: 0, parkedAt: null }]);
  });

  test("and then fails has all its tries", async () => {
    await putOff(null);
    for (let i = 0; i < 12; i++) {
      desk.clock.advance(hour);
      desk.mailer.fail(1, new Postponed(null, "Nobody is there."));
      await drain(desk.services);
    }
    desk.clock.advance(hour);
    desk.mailer.fail(1);
    await drain(desk.services);
    expect(await rows()).toMatchObject([{ attempts: 1, parkedAt: null }]);
  });

  test("says why, to admins and in the log", async () => {
    await putOff(null);
    expect(await rows()).toMatchObject([{ lastError: "The door is shut." }]);
    expect(desk.logs.join("\n")).toContain("has to wait");
  });
});

describe("a database that is away", () => {
  test("is counted against nothing that was to be done", async () => {
    await write(code("a@desk.test"));
    for (let i = 0; i < 15; i++) {
      desk.mailer.fail(1, new LibsqlError("the server does not answer", "SERVER_BUSY"));
      expect((await drain(desk.services)).worked).toBe(1);
      expect(await rows()).toMatchObject([{ attempts: 0, begun: i + 1, leaseUntil: 0, parkedAt: null }]);
      desk.clock.advance(20 * second);
    }
    await drain(desk.services);
    expect(desk.mailer.letters).toHaveLength(1);
    expect(desk.logs.join("\n")).not.toContain("could not be sent");
  });

  test("and a process that ended in the middle count as no try", async () => {
    await write(code("a@desk.test"));
    const hanging = Promise.withResolvers<{ providerId: string }>();
    desk.mailer.send = () => hanging.promise;
    const drained = drain(desk.services);
    await expect.poll(async () => (await rows())[0]?.leaseUntil).toBe(desk.clock.now() + minute);
    expect(await rows()).toMatchObject([{ attempts: 0, begun: 1 }]);
    hanging.resolve({ providerId: "late" });
    await drained;
  });
});

describe("a platform that gives little", () => {
  const given = (parallel: number, left: number): Services["background"] =>
    Object.assign(Object.create(desk.services.background) as Services["background"], {
      parallel: { quick: parallel, chat: parallel, email: parallel, rest: parallel },
      timeLeft: () => left,
    });

  test("has no more done at the same time than it allows", async () => {
    const held = Promise.withResolvers<void>();
    let asked = 0;
    const { mailer } = desk;
    const send = mailer.send.bind(mailer);
    mailer.send = async (letter) => {
      asked++;
      await held.promise;
      return send(letter);
    };
    await write(...Array.from({ length: 9 }, (_, i) => code(`p${i}@desk.test`)));
    const drained = drain({ ...desk.services, background: given(2, Infinity) });
    await expect.poll(() => asked).toBe(2);
    expect((await rows()).filter(({ leaseUntil }) => leaseUntil > 0)).toHaveLength(2);
    held.resolve();
    await drained;
    expect(mailer.letters).toHaveLength(9);
  });

  test("has nothing begun that it would end in the middle", async () => {
    await write(code("a@desk.test"));
    expect(await drain({ ...desk.services, background: given(2, 21 * second) })).toMatchObject({ worked: 0 });
    expect(await rows()).toMatchObject([{ leaseUntil: 0 }]);
    expect(await drain({ ...desk.services, background: given(2, 23 * second) })).toMatchObject({ worked: 1 });
  });
});

describe("a row that has had its turn", () => {
  test("goes to the end of its lane, and the lane is quiet until it may go on", async () => {
    await write(code("a@desk.test", "111111"), code("a@desk.test", "222222"), code("b@desk.test", "333333"));
    const until = desk.clock.now() + 5 * second;
    desk.mailer.fail(1, new TurnOver(until));
    expect((await drain(desk.services)).next).toBe(until);
    expect(letterTexts(desk.mailer.letters)).toEqual(["b@desk.test 333333"]);
    desk.clock.advance(5 * second - 1);
    expect((await drain(desk.services)).worked).toBe(0);
    desk.clock.advance(1);
    await drain(desk.services);
    expect(letterTexts(desk.mailer.letters).slice(1)).toEqual(["a@desk.test 222222", "a@desk.test 111111"]);
    expect(await rows()).toEqual([]);
    expect(desk.logs.join("\n")).not.toMatch(/could not be sent|has to wait/);
  });

  test("alone in its lane goes on when the time has come, as often as it likes", async () => {
    await write(code("a@desk.test"));
    for (let i = 0; i < 12; i++) {
      desk.mailer.fail(1, new TurnOver(desk.clock.now() + second));
      await drain(desk.services);
      expect(await rows()).toMatchObject([{ attempts: 0, parkedAt: null }]);
      desk.clock.advance(second);
    }
    await drain(desk.services);
    expect(desk.mailer.letters).toHaveLength(1);
    expect(await rows()).toEqual([]);
  });

  test("stays where it is when its lease ran out and somebody else has it", async () => {
    const { db } = desk.services;
    await write(code("a@desk.test"));
    desk.mailer.send = async () => {
      await db.write(db.orm.update(outbox).set({ leaseUntil: desk.clock.now() + 2 * minute }));
      throw new TurnOver(desk.clock.now() + second);
    };
    const before = await rows();
    await drain(desk.services);
    expect((await rows()).map(({ position }) => position)).toEqual(before.map(({ position }) => position));
  });
});

describe("a drain says when to come back", () => {
  test("for what waits for its time, and never when nothing does", async () => {
    expect(await drain(desk.services)).toEqual({ worked: 0, next: null });
    await write(code("a@desk.test"), code("b@desk.test"));
    const times = [40, 20].map((seconds) => desk.clock.now() + seconds * second);
    desk.mailer.failures = times.map((until) => new Postponed(until, "Not now."));
    expect(await drain(desk.services)).toEqual({ worked: 2, next: times[1] });
    expect(await drain(desk.services)).toEqual({ worked: 0, next: times[1] });
  });

  test("while something takes long", async () => {
    const hanging = Promise.withResolvers<{ providerId: string }>();
    const until = desk.clock.now() + 20 * second;
    let letters = 0;
    desk.mailer.send = () => (++letters === 1 ? hanging.promise : Promise.reject(new Postponed(until, "Not now.")));
    await write(code("a@desk.test"), code("b@desk.test"));
    const told: number[] = [];
    const done = drain(desk.services, (next) => told.push(next));
    await expect.poll(() => told.at(-1)).toBe(until);
    hanging.resolve({ providerId: "late" });
    await done;
  });
});

describe("an admin", () => {
  let admin: Caller;
  let agent: Caller;
  let ticket: TicketView;

  const deliveries = async () => {
    const page = await agent.get<{ items: { delivery: string }[] }>(`/tickets/${ticket.id}/messages`);
    return page.body.items.map(({ delivery }) => delivery);
  };

  beforeEach(async () => {
    admin = await desk.person("admin");
    agent = await desk.person("agent", "Grace");
    ticket = await (await desk.person("client")).open();
    await desk.settled();
    desk.mailer.fail(1, new PermanentFailure("mail to this address bounced"));
    await agent.post(`/tickets/${ticket.id}/replies`, { body: "Have you tried water?" });
    await desk.settled();
  });

  test("sees what was parked and has it done after all", async () => {
    expect(await deliveries()).toEqual(["failed"]);
    const { body } = await admin.get<{ items: { id: string }[]; nextCursor: null }>("/outbox/parked");
    expect(body).toMatchObject({
      items: [
        {
          type: "email.send_update",
          ticketId: ticket.id,
          ticket: { number: ticket.number, title: ticket.title },
          email: { kind: "replied", to: ticket.requester.email },
          attempts: 1,
          lastError: "mail to this address bounced",
        },
      ],
      nextCursor: null,
    });
    const id = body.items[0]?.id ?? "";
    const before = desk.mailer.letters.length;
    const headers = { "idempotency-key": "retry-it-once" };
    expect((await admin.post(`/outbox/${id}/retry`, undefined, headers)).status).toBe(204);
    await desk.settled();
    expect(desk.mailer.letters).toHaveLength(before + 1);
    expect(await deliveries()).toEqual(["sent"]);
    expect((await admin.get("/outbox/parked")).body).toEqual({ items: [], nextCursor: null });
    const again = await admin.post(`/outbox/${id}/retry`, undefined, headers);
    expect([again.status, again.headers.get("idempotent-replayed")]).toEqual([204, "true"]);
    expect((await admin.post(`/outbox/${id}/retry`)).status).toBe(404);
  });

  test("gives up an email for good, and nothing else", async () => {
    const { body } = await admin.get<{ items: { id: string }[] }>("/outbox/parked");
    const id = body.items[0]?.id ?? "";
    const before = desk.mailer.letters.length;
    expect((await admin.delete(`/outbox/${id}`)).status).toBe(204);
    await desk.settled();
    expect((await admin.get("/outbox/parked")).body).toEqual({ items: [], nextCursor: null });
    expect(await deliveries()).toEqual(["failed"]);
    expect(desk.mailer.letters).toHaveLength(before);
    expect((await admin.delete(`/outbox/${id}`)).status).toBe(404);

    const { db } = desk.services;
    await write({ type: "realtime.hint", ticketId: ticket.id, audience: "staff" }, code("waits@desk.test"));
    const [hint, waiting] = await rows();
    await db.write(
      db.orm
        .update(outbox)
        .set({ parkedAt: 1 })
        .where(eq(outbox.id, hint?.id ?? "out_")),
    );
    for (const kept of [hint, waiting]) expect((await admin.delete(`/outbox/${kept?.id}`)).status).toBe(404);
    expect(await rows()).toHaveLength(2);
  });

  test("sees what failed and is tried again by itself", async () => {
    desk.mailer.fail(1, new Error("The mail service ate it, and grace@desk.test was there."));
    await agent.post(`/tickets/${ticket.id}/replies`, { body: "And now?" });
    await desk.settled();
    await agent.post(`/tickets/${ticket.id}/replies`, { body: "Or now?" });
    await desk.settled();
    const retrying = async () =>
      (await admin.get<{ items: { lastError: string; nextTryAt: string }[] }>("/outbox/retrying")).body;
    const first = await retrying();
    expect(first.items).toMatchObject([
      {
        type: "email.send_update",
        ticketId: ticket.id,
        ticket: { number: ticket.number, title: ticket.title },
        email: { kind: "replied", to: ticket.requester.email },
        lastError: "The mail service ate it, and (address) was there.",
      },
    ]);
    expect(Date.parse(first.items[0]?.nextTryAt ?? "")).toBeGreaterThan(desk.clock.now());
    desk.clock.advance(60 * 60 * 1000);
    await desk.settled();
    desk.services.wake();
    await desk.settled();
    expect((await retrying()).items).toEqual([]);
    expect(await deliveries()).toEqual(["sent", "sent", "failed"]);
  });

  test("finds nothing to retry under an id that is not parked or not one", async () => {
    await write(code("late@desk.test"));
    const [waiting] = (await rows()).filter((row) => row.type === "email.send_code");
    for (const id of [waiting?.id, "out_00000000000000000000000000", "nonsense"]) {
      expect((await admin.post(`/outbox/${id}/retry`)).status).toBe(404);
    }
  });

  test("reads the list page by page, the latest first", async () => {
    const { db } = desk.services;
    const parked = Array.from({ length: 4 }, (_, i) => code(`p${i}@desk.test`));
    await write(...parked);
    await db.write(
      db.orm
        .update(outbox)
        .set({ parkedAt: desk.clock.now() + 1 })
        .where(eq(outbox.type, "email.send_code")),
    );
    const { body: whole } = await admin.get<ParkedPage>("/outbox/parked");
    expect(whole.items[0]).toMatchObject({ ticket: null, email: { kind: "code", to: "p3@desk.test" } });
    expect(JSON.stringify(whole)).not.toContain("123456");
    const seen: string[] = [];
    for (let cursor: string | null = ""; cursor !== null;) {
      const page: { items: { id: string; type: string }[]; nextCursor: string | null } = (
        await admin.get(`/outbox/parked?limit=2${cursor && `&cursor=${cursor}`}`)
      ).body;
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    }
    const all = await rows();
    expect(seen).toEqual([...all.slice(1).toReversed(), all[0]].map((row) => row?.id));
    expect((await admin.get("/outbox/parked?cursor=nonsense")).status).toBe(422);
  });

  test("is nobody else", async () => {
    const id = "out_00000000000000000000000000";
    for (const caller of [agent, await desk.person("manager"), await desk.person("client"), desk.anonymous]) {
      expect([401, 403]).toContain((await caller.get("/outbox/parked")).status);
      expect([401, 403]).toContain((await caller.post(`/outbox/${id}/retry`)).status);
    }
  });
});
