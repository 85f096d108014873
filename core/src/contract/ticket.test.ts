import { describe, expect, test } from "vitest";
import type { z } from "zod";
import { limits } from "../limits.ts";
import { uploadQuery } from "./attachment.ts";
import { fault } from "./fault.ts";
import { proveEmailInput } from "./site.ts";
import { personListQuery, updatePersonInput } from "./person.ts";
import {
  assigneeInput,
  messageInput,
  openTicketInput,
  statusInput,
  ticketFilterQuery,
  ticketListQuery,
  updateTicketInput,
} from "./ticket.ts";

const idWith = (prefix: string, index = 0): string => `${prefix}_${index.toString().padStart(26, "0")}`;
const files = (count: number) => Array.from({ length: count }, (_, index) => idWith("att", index));
const open = { title: "No heat", description: "It is cold.", category: "facilities" };

const accepts = (schema: z.ZodType, value: unknown): boolean => schema.safeParse(value).success;

/** The paths of what is wrong, as a problem document names them. */
const wrong = (schema: z.ZodType, value: unknown): readonly string[] =>
  (schema.safeParse(value).error?.issues ?? []).map((issue) => issue.path.join("."));

test("opening a ticket needs a title, a description and a category, and no more", () => {
  expect(openTicketInput.parse(open)).toEqual({ ...open, attachmentIds: [] });
  expect(wrong(openTicketInput, {})).toEqual(["title", "category", "description"]);
});

describe("a field that is not in the contract is refused, so that nobody sets what is not theirs", () => {
  const bodies: readonly (readonly [string, z.ZodType, object])[] = [
    ["open", openTicketInput, open],
    ["update", updateTicketInput, { title: "No heat" }],
    ["assign", assigneeInput, { assigneeId: idWith("per") }],
    ["set status", statusInput, { status: "waiting" }],
    ["write", messageInput, { body: "Hello" }],
    ["update a person", updatePersonInput, { name: "Cleo" }],
    ["prove an address", proveEmailInput, { email: "cleo@example.com", code: "123456" }],
    ["list", ticketListQuery, {}],
    ["upload", uploadQuery, { name: "a.png" }],
  ];
  const extras = ["id", "requesterId", "visitorId", "emailProven", "fromStaff", "version"];

  test.each(bodies)("%s", (_, schema, value) => {
    expect(accepts(schema, value)).toBe(true);
    for (const extra of extras) expect(accepts(schema, { ...value, [extra]: "x" })).toBe(false);
    expect(accepts(schema, [value])).toBe(false);
    expect(accepts(schema, null)).toBe(false);
  });

  test("deeper down too", () => {
    const requester = { name: "Cleo", email: "cleo@example.com" };
    expect(accepts(openTicketInput, { ...open, requester })).toBe(true);
    expect(accepts(openTicketInput, { ...open, requester: { ...requester, role: "admin" } })).toBe(false);
  });
});

test("what is wrong is named by its path", () => {
  const value = {
    ...open,
    title: "",
    attachmentIds: [idWith("att"), "nonsense"],
    requester: { name: "C", email: "c" },
  };
  expect(wrong(openTicketInput, value)).toEqual(["title", "attachmentIds.1", "requester.email"]);
});

test("files have a limit and are named once", () => {
  for (const [schema, value] of [[openTicketInput, open] as const, [messageInput, { body: "Hello" }] as const]) {
    expect(accepts(schema, { ...value, attachmentIds: files(limits.files) })).toBe(true);
    expect(accepts(schema, { ...value, attachmentIds: files(limits.files + 1) })).toBe(false);
    expect(accepts(schema, { ...value, attachmentIds: [idWith("att"), idWith("att")] })).toBe(false);
  }
});

test.each([
  ["description", openTicketInput, { title: "No heat", category: "facilities" }],
  ["body", messageInput, {}],
] as const)("words may be missing, as %s, where there are files", (field, schema, value) => {
  for (const words of [{}, { [field]: "" }, { [field]: " \u200b\n" }]) {
    expect(schema.parse({ ...value, ...words, attachmentIds: files(1) })).toMatchObject({ [field]: "" });
    expect(wrong(schema, { ...value, ...words })).toEqual([field]);
    expect(schema.safeParse({ ...value, ...words }).error?.issues[0]?.message).toBe(fault("empty_message"));
  }
});

test("that nothing is said is told once, beside what else is wrong, and not of what cannot be read", () => {
  expect(wrong(messageInput, { body: "", extra: 1 })).toEqual(["", "body"]);
  expect(wrong(messageInput, { body: 1 })).toEqual(["body"]);
  expect(wrong(messageInput, { body: "", attachmentIds: "att" })).toEqual(["attachmentIds"]);
});

test("an update changes something", () => {
  expect(accepts(updateTicketInput, {})).toBe(false);
  expect(accepts(updatePersonInput, {})).toBe(false);
  expect(updateTicketInput.parse({ tags: [] })).toEqual({ tags: [] });
});

test.each(["", "open", "NEW", "deleted", 1])("%j is not a status", (status) => {
  expect(accepts(statusInput, { status })).toBe(false);
});

describe("a filter", () => {
  test("takes several values, comma separated", () => {
    const parsed = ticketListQuery.parse({ status: "open, closed", priority: "high", category: "billing,hardware" });
    expect(parsed).toMatchObject({
      status: ["open", "closed"],
      priority: ["high"],
      category: ["billing", "hardware"],
      sort: "-updatedAt",
      limit: 25,
    });
  });

  test.each([
    { status: "" },
    { status: "new," },
    { status: "new,unknown" },
    { status: Array.from({ length: 21 }, () => "new").join() },
    { priority: "High" },
    { assignee: "you" },
    { assignee: idWith("tkt") },
    { requester: "none" },
    { tag: "a b" },
    { q: " " },
    { q: "\u0000" },
    { sort: "title" },
    { sort: "-createdAt; DROP TABLE ticket" },
  ])("refuses %j", (query) => {
    expect(wrong(ticketListQuery, query).map((path) => path.split(".")[0])).toEqual(Object.keys(query));
  });

  test.each([
    { assignee: "me" },
    { assignee: "none" },
    { assignee: idWith("per") },
    { requester: "me" },
    { q: "#1042" },
  ])("takes %j", (query) => expect(ticketFilterQuery.parse(query)).toEqual(query));

  test("of people is no wilder", () => {
    expect(accepts(personListQuery, { role: "staff", active: "true", q: "cleo" })).toBe(true);
    for (const query of [{ role: "root" }, { active: "yes" }, { q: "" }, { q: "\u0000" }]) {
      expect(accepts(personListQuery, query)).toBe(false);
    }
  });
});

test.each([
  ["invoice.pdf", true],
  ["Übersicht (2).png", true],
  ["..hidden", true],
  ["a".repeat(limits.fileName), true],
  ["a".repeat(limits.fileName + 1), false],
  ["", false],
  [".", false],
  ["..", false],
  ["\u2060\u202e", false],
])("%j as the name of a file: %s", (name, good) => {
  expect(accepts(uploadQuery, { name })).toBe(good);
});
