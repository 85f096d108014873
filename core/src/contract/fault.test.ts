import { expect, test } from "vitest";
import { z } from "zod";
import { fieldErrorsOf } from "./fault.ts";
import { createApiKeyInput } from "./api-key.ts";
import { createSiteInput } from "./site.ts";
import { email, idOf, pageQuery, tags } from "./common.ts";
import { openTicketInput, ticketListQuery } from "./ticket.ts";

const said = (schema: z.ZodType, input: unknown): readonly (readonly [string, string, string])[] => {
  const { error } = schema.safeParse(input);
  return fieldErrorsOf(error?.issues ?? [], input).map(({ field, code, message }) => [field, code, message]);
};

const opening = { title: "No heat", description: "It is cold.", category: "facilities" };

test.each([
  [{ ...opening, title: undefined }, ["title", "required", "The subject is missing."]],
  [{ ...opening, title: 7 }, ["title", "wrong_type", "The subject must be a text."]],
  [{ ...opening, title: "" }, ["title", "empty", "The subject must not be empty."]],
  [{ ...opening, title: "x".repeat(201) }, ["title", "too_long", "The subject must have at most 200 characters."]],
  [{ ...opening, priority: "loud" }, ["priority", "one_of", "The priority must be low, normal, high or urgent."]],
  [{ ...opening, priority: null }, ["priority", "one_of", "The priority must be low, normal, high or urgent."]],
  [{ ...opening, colour: "red" }, ["colour", "unknown_field", "This is not a field here."]],
  [{ ...opening, tags: ["a b"] }, ["tags.0", "tag", "A tag may have letters, digits, - and _ only."]],
  [
    { ...opening, requester: { name: "Ada", email: "ada" } },
    ["requester.email", "email", "The email address must look like ada@example.com."],
  ],
  [
    { ...opening, requester: { name: "Jörg", email: "Jörg.Weiß@müller-bau.de" } },
    [
      "requester.email",
      "email_letters",
      "The email address must have letters from a to z before the @: use another address, such as ada@example.com.",
    ],
  ],
  [
    { ...opening, requester: { name: "Jörg", email: "jörg weiß@example.de" } },
    ["requester.email", "email", "The email address must look like ada@example.com."],
  ],
  [{ ...opening, attachmentIds: ["x"] }, ["attachmentIds.0", "id", "A file must be the id of a file."]],
  [
    { ...opening, tags: Array.from({ length: 21 }, (_, i) => `tag${i}`) },
    ["tags", "too_many", "The list of tags must have at most 20 entries."],
  ],
])("what is wrong with a ticket is said without a name of the API: %#", (input, error) => {
  expect(said(openTicketInput, input)).toEqual([error]);
});

test("what is wrong with a list is said as well", () => {
  const query = { status: "loud", q: "\u200b", limit: "many", assignee: "everybody", colour: "" };
  expect(said(ticketListQuery, query)).toEqual([
    [
      "status.0",
      "one_of",
      "The status must be new, assigned, in_progress, waiting, resolved, closed, cancelled or open.",
    ],
    ["assignee", "id", "The assignee must be the id of a person."],
    ["q", "empty", "The search must not be empty."],
    ["limit", "wrong_type", "The limit must be a number."],
    ["colour", "unknown_field", "This is not a field here."],
  ]);
});

test.each([
  [createSiteInput, { name: "Shop" }, ["origins", "required", "The list of addresses is missing."]],
  [
    createSiteInput,
    { name: "Shop", origins: ["https://ada@shop.test"] },
    [
      "origins.0",
      "origin",
      "An address must be a web address such as https://www.example.com, without a user name or *; a path is left out.",
    ],
  ],
  [createApiKeyInput, { name: "Bots" }, ["scopes", "required", "The list of scopes is missing."]],
  [
    createApiKeyInput,
    { name: "Bots", scopes: [] },
    ["scopes", "too_few", "The list of scopes must have at least 1 entry."],
  ],
  [
    createApiKeyInput,
    { name: "Bots", scopes: ["all"] },
    ["scopes.0", "one_of", "A scope must be tickets:read, tickets:write or chat."],
  ],
  [
    ticketListQuery,
    { status: Array.from({ length: 21 }, () => "new").join(",") },
    ["status", "too_many", "The list of statuses must have at most 20 entries."],
  ],
  [
    createApiKeyInput,
    { name: "Bots", scopes: ["chat", "chat"] },
    ["scopes", "repeated", "The list of scopes must not have the same entry twice."],
  ],
  [
    createSiteInput,
    { name: "Shop", origins: ["https://shop.test", "https://shop.test/"] },
    ["origins", "repeated", "The list of addresses must not have the same entry twice."],
  ],
])("a list is told from its entry: %#", (schema, input, error) => {
  expect(said(schema, input)).toEqual([error]);
});

/** Every word in which zod reports something by itself. */
const ownWords = /Invalid|expected|received|Too (?:big|small)|Unrecognized/;

test("none of zod's own words are left, whatever is wrong", () => {
  const everything = z.strictObject({
    ...pageQuery,
    email,
    tags,
    id: idOf("ticket"),
    one: z.enum(["a"]),
    many: z.array(z.int()).min(2).max(3),
    url: z.url(),
    either: z.union([z.string(), z.number()]),
    map: z.record(z.enum(["a"]), z.boolean()),
    literal: z.literal(1),
  });
  const values = [undefined, null, 1, 1.5, 1e9, "", "x", "x".repeat(600), true, [], [1, 2, 3, 4], ["x"], {}, { b: 1 }];
  for (const value of values) {
    const input = Object.fromEntries(Object.keys(everything.shape).map((name) => [name, value]));
    for (const [, , message] of said(everything, input)) expect(message).not.toMatch(ownWords);
  }
});

test("of what is wrong only so much is made as anybody reads", () => {
  let looks = 0;
  const keys = new Proxy(
    Array.from({ length: 20_000 }, (_, i) => `x${i}`),
    {
      get: (all, key, receiver): unknown => {
        if (typeof key === "string" && /^\d+$/.test(key)) looks++;
        return Reflect.get(all, key, receiver);
      },
    },
  );
  const errors = fieldErrorsOf([{ code: "unrecognized_keys", message: "", keys }], {});
  expect([errors.length, looks]).toEqual([50, 50]);
});
