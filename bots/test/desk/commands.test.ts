import type { TicketView } from "@docket/core/contract/ticket";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Caller } from "../../../api/test/desk.ts";
import { Desk, deskUrl } from "../../../api/test/desk.ts";
import type { Desk as BotDesk } from "../../src/desk/desk.ts";
import { createDesk } from "../../src/desk/desk.ts";
import { choicesFor } from "../../src/desk/choices.ts";
import { commandOf } from "../../src/desk/commands/all.ts";
import type { Outcome } from "../../src/desk/outcome.ts";
import { parse } from "../../src/desk/parse.ts";
import { run } from "../../src/desk/run.ts";
import { reasonFields } from "../../src/trouble.ts";
import { newKey, revoke } from "../../../api/test/keys.ts";
import { botDesk, linked, slackUser } from "./bot-of.ts";

let desk: Desk;
let bot: BotDesk;
let ana: Caller;
let client: Caller;

beforeEach(async () => {
  desk = await Desk.start();
  bot = await botDesk(desk);
  ana = await linked(desk, await desk.person("agent", "Ana Lima"), "UANA");
  await linked(desk, await desk.person("agent", "Bo Berg"), "UBO");
  await linked(desk, await desk.person("manager", "Mia Mann"), "UMIA");
  client = await desk.person("client", "Cleo");
});
afterEach(() => desk.stop());

/** What a typed command comes to for somebody of Slack. */
const say = async (userId: string, text: string): Promise<Outcome> => {
  const parsed = parse(text);
  if (parsed === null) throw new Error(`${text} is no command`);
  return run(parsed.command, slackUser(bot, userId), parsed.args);
};

const textOf = (outcome: Outcome): string => ("text" in outcome ? outcome.text : JSON.stringify(outcome));

const look = async ({ id }: TicketView): Promise<TicketView> => (await ana.get<TicketView>(`/tickets/${id}`)).body;

describe("a linked agent", () => {
  test("claims, and the next one is told who has it", async () => {
    const ticket = await client.open();
    const outcomes = await Promise.all([say("UANA", `claim ${ticket.number}`), say("UBO", `claim #${ticket.number}`)]);
    expect(outcomes.map(({ kind }) => kind).toSorted()).toEqual(["done", "refused"]);
    const holder = (await look(ticket)).assignee?.name;
    expect(textOf(outcomes.find(({ kind }) => kind === "refused") as Outcome)).toContain(`${holder} has this ticket`);
  });

  test("takes the most urgent of those that wait", async () => {
    const first = await client.open({ title: "First" });
    const urgent = await client.open({ title: "Urgent" });
    await ana.patch(`/tickets/${urgent.id}`, { priority: "urgent" });
    expect(textOf(await say("UANA", "next"))).toContain(`#${urgent.number}: you have it now. “Urgent”`);
    expect(textOf(await say("UBO", "next"))).toContain(`#${first.number}`);
    const nothing = await say("UBO", "next");
    expect(nothing.kind).toBe("said");
    expect(textOf(nothing)).toContain("Nothing is waiting");
  });

  test("assigns by name, by address, by mention and to oneself", async () => {
    const ticket = await client.open();
    const ways = ["bo", "Bo Berg", "<@UBO|bo>", "me", "mia"];
    const names: (string | undefined)[] = [];
    for (const way of ways) {
      expect((await say("UANA", `assign ${ticket.number} ${way}`)).kind).toBe("done");
      names.push((await look(ticket)).assignee?.name);
    }
    expect(names).toEqual(["Bo Berg", "Bo Berg", "Bo Berg", "Ana Lima", "Mia Mann"]);
    expect((await say("UANA", `unassign ${ticket.number}`)).kind).toBe("done");
    expect((await look(ticket)).assignee).toBeNull();
    await desk.person("agent", "Bo Bell");
    expect(textOf(await say("UANA", `assign ${ticket.number} bo`))).toMatch(/fits several people: Bo Bell .*Bo Berg/);
    expect(textOf(await say("UANA", `assign ${ticket.number} nobody`))).toContain("No one on the staff");
    expect(textOf(await say("UANA", `assign ${ticket.number} <@UELSE>`))).toContain("not linked");
  });

  test("is told why a mention cannot have a ticket, and nobody who is switched off gets a link", async () => {
    const ticket = await client.open();
    const gil = await desk.person("agent", "Gil Gray");
    await linked(desk, gil, "UGIL");
    const admin = await desk.person("admin", "Ada Admin");
    await admin.patch(`/people/${gil.id}`, { role: "client" });
    const give = async () => textOf(await say("UANA", `assign ${ticket.number} <@UGIL>`));
    expect(await give()).toContain("Gil Gray is not on the staff, so they cannot have tickets.");
    await admin.patch(`/people/${gil.id}`, { role: "agent", active: false });
    expect(await give()).toContain("Gil Gray may not sign in any more, so they cannot have tickets.");
    const refused = await say("UGIL", "link");
    expect([refused.kind, textOf(refused)]).toEqual(["refused", expect.stringContaining("it was switched off")]);
    await admin.patch(`/people/${gil.id}`, { active: true });
    expect((await say("UGIL", "link")).kind).toBe("link");
  });

  test("replies to the client, and notes for the staff", async () => {
    const ticket = await client.open();
    expect(textOf(await say("UANA", `reply ${ticket.number} It is\nfixed.`))).toContain("on its way to the client");
    expect(textOf(await say("UANA", `note ${ticket.number} Check again`))).toContain("does not see it");
    const read = async (who: Caller) => {
      const { body } = await who.get<{ items: { kind: string; body: string; source: string }[] }>(
        `/tickets/${ticket.id}/messages`,
      );
      return body.items.map(({ kind, body: words, source }) => [kind, words, source]);
    };
    expect(await read(ana)).toEqual([
      ["note", "Check again", "slack"],
      ["reply", "It is\nfixed.", "slack"],
    ]);
    expect(await read(client)).toEqual([["reply", "It is\nfixed.", "slack"]]);
  });

  test("changes status, priority and tags, solves and reopens", async () => {
    const ticket = await client.open();
    const of = (text: string) => say("UANA", text.replace("N", String(ticket.number)));
    expect(textOf(await of("status N waiting for the client"))).toContain("Waiting for the client");
    expect(textOf(await of("priority N Urgent"))).toContain("priority urgent");
    expect(textOf(await of("priority N whenever"))).toContain("is not a priority: choose Low, Normal, High or Urgent");
    expect(textOf(await of("tags N late vip"))).toContain("tags late, vip");
    expect(textOf(await of("tags N -late +angry"))).toContain("tags vip, angry");
    expect(textOf(await of("tags N"))).toContain("vip, angry");
    expect(textOf(await of("tags N vip angry"))).toContain("tags vip, angry already.");
    expect(textOf(await of("resolve N"))).toBe(`#${ticket.number}: resolved.`);
    expect((await look(ticket)).status).toBe("resolved");
    expect((await of("close N")).kind).toBe("refused");
    const open = await client.open();
    expect(textOf(await say("UMIA", `close ${open.number}`))).toBe(
      `#${open.number}: A ticket that is new cannot be closed. Resolve it first.`,
    );
    expect((await say("UMIA", `close ${ticket.number}`)).kind).toBe("done");
    expect((await of("reopen N")).kind).toBe("done");
    expect(textOf(await of("status N solved"))).toContain("Resolved.");
  });

  test("reads that nothing changed where it was so already", async () => {
    const { number } = await client.open();
    const twice = async (text: string): Promise<string> => {
      await say("UMIA", text);
      return textOf(await say("UMIA", text)).replace(`#${number}: `, "");
    };
    expect(textOf(await say("UMIA", `reopen ${number}`))).toBe(`#${number}: it is open already.`);
    expect(textOf(await say("UMIA", `unassign ${number}`))).toBe(`#${number}: nobody had it anyway.`);
    expect(await twice(`claim ${number}`)).toBe("you have it already.");
    expect(await twice(`assign ${number} bo`)).toBe("Bo Berg has it already.");
    expect(await twice(`priority ${number} high`)).toBe("its priority is high already.");
    expect(await twice(`status ${number} waiting`)).toBe("Waiting for the client already.");
    expect(await twice(`resolve ${number}`)).toBe("it is resolved already.");
    expect(await twice(`close ${number}`)).toBe("it is closed already.");
    expect(textOf(await say("UMIA", `reopen ${number}`))).toBe(`#${number}: open again.`);
  });

  test("looks, searches and lists", async () => {
    const ticket = await client.open({ title: "The printer smokes" });
    await say("UANA", `claim ${ticket.number}`);
    const waiting = await client.open({ title: "The scanner smokes" });
    const numbers = (outcome: Outcome) =>
      outcome.kind === "tickets" ? outcome.tickets.map(({ number }) => number) : outcome;
    expect(numbers(await say("UANA", "mine"))).toEqual([ticket.number]);
    expect(numbers(await say("UBO", "mine"))).toEqual([]);
    expect(numbers(await say("UANA", "queue"))).toEqual([waiting.number]);
    expect(numbers(await say("UANA", "search smokes"))).toHaveLength(2);
    expect(await say("UANA", `${ticket.number}`)).toMatchObject({ kind: "ticket", ticket: { number: ticket.number } });
    expect(textOf(await say("UANA", "show 9999"))).toContain("There is no such ticket");
    expect(textOf(await say("UANA", "show printer"))).toContain("not the number of a ticket");
  });

  test("sees what waits in the order in which it is taken", async () => {
    const [first, urgent, second, asked] = [
      await client.open(),
      await client.open(),
      await client.open(),
      await client.open(),
    ];
    await ana.patch(`/tickets/${urgent.id}`, { priority: "urgent" });
    await say("UBO", `claim ${asked.number}`);
    await say("UBO", `status ${asked.number} waiting`);
    await say("UMIA", `unassign ${asked.number}`);
    const order = [urgent, first, second, asked].map(({ number }) => number);
    const listed = async (text: string) => {
      const outcome = await say("UANA", text);
      return outcome.kind === "tickets" ? outcome.tickets.map(({ number }) => number) : [];
    };
    expect(await listed("queue")).toEqual(order);
    const taken: number[] = [];
    for (const _ of order) {
      const outcome = await say("UANA", "next");
      if (outcome.kind === "done") taken.push(outcome.ticket.number);
    }
    expect(taken).toEqual(order);
    expect((await listed("mine")).slice(0, 3)).toEqual([urgent, first, second].map(({ number }) => number));
  });

  test("reads of whom the client waits, whatever the status", async () => {
    const back = async () => textOf(await say("UANA", "back"));
    const ticket = await client.open();
    await say("UANA", `claim ${ticket.number}`);
    expect(await back()).toContain("In your one open ticket the client waits for an answer");
    await say("UANA", `reply ${ticket.number} Here it is.`);
    expect(await back()).toContain("Your one open ticket does not wait for you");
    await client.post(`/tickets/${ticket.id}/replies`, { body: "It is not." });
    await say("UANA", `note ${ticket.number} Hm`);
    expect(await back()).toContain("the client waits");
    const other = await client.open();
    await say("UANA", `claim ${other.number}`);
    expect(await back()).toContain("In both of your open tickets the client waits for an answer");
    const { body } = await ana.post<{ message: { id: string } }>(`/tickets/${ticket.id}/replies`, {
      body: "Now it is.",
    });
    expect(await back()).toContain("In 1 of your 2 open tickets");
    await ana.delete(`/tickets/${ticket.id}/messages/${body.message.id}`);
    expect(await back()).toContain("In both");
    await say("UANA", `reply ${ticket.number} Really.`);
    await say("UANA", `resolve ${ticket.number}`);
    await client.post(`/tickets/${ticket.id}/reopen`);
    expect(await back()).toContain("In both");
  });

  test("goes away and comes back", async () => {
    const away = async () => (await ana.get<{ away: boolean }>("/me")).body.away;
    await say("UANA", "away");
    expect(await away()).toBe(true);
    const assign = commandOf("assign");
    const person = assign?.options.find(({ kind }) => kind === "person");
    if (!person) throw new Error("nothing to choose");
    const choices = await choicesFor(slackUser(bot, "UBO"), person, "", {});
    expect(choices.at(-1)?.label).toBe("Ana Lima (away)");
    const [first, second] = [await client.open(), await client.open()];
    expect(textOf(await say("UBO", `assign ${first.number} ana`))).toBe(
      `#${first.number}: Ana Lima has it now, and is away: nobody tells them until they are back.`,
    );
    await say("UBO", `assign ${second.number} ana`);
    await say("UBO", `status ${second.number} waiting`);
    expect(textOf(await say("UANA", "back"))).toBe(
      "Welcome back. In 1 of your 2 open tickets the client waits for an answer: /ticket mine lists them.",
    );
    expect(await away()).toBe(false);
    await say("UANA", `status ${first.number} waiting`);
    expect(textOf(await say("UANA", "back"))).toContain("Of your 2 open tickets neither waits for you");
    await say("UBO", `assign ${second.number} bo`);
    expect(textOf(await say("UANA", "back"))).toContain("Your one open ticket does not wait for you");
    await say("UBO", `resolve ${second.number}`);
    expect(textOf(await say("UBO", "back"))).toBe("Welcome back. You have no open tickets.");
  });
});

test("what a press did once, it does not do again", async () => {
  const ticket = await client.open();
  const command = commandOf("reply");
  if (!command) throw new Error("no reply");
  const call = slackUser(bot, "UANA");
  const args = { ticket: String(ticket.number), text: "Once" };
  const outcomes = await Promise.all([run(command, call, args), run(command, call, args), run(command, call, args)]);
  expect(outcomes.map(({ kind }) => kind)).toEqual(["done", "done", "done"]);
  const { body } = await ana.get<{ items: unknown[] }>(`/tickets/${ticket.id}/messages`);
  expect(body.items).toHaveLength(1);
});

describe("who is not linked", () => {
  test("gets an explanation and changes nothing", async () => {
    const ticket = await client.open();
    for (const text of [`claim ${ticket.number}`, `show ${ticket.number}`, "mine", "next", "away"]) {
      expect(textOf(await say("USTRANGER", text))).toContain("/ticket link");
    }
    expect((await look(ticket)).assignee).toBeNull();
  });

  test("gets a link that works once", async () => {
    const outcome = await say("UNEW", "link");
    if (outcome.kind !== "link") throw new Error(textOf(outcome));
    const code = new URL(outcome.url).hash.slice(1);
    const eve = await desk.person("agent", "Eve");
    expect((await eve.post("/identity-links", { code })).status).toBe(201);
    expect((await ana.post("/identity-links", { code })).status).toBe(410);
    expect((await say("UNEW", "mine")).kind).toBe("tickets");
  });

  test("is a client even when linked, and staff only as long as they work here", async () => {
    await linked(desk, client, "UCLEO");
    expect(textOf(await say("UCLEO", "queue"))).toContain("is not one of the staff");
    const admin = await desk.person("admin");
    await admin.patch(`/people/${ana.id}`, { active: false });
    expect(textOf(await say("UANA", "queue"))).toContain("it was switched off");
  });
});

describe("a desk that is away", () => {
  const silent: typeof fetch = (_, init) =>
    new Promise((_resolve, reject) => {
      init?.signal?.addEventListener("abort", () => reject(init.signal?.reason as Error));
    });
  const gone: typeof fetch = () => Promise.reject(new TypeError("fetch failed"));
  const broken: typeof fetch = () => Promise.resolve(new Response("<html>", { status: 502 }));

  test.each([
    ["does not answer", silent],
    ["cannot be reached", gone],
    ["is behind a proxy that has lost it", broken],
  ])("%s: that is said, and to look before trying again", async (_, fetch) => {
    const away = createDesk({ baseUrl: deskUrl, key: "dk_", fetch, patience: 20 });
    const queue = commandOf("queue");
    if (!queue) throw new Error("no queue");
    const outcome = await run(queue, slackUser(away, "UANA"), {});
    expect(outcome).toMatchObject({
      kind: "refused",
      text: expect.stringContaining("did not answer in time") as string,
    });
  });

  test("is slow: the time counts for all that a command asks, not for each question", async () => {
    const ticket = await client.open();
    const patience = 1000;
    const slow: typeof fetch = async (input, init) => {
      await new Promise((resolve) => {
        setTimeout(resolve, patience * 0.7);
      });
      init?.signal?.throwIfAborted();
      return desk.fetch(new Request(input, init));
    };
    const key = await newKey(desk, ["chat"]);
    const tags = commandOf("tags");
    if (!tags) throw new Error("no tags");
    const call = slackUser(createDesk({ baseUrl: deskUrl, key, fetch: slow, patience }), "UANA");
    const outcome = await run(tags, call, { ticket: String(ticket.number), tags: "late" });
    expect(outcome).toMatchObject({
      kind: "refused",
      text: expect.stringContaining("did not answer in time") as string,
    });
    expect((await look(ticket)).tags).toEqual([]);
  });
});

test("a bot whose key was revoked says so, in the chat and in its log", async () => {
  const key = await newKey(desk, ["chat"]);
  bot = createDesk({ baseUrl: deskUrl, key, fetch: async (input, init) => desk.fetch(new Request(input, init)) });
  await revoke(desk, key);
  expect(textOf(await say("UANA", "queue"))).toBe(
    "The bot may not use the desk any more: its key was revoked. Please tell an admin.",
  );
  const beat = bot.bot.request("PUT /chat/followed", { body: { platform: "slack" } });
  await expect(beat.catch(reasonFields)).resolves.toEqual({
    reason: "This API key was revoked. An admin can make a new one.",
  });
});
