import { afterEach, expect, test } from "vitest";
import { page } from "vitest/browser";
import { textOf } from "../../../test/stage.ts";
import type { Entry } from "./conversation.ts";
import "./conversation.ts";

const entry = (id: string, body: string, more: Partial<Entry> = {}): Entry => ({
  id,
  kind: "reply",
  author: { kind: "client", id: null, name: "Mia Brandt" },
  body,
  attachments: [],
  delivery: "none",
  createdAt: "2025-11-21T12:00:00.000Z",
  ...more,
});
const ada = { kind: "staff", id: null, name: "Ada Okafor" } as const;

const show = (entries: readonly Entry[], viewer: "client" | "staff" = "client") => {
  const element = Object.assign(document.createElement("docket-conversation"), { entries, viewer });
  document.body.append(element);
  return element;
};

afterEach(() => document.body.replaceChildren());

test("it is a log that keeps its order and its lines; only additions are announced", async () => {
  show([entry("1", "first\n\n  indented"), entry("2", "second", { author: ada })]);
  const log = page.getByRole("log", { name: "Conversation" });
  await expect.element(log).toHaveAttribute("aria-relevant", "additions");
  const [first, second] = [page.getByRole("listitem").first(), page.getByRole("listitem").last()];
  await expect.element(first).toMatchTextContent("You");
  const body = first.element().querySelector<HTMLElement>(".body");
  await expect.poll(() => body?.innerText).toBe("first\n\n  indented");
  await expect.element(second).toMatchTextContent("Ada Okafor");
});

test("a new entry is added to the nodes that are there", async () => {
  const element = show([entry("1", "first")]);
  await element.updateComplete;
  const first = element.renderRoot.querySelector("li");
  element.entries = [...element.entries, entry("2", "second")];
  await element.updateComplete;
  const items = element.renderRoot.querySelectorAll("li");
  expect(items.length).toBe(2);
  expect(items[0]).toBe(first);
});

test("a file that came alone has no empty words above it; a message that is gone says so", async () => {
  const createdAt = "2025-11-21T12:00:00.000Z";
  const file = { id: "att_1", name: "photo.png", contentType: "image/png", size: 3, createdAt } as const;
  const element = show([entry("1", "", { attachments: [file] }), entry("2", "", { deletedAt: createdAt })]);
  await expect.element(page.getByRole("button", { name: /^Download photo\.png/ })).toBeVisible();
  await expect.element(page.getByText("This message was deleted.")).toBeVisible();
  expect(element.renderRoot.querySelectorAll(".body").length).toBe(1);
});

test("markup in a message stays text", async () => {
  const text = `<img src=x onerror="document.title='hacked'"> https://example.com/`;
  const element = show([entry("1", text)]);
  await element.updateComplete;
  const body = element.renderRoot.querySelector(".body");
  expect(body?.textContent).toBe(text);
  expect([...(body?.children ?? [])].map(({ tagName }) => tagName)).toEqual(["A"]);
});

test("staff read names, notes and what became of the letter; clients do not", async () => {
  const entries = [
    entry("1", "a note", { kind: "note", author: ada }),
    entry("2", "an answer", { author: ada, delivery: "failed" }),
    entry("3", "a question"),
  ];
  const element = show(entries, "staff");
  await element.updateComplete;
  expect(textOf(element)).toContain("Internal note");
  expect(textOf(element)).toContain("Email could not be delivered");
  expect(textOf(element)).toContain("Mia Brandt");
  element.viewer = "client";
  await element.updateComplete;
  expect(textOf(element)).not.toContain("Email");
});

test("what was edited says so, and what was deleted says nothing else", async () => {
  const at = "2025-11-21T13:00:00.000Z";
  const entries = [
    entry("1", "as it was", { author: ada }),
    entry("2", "as it is now", { author: ada, editedAt: at }),
    entry("3", "", { author: ada, editedAt: at, deletedAt: at }),
  ];
  const element = show(entries);
  await element.updateComplete;
  const [as, edited, deleted] = [...element.renderRoot.querySelectorAll("li")].map(textOf);
  expect(as).not.toMatch(/edited|deleted/i);
  expect(edited).toMatch(/Ada Okafor .* Edited .*as it is now/);
  expect(deleted).toMatch(/Ada Okafor .*This message was deleted\./);
  expect(deleted).not.toContain("Edited");
});

test("that a message was deleted is added to the log, so that it is announced", async () => {
  const element = show([entry("1", "first", { author: ada }), entry("2", "second")]);
  await element.updateComplete;
  const added: string[] = [];
  const watcher = new MutationObserver((changes) => {
    for (const { addedNodes } of changes)
      for (const node of addedNodes) if (node instanceof Element) added.push(textOf(node).trim());
  });
  watcher.observe(element.renderRoot.querySelector("[role=log]") as Element, { childList: true, subtree: true });
  element.entries = [entry("1", "", { author: ada, deletedAt: "2025-11-21T13:00:00.000Z" }), entry("2", "second")];
  await expect.poll(() => added).toEqual(["This message was deleted."]);
  watcher.disconnect();
  expect(textOf(element)).not.toContain("first");
  expect(textOf(element)).toContain("second");
});

test("below each entry stands what its owner adds", async () => {
  const element = show([entry("1", "first"), entry("2", "second")]);
  element.extra = ({ id }) => `more of ${id}`;
  await element.updateComplete;
  expect([...element.renderRoot.querySelectorAll("li")].map(textOf)).toEqual([
    expect.stringMatching(/first .*more of 1/),
    expect.stringMatching(/second .*more of 2/),
  ]);
});
