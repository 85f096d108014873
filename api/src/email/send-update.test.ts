import { hour, minute } from "@docket/core/time";
import type { MessageView } from "@docket/core/contract/message";
import type { TicketView } from "@docket/core/contract/ticket";
import type { Id } from "@docket/core/ids";
import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Caller } from "../../test/desk.ts";
import { Desk } from "../../test/desk.ts";
import { letters, outbox } from "../db/schema/events.ts";
import { people } from "../db/schema/people.ts";
import type { Letter, Mailer } from "./mailer.ts";
import { drain } from "../outbox/drain.ts";
import { owe } from "../outbox/owe.ts";

let desk: Desk;
let client: Caller;
let agent: Caller;
beforeEach(async () => {
  desk = await Desk.start();
  client = await desk.person("client", "Ada Lovelace");
  agent = await desk.person("agent", "Grace Hopper");
});
afterEach(() => desk.stop());

const done = async (answer: Promise<{ status: number; body: unknown }>) => {
  const { status, body } = await answer;
  if (status >= 300) throw new Error(JSON.stringify(body));
  await desk.settled();
};

const open = async (by: Caller = client, input: Record<string, unknown> = {}): Promise<TicketView> => {
  const ticket = await by.open(input);
  await desk.settled();
  return ticket;
};

/** Outlook, and programs that know no RFC 3834, look at headers of their own. */
const automatic = { "Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All", Precedence: "bulk" };

const lastLetter = () => {
  const letter = desk.mailer.letters.at(-1);
  if (!letter) throw new Error("no letter");
  return letter;
};

const upload = async (by: Caller, name: string): Promise<string> => {
  const { body } = await by.post<{ id: string }>(`/attachments?name=${name}`, new TextEncoder().encode("text"));
  return body.id;
};

describe("the client of a ticket", () => {
  test("gets one letter for each step, all in one thread", async () => {
    const ticket = await open();
    await done(agent.post(`/tickets/${ticket.id}/claim`));
    await done(agent.post(`/tickets/${ticket.id}/replies`, { body: "Is it plugged in?" }));
    await done(agent.put(`/tickets/${ticket.id}/status`, { status: "waiting" }));
    await done(client.post(`/tickets/${ticket.id}/replies`, { body: "Yes." }));
    await done(agent.post(`/tickets/${ticket.id}/notes`, { body: "They always say that." }));
    await done(agent.patch(`/tickets/${ticket.id}`, { priority: "high", category: "billing" }));
    await done(agent.post(`/tickets/${ticket.id}/resolve`));
    const sent = desk.mailer.to(client.email);
    expect(sent).toHaveLength(desk.mailer.letters.length);
    expect(sent.map(({ text }) => text.split("\n\n")[1])).toEqual([
      `We got your request. Its number is #${ticket.number}, and we will answer as soon as we can.`,
      "Grace Hopper takes care of your request now.",
      "Grace Hopper answered your request:",
      "We cannot go on without you: please look at your request and answer.",
      "We changed your request:",
      "We think that your request is solved.",
    ]);
    expect(sent[4]?.text).toContain("- Type of request: Billing\n- Priority: high");
    expect(sent.map(({ text }) => text).join()).not.toContain("They always say that");
    const root = `${ticket.id}.1@desk.test`;
    expect(sent[0]).toMatchObject({ messageId: root, inReplyTo: null, references: [] });
    expect(sent[1]).toMatchObject({ inReplyTo: root, references: [root] });
    for (const [i, letter] of sent.entries()) {
      expect(letter.subject).toBe(`${i === 0 ? "" : "Re: "}[#${ticket.number}] The printer is on fire`);
      if (i > 1) expect(letter).toMatchObject({ inReplyTo: root, references: [root, sent[i - 1]?.messageId] });
    }
    expect(new Set(sent.map(({ messageId }) => messageId)).size).toBe(6);
  });

  test("is not answered automatically by anybody: only what a person wrote is without a mark", async () => {
    const ticket = await open();
    expect(lastLetter().headers).toEqual({ ...automatic, "Auto-Submitted": "auto-replied" });
    await done(agent.post(`/tickets/${ticket.id}/replies`, { body: "Hello" }));
    expect(lastLetter().headers).toEqual({});
    await done(agent.post(`/tickets/${ticket.id}/resolve`));
    expect(lastLetter().headers).toEqual(automatic);
  });

  test("reads in the letter which files came with an answer", async () => {
    const ticket = await open();
    const files = [await upload(agent, "first.txt"), await upload(agent, "second.txt")];
    await done(agent.post(`/tickets/${ticket.id}/replies`, { body: "See the plans.", attachmentIds: files }));
    expect(lastLetter().text).toContain("- first.txt\n- second.txt");
  });
});

describe("an answer", () => {
  const replied = ({ id, ticketId, seq }: MessageView) =>
    ({ type: "email.send_update", kind: "replied", ticketId, seq, messageId: id }) as const;

  const messages = async (ticket: TicketView): Promise<MessageView[]> =>
    (await agent.get<{ items: MessageView[] }>(`/tickets/${ticket.id}/messages`)).body.items;

  test("is marked as sent when the letter was taken, and screens are told", async () => {
    const ticket = await open();
    desk.hub.published.length = 0;
    await done(agent.post(`/tickets/${ticket.id}/replies`, { body: "Hello" }));
    expect((await messages(ticket))[0]).toMatchObject({ delivery: "sent" });
    const hint = { type: "ticket.changed", id: ticket.id, version: 4 };
    const staff = { audiences: ["staff"], hint };
    // Once that there is an answer; that it was sent concerns the staff.
    expect(desk.hub.published).toEqual([staff, { audiences: [`requester:${client.id}`], hint }, staff]);
  });

  test("waits while the letter is tried again, and is marked as failed after the tenth time", async () => {
    const ticket = await open();
    desk.mailer.fail(10);
    await done(agent.post(`/tickets/${ticket.id}/replies`, { body: "Hello" }));
    expect((await messages(ticket))[0]).toMatchObject({ delivery: "queued" });
    for (let i = 0; i < 9; i++) {
      desk.clock.advance(2 * hour);
      await drain(desk.services);
    }
    expect((await messages(ticket))[0]).toMatchObject({ delivery: "failed" });
    expect(desk.hub.published.at(-1)?.hint).toMatchObject({ type: "ticket.changed", id: ticket.id });
  });

  test.each([
    [true, "is found and not sent again"],
    [false, "is not found, and goes out as the same letter"],
  ])("of which nobody knows whether it was taken (%s) %s", async (wasTaken) => {
    const ticket = await open();
    const { mailer } = desk;
    const tried: Letter[] = [];
    const losesAnswers: Mailer = {
      send: async (letter) => {
        tried.push(letter);
        if (wasTaken) await mailer.send(letter);
        throw new Error("connection lost");
      },
      find: (messageId) => mailer.find(messageId),
    };
    const first = await agent.post<{ message: MessageView }>(`/tickets/${ticket.id}/replies`, { body: "Hello" });
    await desk.settled();
    const { db } = desk.services;
    await db.write(db.orm.delete(letters), owe(desk.services, [replied(first.body.message)]));
    mailer.letters.length = 0;
    await drain({ ...desk.services, mailer: losesAnswers });
    desk.clock.advance(minute);
    await drain(desk.services);
    expect(mailer.letters).toEqual(tried);
    expect(tried).toHaveLength(1);
    expect((await messages(ticket))[0]).toMatchObject({ delivery: "sent" });
  });

  test("is sent once when the process died after the letter was written down", async () => {
    const ticket = await open();
    await done(agent.post(`/tickets/${ticket.id}/replies`, { body: "Hello" }));
    const [message] = await messages(ticket);
    const before = desk.mailer.letters.length;
    await desk.services.db.write(owe(desk.services, message ? [replied(message)] : []));
    await drain(desk.services);
    expect(desk.mailer.letters).toHaveLength(before);
    expect((await messages(ticket))[0]).toMatchObject({ delivery: "sent" });
  });
});

describe("no letter goes", () => {
  const reply = (ticket: TicketView) => done(agent.post(`/tickets/${ticket.id}/replies`, { body: "Hello" }));
  const change = (set: Partial<typeof people.$inferInsert>) => {
    const { db } = desk.services;
    return db.write(
      db.orm
        .update(people)
        .set(set)
        .where(eq(people.id, client.id as Id<"person">)),
    );
  };

  test.each([
    ["to a person who is not active", { active: false }],
    ["to an address that nobody can have", { email: "nobody@desk.invalid" }],
  ])("%s", async (_, set) => {
    const ticket = await open();
    desk.mailer.letters.length = 0;
    await change(set);
    await reply(ticket);
    expect(desk.mailer.letters).toEqual([]);
    const { body } = await agent.get<{ items: MessageView[] }>(`/tickets/${ticket.id}/messages`);
    expect(body.items[0]).toMatchObject({ delivery: "none" });
  });

  test("about a ticket that was deleted meanwhile", async () => {
    const ticket = await open();
    const admin = await desk.person("admin");
    desk.mailer.letters.length = 0;
    desk.mailer.fail(1);
    await reply(ticket);
    await done(admin.delete(`/tickets/${ticket.id}`));
    desk.clock.advance(minute);
    await drain(desk.services);
    expect(desk.mailer.letters).toEqual([]);
    expect((await admin.get<{ items: [] }>("/outbox/parked")).body.items).toEqual([]);
  });

  test("anywhere but where the client is now", async () => {
    const ticket = await open();
    await change({ email: "ada.new@desk.test" });
    await reply(ticket);
    expect(lastLetter().to).toBe("ada.new@desk.test");
  });
});

describe("an address that a visitor gave", () => {
  const victim = "victim@elsewhere.test";
  const asVictim = {
    title: "WIN at evil.test",
    description: "evil.test",
    requester: { name: "evil.test", email: victim },
  };

  test("gets a confirmation without a word of theirs", async () => {
    const ticket = await open(await desk.visitor(), asVictim);
    const [letter] = desk.mailer.to(victim);
    expect(letter?.subject).toBe(`[#${ticket.number}] We got your request`);
    expect(JSON.stringify(letter)).not.toContain("evil");
  });

  test("gets a bounded number of automatic letters an hour, even if they are asked for in one moment", async () => {
    await desk.stop();
    desk = await Desk.start({ AUTOMATIC_LETTERS_PER_HOUR: "5" });
    const visitor = await desk.visitor();
    await Promise.all(Array.from({ length: 12 }, () => visitor.open(asVictim)));
    await desk.settled();
    expect(desk.mailer.to(victim)).toHaveLength(5);
    expect(desk.logs.filter((line) => line.includes("too many automatic letters"))).toHaveLength(7);
    expect(desk.logs.join()).not.toContain(victim);
    const { db } = desk.services;
    expect((await db.read(db.orm.select().from(outbox)))[0]).toEqual([]);
    await open(visitor, { ...asVictim, requester: { name: "x", email: "other@elsewhere.test" } });
    expect(desk.mailer.to("other@elsewhere.test")).toHaveLength(1);
    desk.clock.advance(hour + 1);
    await open(visitor, asVictim);
    expect(desk.mailer.to(victim)).toHaveLength(6);
  });

  test("gets the answers of staff beyond that bound", async () => {
    await desk.stop();
    desk = await Desk.start({ AUTOMATIC_LETTERS_PER_HOUR: "1" });
    const staff = await desk.person("agent", "Grace Hopper");
    const ticket = await open(await desk.visitor(), asVictim);
    for (const body of ["One", "Two", "Three"]) await done(staff.post(`/tickets/${ticket.id}/replies`, { body }));
    await done(staff.post(`/tickets/${ticket.id}/resolve`));
    expect(desk.mailer.to(victim).map(({ text }) => /^(?:One|Two|Three)$/m.exec(text)?.[0])).toEqual([
      undefined,
      "One",
      "Two",
      "Three",
    ]);
  });

  test("can still be sent a code when the bound was used up in its name, and codes have a bound too", async () => {
    await desk.stop();
    desk = await Desk.start({ AUTOMATIC_LETTERS_PER_HOUR: "2" });
    const visitor = await desk.visitor();
    for (let i = 0; i < 3; i++) await open(visitor, asVictim);
    const codes = ["111111", "222222", "333333"].map(
      (code) => ({ type: "email.send_code", email: victim, code }) as const,
    );
    await desk.services.db.write(owe(desk.services, codes));
    await drain(desk.services);
    const sent = desk.mailer.to(victim).map(({ text }) => /^\d{6}$/m.exec(text)?.[0]);
    expect(sent).toEqual([undefined, undefined, "111111", "222222"]);
  });
});
