import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { countsOf, fields, found, note, reply } from "../../test/answers.ts";
import type { Caller } from "../../test/desk.ts";
import { Desk } from "../../test/desk.ts";
import { tickets } from "../db/schema/tickets.ts";
import { matching } from "./search-tickets.ts";

let desk: Desk;
let client: Caller;
let agent: Caller;
/** Numbers of tickets by a name of ours. */
const numbers: Record<string, number> = {};

const texts: Readonly<Record<string, readonly [string, string]>> = {
  fire: ["The printer is on fire", "Smoke comes out of tray two, and it smells of hot electrical dust."],
  cafe: ["Café Zürich", "Die Rechnung für Größe XL ist falsch. Señor Núñez called."],
  tokyo: ["請求書について", "東京オフィスのプリンターが壊れました"],
  greek: ["Πρόβλημα σύνδεσης", "Δεν μπορώ να συνδεθώ"],
  code: [
    "Error E-1042 in C++ & SQL",
    'SELECT "title" FROM tickets WHERE NOT (a OR b) NEAR c; O\'Brien wrote foo_bar.baz',
  ],
  emoji: ["🔥🔥 urgent 🔥", "The 👩‍🚒 left"],
  plain: ["Nothing to see", "Move along"],
};

beforeAll(async () => {
  desk = await Desk.start({}, { wake: () => {} });
  client = await desk.person("client");
  agent = await desk.person("agent");
  for (const [name, [title, description]] of Object.entries(texts)) {
    const ticket = await client.open({ title, description });
    numbers[name] = ticket.number;
    desk.clock.advance(1000);
  }
  await reply(client, String(numbers["plain"]), "I found the missing umbrella in the elevator");
  await reply(agent, String(numbers["plain"]), "Which umbrella? The turquoise one?");
  await note(agent, String(numbers["plain"]), "I think he stole the turquoise bicycle");
});
afterAll(() => desk.stop());

const numbersOf = (names: readonly string[]) => names.map((name) => numbers[name]);

describe("words are found", () => {
  const cases: readonly (readonly [string, readonly string[]])[] = [
    ["printer", ["fire"]],
    ["PRINTER", ["fire"]],
    ["print", ["fire"]],
    ["p", ["fire"]],
    ["rinter", []],
    ["fire printer", ["fire"]],
    ["printer smoke", ["fire"]],
    ["prin smoke", []],
    ["smoke prin", ["fire"]],
    ["printer umbrella", []],
    ["cafe", ["cafe"]],
    ["CAFÉ", ["cafe"]],
    ["cafe\u0301", ["cafe"]],
    ["zurich", ["cafe"]],
    ["nunez", ["cafe"]],
    ["größe", ["cafe"]],
    ["grosse", []],
    ["請求書", ["tokyo"]],
    ["東京", ["tokyo"]],
    ["συνδεθώ", ["greek"]],
    ["ΠΡΌΒΛΗΜΑ", ["greek"]],
    ["umbrella", ["plain"]],
    ["umbrella elevator", ["plain"]],
    ["elevator turquoise", []],
    ["nothing umbrella", []],
    ["urgent 🔥", ["emoji"]],
    ["foo_bar", ["code"]],
    ["o'brien", ["code"]],
    ["E-1042", ["code"]],
    ["zzz", []],
  ];
  test.each(cases)("%s", async (words, names) => {
    for (const reader of [agent, client]) expect(await found(reader, words)).toEqual(numbersOf(names));
    expect((await countsOf(agent, `q=${encodeURIComponent(words)}`)).total).toBe(names.length);
  });
});

test("a client does not find notes, nor anybody's tickets but their own", async () => {
  expect(await found(agent, "bicycle")).toEqual(numbersOf(["plain"]));
  expect(await found(client, "bicycle")).toEqual([]);
  expect(await found(client, "turquoise")).toEqual(numbersOf(["plain"]));
  expect(await found(client, "turquoise bicycle")).toEqual([]);
  const stranger = await desk.person("client");
  expect(await found(stranger, "printer")).toEqual([]);
  expect(await found(stranger, `#${numbers["fire"]}`)).toEqual([]);
});

describe("what would be an operator elsewhere is text here", () => {
  const cases: readonly (readonly [string, readonly string[]])[] = [
    ['" OR *', ["code"]],
    ['"', []],
    ['""', []],
    ['printer"', ["fire"]],
    ['"printer smoke"', ["fire"]],
    ["*", []],
    ["printer*", ["fire"]],
    ["^printer", ["fire"]],
    ["NEAR(", ["code"]],
    ["NEAR(printer smoke, 2)", []],
    ["title:", ["code"]],
    ["title:printer", []],
    ["printer OR umbrella", []],
    ["printer NOT smoke", []],
    ["printer AND fire", ["fire"]],
    ["NOT", ["code", "plain"]],
    ["or", ["code"]],
    ["-smoke", ["fire"]],
    ["+smoke", ["fire"]],
    ["{title description}: printer", []],
    ["(printer", ["fire"]],
    ["printer)", ["fire"]],
    ["printer--", ["fire"]],
    ["'; DROP TABLE tickets; --", []],
    ["%", []],
    ["_", []],
    ["\\", []],
    ["$1042", ["code"]],
    ["?", []],
    ["🔥", []],
    ["printer \u0301", ["fire"]],
    ["\u0301 printer", ["fire"]],
    ["\t", []],
  ];
  test.each(cases.filter(([words]) => words.trim() !== ""))("%j", async (words, names) => {
    expect(await found(agent, words)).toEqual(numbersOf(names));
  });
});

test.each(["\u0301", "\u200b", "\u202e\u3164"])("words that nobody sees are no words: %j", async (words) => {
  expect(fields(await agent.get(`/tickets?q=${encodeURIComponent(words)}`))).toEqual(["q"]);
});

test("a word counts once, however it is written, and twelve of them are looked for", async () => {
  expect(await found(agent, "a ".repeat(99))).toEqual(numbersOf(["code"]));
  expect(await found(agent, "CAFÉ cafe Cafe\u0301 zurich")).toEqual(numbersOf(["cafe"]));
  const { db } = desk.services;
  const condition = matching(
    { kind: "staff", id: "per_1", role: "agent" },
    `${"A á à ".repeat(20)} b c d e f g h i j k l m`,
  );
  const { params } = db.orm.select().from(tickets).where(condition).toSQL();
  expect(params[0]).toBe('"à" "b" "c" "d" "e" "f" "g" "h" "i" "j" "k" "l"');
});

test("a visitor finds a single letter as a word only, and others as the start of one", async () => {
  const visitor = await desk.visitor();
  const requester = { name: "Vera", email: "vera@shop.test" };
  await visitor.open({ title: "Apples and a pear", requester });
  await visitor.open({ title: "Plums", requester });
  expect(await found(visitor, "p")).toHaveLength(0);
  expect(await found(visitor, "a")).toHaveLength(1);
  expect(await found(visitor, "pl")).toHaveLength(1);
});

test("as many words as fit are looked for", async () => {
  expect(await found(agent, "printer ".repeat(25))).toEqual(numbersOf(["fire"]));
});

test("a number finds its ticket, and texts with that number", async () => {
  const number = numbers["fire"] ?? 0;
  expect(await found(agent, `#${number}`)).toEqual([number]);
  expect(await found(agent, ` ${number} `)).toEqual([number]);
  const mention = await client.open({ title: `Again like ${number}` });
  expect(await found(agent, `${number}`)).toEqual([number, mention.number]);
  expect(await found(agent, `#${number} again`)).toEqual([mention.number]);
  expect(await found(agent, "#999999999999999")).toEqual([]);
  expect(await found(agent, "9".repeat(200))).toEqual([]);
});
