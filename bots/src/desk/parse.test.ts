import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { commands } from "./commands/all.ts";
import { changeTags } from "./commands/tags.ts";
import { Refusal } from "./outcome.ts";
import { missing, parse } from "./parse.ts";
import { numberIn } from "./ticket-name.ts";
import { readTicketRef } from "./ticket-ref.ts";

const read = (text: string) => {
  const parsed = parse(text);
  return parsed && [parsed.command.name, parsed.args];
};

describe("a typed command", () => {
  test.each<[string, unknown]>([
    ["claim 1042", ["claim", { ticket: "1042" }]],
    ["  CLAIM   #1042 ", ["claim", { ticket: "#1042" }]],
    ["take 1042", ["claim", { ticket: "1042" }]],
    ["claim 1,042", ["claim", { ticket: "1,042" }]],
    ["claim 1 042", ["claim", { ticket: "1 042" }]],
    ["reply 1042. Hello", ["reply", { ticket: "1042.", text: "Hello" }]],
    ["https://desk.test/tickets/1042", ["show", { ticket: "https://desk.test/tickets/1042" }]],
    ["1042", ["show", { ticket: "1042" }]],
    ["next", ["next", {}]],
    ["assign 1042 Ana Lima", ["assign", { ticket: "1042", person: "Ana Lima" }]],
    ["assign ana", ["assign", { person: "ana" }]],
    ["reply 1042 Hello,\nit is fixed.", ["reply", { ticket: "1042", text: "Hello,\nit is fixed." }]],
    ["reply Hello there", ["reply", { text: "Hello there" }]],
    ["status 1042 in progress", ["status", { ticket: "1042", status: "in progress" }]],
    ["status waiting", ["status", { status: "waiting" }]],
    ["tags 1042 +late -vip", ["tags", { ticket: "1042", tags: "+late -vip" }]],
    ["search printer on fire", ["search", { words: "printer on fire" }]],
    ["create Printer is on fire", ["create", { title: "Printer is on fire" }]],
    ["create", ["create", { title: "" }]],
    ["channel mode reply", ["channel", { setting: "mode", value: "reply" }]],
    ["claim nonsense", ["claim", { ticket: "nonsense" }]],
  ])("%j is read", (text, expected) => {
    expect(read(text)).toEqual(expected);
  });

  test.each([
    ["show 1001 1002", "1002"],
    ["away on", "on"],
    ["claim 1001 1002 1003", "1002 1003"],
    ["mine", ""],
    ["assign 1001 Ana Lima", ""],
  ])("%j leaves %j over", (text, rest) => {
    expect(parse(text)?.rest).toBe(rest);
  });

  test.each(["", "   ", "dance", "0", "#", "constructor", "toString 3", "99999999999 hello"])("%j is none", (text) => {
    expect(parse(text)).toBeNull();
  });

  test("no text of people makes it fail", () => {
    const names = fc.constantFrom(...commands.map(({ name }) => name), "");
    fc.assert(
      fc.property(names, fc.string({ unit: "grapheme" }), (name, rest) => {
        const parsed = parse(`${name} ${rest}`);
        for (const value of Object.values(parsed?.args ?? {})) expect(rest.trim()).toContain(value);
      }),
    );
  });
});

test("what is missing is asked for, but not the ticket of the thread", () => {
  const asked = (text: string, inThread: boolean) => {
    const parsed = parse(text);
    return parsed && missing(parsed.command, parsed.args, inThread).map(({ name }) => name);
  };
  expect(asked("reply 1042", false)).toEqual(["text"]);
  expect(asked("reply", true)).toEqual(["text"]);
  expect(asked("reply", false)).toEqual(["ticket", "text"]);
  expect(asked("assign 1042 ana", false)).toEqual([]);
  expect(asked("create Printer", false)).toEqual(["description", "category"]);
  expect(asked("tags 1042", false)).toEqual([]);
});

describe("tags", () => {
  test.each<[readonly string[], string, readonly string[]]>([
    [["vip"], "late, angry", ["late", "angry"]],
    [["vip", "late"], "+angry -late", ["vip", "angry"]],
    [["vip"], "+vip", ["vip"]],
    [["vip"], "-VIP", []],
    [["vip"], "-nothing", ["vip"]],
  ])("%j and %j", (before, text, after) => {
    expect(changeTags(before, text)).toEqual(after);
  });

  test("are not mixed", () => {
    expect(() => changeTags([], "late +vip")).toThrow(Refusal);
  });
});

test("every command fits what Discord and Slack show", () => {
  expect(new Set(commands.map(({ name }) => name)).size).toBe(commands.length);
  for (const { name, summary, options } of commands) {
    expect(name).toMatch(/^[a-z]{1,32}$/);
    expect(summary.length).toBeLessThanOrEqual(100);
    expect(options.length).toBeLessThanOrEqual(5);
    for (const option of options) {
      expect(option.name).toMatch(/^[a-z]{1,32}$/);
      expect(option.summary.length).toBeLessThanOrEqual(100);
    }
    const required = options.map((option) => option.required);
    expect(required).toEqual(required.toSorted((a, b) => Number(b) - Number(a)));
  }
});

test.each([
  "1002",
  "#1002",
  "1,002",
  "1 002",
  "1.002",
  "1002.",
  "#1002,",
  "01002",
  "https://desk.test/tickets/1002",
  "<https://desk.test/tickets/1002?tab=notes|1002>",
])("the number of a ticket as people write it: %s", (text) => {
  expect([readTicketRef(text), numberIn(text)]).toEqual(["1002", 1002]);
});

test.each(["1,02", "10-02", "0", "#", "1002nd", "https://desk.test/tickets", "12345678901"])(
  "no number: %s",
  (text) => {
    expect([readTicketRef(text), numberIn(text)]).toEqual([null, null]);
  },
);

test("a number stands at the beginning of what a ticket is called", () => {
  expect([numberIn("#1042 300 parcels"), numberIn("#1042, late"), numberIn("Parcel 1042")]).toEqual([1042, null, null]);
});
