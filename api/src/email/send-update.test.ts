import { hour, minute, second } from "@docket/core/time";
import type { MessageView, MessageWritten } from "@docket/core/contract/message";
import type { ParkedPage } from "@docket/core/contract/outbox";
import type { TicketView } from "@docket/core/contract/ticket";
import type { Id } from "@docket/core/ids";
import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { lastCodeTo, postAuth, wrongCode } from "../../test/auth-calls.ts";
import type { Caller } from "../../test/desk.ts";
import { Desk } from "../../test/desk.ts";
import { letters } from "../db/schema/events.ts";
import { people } from "../db/schema/people.ts";
import type { Letter, Mailer } from "./mailer.ts";
import { drain } from "../outbox/drain.ts";
import { owe } from "../outbox/owe.ts";
import { sweep } from "../outbox/sweep.ts";

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

const handOver = ({ id }: TicketView, to: Caller) => done(agent.put(`/tickets/${id}/assignee`, { assigneeId: to.id }));

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
      "We need something from you to continue: please look at your request and answer.",
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

  test("learns nothing of notes from how its letters are known", async () => {
    const namesOf = async (notes: number) => {
      const { id } = await open();
      for (let i = 0; i < notes; i++) await done(agent.post(`/tickets/${id}/notes`, { body: "Between us." }));
      await done(agent.post(`/tickets/${id}/claim`));
      await done(agent.patch(`/tickets/${id}`, { tags: [`t${notes}`], priority: "high" }));
      for (let i = 0; i < notes; i++) await done(agent.post(`/tickets/${id}/notes`, { body: "Between us." }));
      await done(agent.post(`/tickets/${id}/replies`, { body: "Hello" }));
      return desk.mailer.letters
        .filter(({ messageId }) => messageId.startsWith(id))
        .map(({ messageId, references }) => [messageId, ...references].map((name) => name.slice(id.length)));
    };
    const none = await namesOf(0);
    expect(none.map(([name]) => name)).toEqual([".1@desk.test", ".p2@desk.test", ".p3@desk.test", ".p4@desk.test"]);
    expect(await namesOf(3)).toEqual(none);
  });

  test("gets once what was owed before an upgrade, as it was known then, and what follows in the same thread", async () => {
    const ticket = await open();
    await done(agent.post(`/tickets/${ticket.id}/notes`, { body: "Between us." }));
    await done(agent.post(`/tickets/${ticket.id}/notes`, { body: "Between us." }));
    await done(agent.post(`/tickets/${ticket.id}/claim`));
    // It was sent as its number among all events, and what was owed says nothing else.
    const { db } = desk.services;
    const name = (end: string) => `${ticket.id}.${end}@desk.test`;
    const early = {
      type: "email.send_update",
      kind: "assigned",
      ticketId: ticket.id,
      seq: 4,
      messageId: null,
    } as const;
    await db.write(db.orm.delete(letters).where(eq(letters.messageId, name("p2"))), owe(desk.services, [early]));
    desk.mailer.letters.length = 0;
    await drain(desk.services);
    await db.write(owe(desk.services, [early]));
    await drain(desk.services);
    expect(desk.mailer.letters).toMatchObject([{ messageId: name("4"), references: [name("1")] }]);
    await done(agent.patch(`/tickets/${ticket.id}`, { priority: "high" }));
    // This is the fourth that the client knows of, and not the fourth of all: a letter of its own.
    await done(agent.post(`/tickets/${ticket.id}/replies`, { body: "One" }));
    const sent = desk.mailer.letters.slice(1);
    expect(sent[0]).toMatchObject({ messageId: name("p3"), inReplyTo: name("1"), references: [name("1"), name("4")] });
    expect(sent[1]).toMatchObject({ messageId: name("p4"), references: [name("1"), name("p3")] });
    expect(sent).toHaveLength(2);
  });

  test("does not hear late what is no longer true", async () => {
    const bo = await desk.person("agent", "Bo");
    const ticket = await open();
    desk.mailer.fail(1);
    await done(agent.post(`/tickets/${ticket.id}/claim`));
    await handOver(ticket, bo);
    desk.clock.advance(minute);
    await drain(desk.services);
    expect(desk.mailer.to(client.email).map(({ text }) => text.split("\n\n")[1])).toEqual([
      `We got your request. Its number is #${ticket.number}, and we will answer as soon as we can.`,
      "Bo takes care of your request now.",
    ]);
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
    ({ type: "email.send_update", kind: "replied", ticketId, seq, publicSeq: seq, messageId: id }) as const;

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
    expect(letter?.subject).toBe(`[#${ticket.number}] Your request to Docket`);
    expect(JSON.stringify(letter)).not.toContain("evil");
  });

  const held = async () => {
    const admin = await desk.person("admin");
    return (await admin.get<ParkedPage>("/outbox/parked")).body.items;
  };

  test("gets three emails an hour at most, even if they are asked for in one moment; the others come later", async () => {
    const visitor = await desk.visitor();
    await Promise.all(Array.from({ length: 8 }, () => visitor.open(asVictim)));
    await desk.settled();
    expect(desk.mailer.to(victim)).toHaveLength(3);
    const waiting = await held();
    expect(waiting).toHaveLength(5);
    expect(waiting[0]).toMatchObject({ lastError: "More than 3 automatic emails to this address in an hour." });
    await open(visitor, { ...asVictim, requester: { name: "x", email: "other@elsewhere.test" } });
    expect(desk.mailer.to("other@elsewhere.test")).toHaveLength(1);

    await sweep(desk.services);
    await sweep(desk.services);
    expect(desk.logs.filter((line) => line.includes("emails held back"))).toHaveLength(2);
    expect(desk.logs.join()).not.toContain(victim);
    expect(desk.mailer.to(victim)).toHaveLength(3);
    for (const sent of [6, 8]) {
      desk.clock.advance(hour + second);
      await sweep(desk.services);
      expect(desk.mailer.to(victim)).toHaveLength(sent);
    }
    expect(await held()).toEqual([]);
    expect(new Set(desk.mailer.to(victim).map(({ subject }) => subject)).size).toBe(8);
  });

  test("is one mailbox however it is dotted, where dots are ignored, and elsewhere another", async () => {
    const visitor = await desk.visitor();
    const dotted = ["vicki.tim", "v.ickitim", "vi.ckitim", "vic.kitim", "v.i.c.k.i.t.i.m+x", "vickitim"];
    const domains = ["gmail.com", "googlemail.com", "elsewhere.test"];
    const addresses = domains.flatMap((domain) => dotted.map((name) => `${name}@${domain}`));
    for (const email of addresses) await visitor.open({ ...asVictim, requester: { name: "x", email } });
    await desk.settled();
    const sentTo = (domain: RegExp) => desk.mailer.letters.filter(({ to }) => domain.test(to)).map(({ to }) => to);
    expect(sentTo(/@g/)).toEqual(addresses.slice(0, 3));
    expect(sentTo(/@elsewhere/)).toHaveLength(6);
  });

  test("gets what is held for it when its owner proves it, once: of each ticket what is true", async () => {
    const visitor = await desk.visitor();
    const tickets: TicketView[] = [];
    for (let i = 0; i < 5; i++) tickets.push(await open(visitor, asVictim));
    for (const { id } of tickets) await done(agent.post(`/tickets/${id}/resolve`));
    expect(desk.mailer.to(victim)).toHaveLength(3);
    expect(await held()).toHaveLength(5);
    const ask = () => postAuth(desk, "/email-otp/send-verification-otp", { email: victim, type: "sign-in" });
    const enter = async (otp: string) => {
      const { status } = await postAuth(desk, "/sign-in/email-otp", { email: victim, otp });
      await desk.settled();
      return status;
    };
    await ask();
    const code = await lastCodeTo(desk, victim);
    expect(await enter(wrongCode(code))).toBe(422);
    expect(await held()).toHaveLength(5);
    const before = desk.mailer.to(victim).length;
    expect(await enter(code)).toBe(200);
    const later = desk.mailer.to(victim).slice(before);
    expect(later.map(({ subject }) => subject).toSorted()).toEqual(
      tickets.map(({ number }) => `Re: [#${number}] Your request to Docket`).toSorted(),
    );
    expect(await held()).toEqual([]);

    for (let i = 0; i < 4; i++) await open(visitor, asVictim);
    const waiting = (await held()).length;
    expect(waiting).toBeGreaterThan(0);
    await ask();
    expect(await enter(await lastCodeTo(desk, victim))).toBe(200);
    expect(await held()).toHaveLength(waiting);
  });

  const news = () => desk.mailer.to(victim).map(({ text }) => text.split("\n\n")[1]);
  const claim = (by: Caller, { id }: TicketView) => done(by.post(`/tickets/${id}/claim`));
  const later = async () => {
    desk.clock.advance(hour + second);
    await sweep(desk.services);
    await desk.settled();
  };

  test("hears that its request is solved however often it was handed on, and nothing that is no longer true", async () => {
    const admin = await desk.person("admin");
    const bo = await desk.person("agent", "Bo");
    const ticket = await open(await desk.visitor(), asVictim);
    await claim(agent, ticket);
    for (const by of [bo, agent, bo]) await handOver(ticket, by);
    const waiting = await held();
    expect(waiting).toHaveLength(1);
    expect(waiting[0]?.lastError).toContain("only 1 may tell who takes care");
    expect(waiting[0]?.outdated).toBe(false);
    await done(agent.post(`/tickets/${ticket.id}/resolve`));
    expect(news()).toEqual([
      `We got your request. Its number is #${ticket.number}, and we will answer as soon as we can.`,
      "Grace Hopper takes care of your request now.",
      "We think that your request is solved.",
    ]);
    expect((await held()).map(({ outdated }) => outdated)).toEqual([true]);
    const sent = await admin.post<{ code: string }>(`/outbox/${waiting[0]?.id ?? ""}/retry`);
    expect([sent.status, sent.body.code]).toEqual([409, "email.outdated"]);
    await later();
    expect(news()).toHaveLength(3);
    expect(await held()).toEqual([]);
    expect(desk.logs.filter((line) => line.includes("email superseded"))).toHaveLength(3);
  });

  test("has one email of each ticket waiting, which says what is true when it goes out", async () => {
    const bo = await desk.person("agent", "Bo");
    const visitor = await desk.visitor();
    const ticket = await open(visitor, asVictim);
    for (let i = 0; i < 2; i++) await open(visitor, asVictim);
    await claim(agent, ticket);
    await done(agent.post(`/tickets/${ticket.id}/resolve`));
    expect((await held()).map(({ email }) => email?.kind)).toEqual(["resolved"]);
    await done(agent.post(`/tickets/${ticket.id}/reopen`));
    await handOver(ticket, bo);
    expect((await held()).map(({ email }) => email?.kind)).toEqual(["reopened"]);
    await later();
    expect(news().slice(3)).toEqual(["Your request is open again."]);
    expect(lastLetter().text).toContain("Bo takes care of your request now.");
  });

  test("hears what matters most first when there is room again", async () => {
    const visitor = await desk.visitor();
    const tickets: TicketView[] = [];
    for (let i = 0; i < 3; i++) tickets.push(await open(visitor, asVictim));
    const [first, ...others] = tickets;
    if (first) await claim(agent, first);
    for (const { id } of others) await done(agent.post(`/tickets/${id}/resolve`));
    await later();
    expect(news().slice(3)).toEqual(["We think that your request is solved.", "We think that your request is solved."]);
    expect((await held()).map(({ email }) => email?.kind)).toEqual(["assigned"]);
    await later();
    expect(news().at(-1)).toBe("Grace Hopper takes care of your request now.");
  });

  test("gets at once what an admin sends all the same", async () => {
    const visitor = await desk.visitor();
    for (let i = 0; i < 5; i++) await open(visitor, asVictim);
    const admin = await desk.person("admin");
    const [first] = await held();
    await done(admin.post(`/outbox/${first?.id ?? ""}/retry`));
    expect(desk.mailer.to(victim)).toHaveLength(4);
    expect(await held()).toHaveLength(1);
  });

  test("gets what belongs to the tickets that its owner proved, whatever strangers do in its name", async () => {
    await desk.stop();
    desk = await Desk.start({ AUTOMATIC_LETTERS_PER_HOUR: "4" });
    client = await desk.person("client", "Ada Lovelace");
    agent = await desk.person("agent", "Grace Hopper");
    const visitor = await desk.visitor();
    for (let i = 0; i < 6; i++) {
      await open(visitor, { ...asVictim, requester: { name: "x", email: client.email.replace("@", `+${i}@`) } });
      await open(visitor, { ...asVictim, requester: { name: "x", email: client.email } });
    }
    expect(desk.mailer.letters).toHaveLength(3);
    const ticket = await open();
    await done(agent.post(`/tickets/${ticket.id}/claim`));
    await done(agent.post(`/tickets/${ticket.id}/resolve`));
    expect(desk.mailer.to(client.email).filter(({ text }) => text.includes("Ada Lovelace"))).toHaveLength(3);
  });

  test("is left alone when its owner says that it was not them, which opening the link does not", async () => {
    const visitor = await desk.visitor();
    const ticket = await open(visitor, asVictim);
    const link = /^http\S*not-me\S*$/m.exec(lastLetter().text)?.[0] ?? "";
    const page = async (wish?: string, url = link) => {
      const press = { method: "POST", body: new URLSearchParams({ wish: wish ?? "" }) };
      const answer = await desk.fetch(new Request(url, wish === undefined ? {} : press));
      return [answer.status, await answer.text()] as const;
    };
    for (let i = 0; i < 3; i++) {
      const [status, text] = await page();
      expect([status, text.includes("This was not me"), text.includes("evil")]).toEqual([200, true, false]);
    }
    await done(agent.post(`/tickets/${ticket.id}/claim`));
    expect(desk.mailer.to(victim)).toHaveLength(2);

    expect(await page("stop", link.replace("victim", "other"))).toMatchObject({ 0: 404 });
    expect((await page("stop"))[1]).toContain("No more of these emails");
    expect((await page())[1]).toContain("No more of these emails");
    const { body } = await agent.post<MessageWritten>(`/tickets/${ticket.id}/replies`, { body: "Are you there?" });
    await open(visitor, { ...asVictim, requester: { name: "x", email: "Victim+1@elsewhere.test" } });
    expect(desk.mailer.letters).toHaveLength(2);
    const said = await agent.get<{ items: MessageView[] }>(`/tickets/${ticket.id}/messages`);
    expect(said.body.items.find(({ id }) => id === body.message.id)).toMatchObject({ delivery: "none" });
    desk.mailer.letters.length = 0;

    await page("again");
    await done(agent.post(`/tickets/${ticket.id}/replies`, { body: "Hello?" }));
    expect(desk.mailer.to(victim)).toHaveLength(1);
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

  test("can still be sent a code when the bound was used up in its name", async () => {
    const visitor = await desk.visitor();
    for (let i = 0; i < 4; i++) await open(visitor, asVictim);
    await desk.services.db.write(owe(desk.services, [{ type: "email.send_code", email: victim, code: "111111" }]));
    await drain(desk.services);
    expect(lastLetter().text).toMatch(/^111111$/m);
  });
});
