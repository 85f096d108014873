import { expect, test } from "vitest";
import { checkBlocks, checkView } from "./block-limits.ts";
import { checkContent } from "./message-content.ts";
import type { Json } from "./state.ts";
import { Mint } from "./state.ts";

const mint = new Mint(() => 0);
const x = (count: number): string => "x".repeat(count);
const plain = (text: string) => ({ type: "plain_text", text });
const mrkdwn = (text: string) => ({ type: "mrkdwn", text });
const many = <T>(count: number, make: (i: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i));
const button = (change: Json = {}) => ({ type: "button", text: plain("Go"), action_id: "go", ...change });
const actions = (...elements: Json[]) => ({ type: "actions", elements });
const option = (change: Json = {}) => ({ text: plain("One"), value: "1", ...change });
const select = (change: Json = {}) => ({ type: "static_select", action_id: "s", options: [option()], ...change });
const input = (element: Json, change: Json = {}) => ({ type: "input", label: plain("Label"), element, ...change });
const typed = (change: Json = {}) => ({ type: "plain_text_input", action_id: "t", ...change });
const modal = (change: Json = {}): Json => ({
  type: "modal",
  title: plain("Title"),
  submit: plain("Send"),
  blocks: [input(typed())],
  ...change,
});

test.each<[name: string, right: Json, wrong: Json]>([
  ["section text", { type: "section", text: mrkdwn(x(3000)) }, { type: "section", text: mrkdwn(x(3001)) }],
  [
    "section fields",
    { type: "section", fields: many(10, () => mrkdwn(x(2000))) },
    { type: "section", fields: many(11, () => mrkdwn("x")) },
  ],
  ["a field", { type: "section", fields: [plain(x(2000))] }, { type: "section", fields: [plain(x(2001))] }],
  ["an empty text", { type: "section", text: plain("x") }, { type: "section", text: plain("") }],
  ["header", { type: "header", text: plain(x(150)) }, { type: "header", text: plain(x(151)) }],
  ["header text is plain", { type: "header", text: plain("x") }, { type: "header", text: mrkdwn("x") }],
  [
    "context",
    { type: "context", elements: many(10, () => mrkdwn("x")) },
    { type: "context", elements: many(11, () => mrkdwn("x")) },
  ],
  [
    "actions",
    actions(...many(25, (i) => button({ action_id: `${i}` }))),
    actions(...many(26, (i) => button({ action_id: `${i}` }))),
  ],
  ["action ids", actions(button(), button({ action_id: "b" })), actions(button(), button())],
  ["action id", actions(button({ action_id: x(255) })), actions(button({ action_id: x(256) }))],
  ["button text", actions(button({ text: plain(x(75)) })), actions(button({ text: plain(x(76)) }))],
  ["button value", actions(button({ value: x(2000) })), actions(button({ value: x(2001) }))],
  ["button url", actions(button({ url: "https://x.test/" })), actions(button({ url: `https://x.test/${x(3000)}` }))],
  ["button style", actions(button({ style: "danger" })), actions(button({ style: "red" }))],
  [
    "select options",
    actions(select({ options: many(100, (i) => option({ value: `${i}` })) })),
    actions(select({ options: many(101, () => option()) })),
  ],
  ["no options", actions(select()), actions(select({ options: [] }))],
  [
    "option text",
    actions(select({ options: [option({ text: plain(x(75)) })] })),
    actions(select({ options: [option({ text: plain(x(76)) })] })),
  ],
  [
    "option value",
    actions(select({ options: [option({ value: x(75) })] })),
    actions(select({ options: [option({ value: x(76) })] })),
  ],
  [
    "overflow",
    actions({ type: "overflow", action_id: "o", options: many(5, () => option()) }),
    actions({ type: "overflow", action_id: "o", options: many(6, () => option()) }),
  ],
  [
    "initial option",
    actions(select({ initial_option: option() })),
    actions(select({ initial_option: option({ value: "2" }) })),
  ],
  ["placeholder", actions(select({ placeholder: plain(x(150)) })), actions(select({ placeholder: plain(x(151)) }))],
  ["block id", { type: "divider", block_id: x(255) }, { type: "divider", block_id: x(256) }],
  ["block type", { type: "divider" }, { type: "diver" }],
  [
    "rich text",
    { type: "rich_text", elements: [{ type: "rich_text_section", elements: [{ type: "text", text: "x" }] }] },
    { type: "rich_text", elements: [{ type: "rich_text_section", elements: [{ type: "text", text: "" }] }] },
  ],
  [
    "a date",
    {
      type: "rich_text",
      elements: [{ type: "rich_text_section", elements: [{ type: "date", timestamp: 1, format: "{ago}" }] }],
    },
    {
      type: "rich_text",
      elements: [{ type: "rich_text_section", elements: [{ type: "date", timestamp: 1.5, format: "ago" }] }],
    },
  ],
  ["inputs", { type: "divider" }, input(typed())],
])("in a message: %s", (_, right, wrong) => {
  expect(checkBlocks([right], "message")).toEqual([]);
  expect(checkBlocks([wrong], "message")).not.toEqual([]);
});

test.each<[name: string, right: Json, wrong: Json]>([
  ["title", modal({ title: plain(x(24)) }), modal({ title: plain(x(25)) })],
  ["submit", modal({ submit: plain(x(24)) }), modal({ submit: plain(x(25)) })],
  ["close", modal({ close: plain(x(24)) }), modal({ close: plain(x(25)) })],
  ["submit with inputs", modal(), { ...modal(), submit: undefined }],
  ["private metadata", modal({ private_metadata: x(3000) }), modal({ private_metadata: x(3001) })],
  ["callback id", modal({ callback_id: x(255) }), modal({ callback_id: x(256) })],
  [
    "blocks",
    modal({ blocks: many(100, () => ({ type: "divider" })) }),
    modal({ blocks: many(101, () => ({ type: "divider" })) }),
  ],
  [
    "input label",
    modal({ blocks: [input(typed(), { label: plain(x(2000)) })] }),
    modal({ blocks: [input(typed(), { label: plain(x(2001)) })] }),
  ],
  [
    "input hint",
    modal({ blocks: [input(typed(), { hint: plain(x(2000)) })] }),
    modal({ blocks: [input(typed(), { hint: plain(x(2001)) })] }),
  ],
  [
    "typed length",
    modal({ blocks: [input(typed({ max_length: 3000 }))] }),
    modal({ blocks: [input(typed({ max_length: 3001 }))] }),
  ],
  [
    "initial value",
    modal({ blocks: [input(typed({ max_length: 2, initial_value: "xx" }))] }),
    modal({ blocks: [input(typed({ max_length: 2, initial_value: "xxx" }))] }),
  ],
  ["input element", modal(), modal({ blocks: [input(button())] })],
  [
    "block ids",
    modal({ blocks: [{ type: "divider", block_id: "a" }] }),
    modal({ blocks: many(2, () => ({ type: "divider", block_id: "a" })) }),
  ],
  ["home", { type: "home", blocks: [] }, { type: "home", title: plain("x"), blocks: [] }],
])("in a view: %s", (_, right, wrong) => {
  expect(checkView(right)).toEqual([]);
  expect(checkView(wrong)).not.toEqual([]);
});

test.each<[error: string, right: Json, wrong: Json]>([
  ["no_text", { text: "x" }, { text: "", blocks: [] }],
  ["msg_too_long", { text: x(40_000) }, { text: x(40_001) }],
  [
    "invalid_blocks",
    { blocks: many(50, () => ({ type: "divider" })) },
    { blocks: many(51, () => ({ type: "divider" })) },
  ],
  ["invalid_blocks_format", { blocks: [{ type: "divider" }] }, { blocks: { type: "divider" } }],
  [
    "msg_blocks_too_long",
    { blocks: many(3, () => ({ type: "section", text: mrkdwn(x(3000)) })) },
    { blocks: many(5, () => ({ type: "section", text: mrkdwn(x(3000)) })) },
  ],
  ["too_many_attachments", { attachments: many(100, () => ({})) }, { attachments: many(101, () => ({})) }],
])("as a message: %s", (error, right, wrong) => {
  expect(() => checkContent(right, mint)).not.toThrow();
  expect(() => checkContent(wrong, mint)).toThrow(error);
});
