import { expect, test } from "vitest";
import { readSender } from "./sender.ts";

test.each([
  ["Docket <support@desk.test>", "Docket <support@desk.test>"],
  ["support@desk.test", "support@desk.test"],
  ["<support@desk.test>", "support@desk.test"],
  ["Acme, Inc. <support@acme.example>", '"Acme, Inc." <support@acme.example>'],
  ['"Acme, Inc." <support@acme.example>', '"Acme, Inc." <support@acme.example>'],
  ['"Docket" <support@desk.test>', "Docket <support@desk.test>"],
  ["Jürgen Müller <hilfe@desk.test>", "Jürgen Müller <hilfe@desk.test>"],
  ["Müller, Söhne & Co. <hilfe@desk.test>", '"Müller, Söhne & Co." <hilfe@desk.test>'],
  ["株式会社 <help@desk.test>", "株式会社 <help@desk.test>"],
  ["Support: (EU) @ Acme; you <a@desk.test>", '"Support: (EU) @ Acme; you" <a@desk.test>'],
  ['The "best" desk \\o/ <a@desk.test>', '"The \\"best\\" desk \\\\o/" <a@desk.test>'],
  ["O'Brien's <a@desk.test>", "O'Brien's <a@desk.test>"],
  ["Docket<support@desk.test>", "Docket <support@desk.test>"],
])("%s is the sender %s", (text, sender) => {
  expect(readSender(text)).toBe(sender);
});

test.each([
  "Support",
  "a@b@c",
  "Docket <support>",
  "Docket <a@desk.test> <b@desk.test>",
  "Docket\nBcc: x <a@desk.test>",
])("%j is no sender", (text) => {
  expect(readSender(text)).toBeNull();
});
