import type { HistoryEntry } from "@docket/core/contract/history";
import { expect, test } from "vitest";
import { historyText, viaText } from "./history-text.ts";

const entry = (type: string, ...changes: HistoryEntry["changes"]): HistoryEntry => ({
  seq: 1,
  type,
  at: "2025-01-01T00:00:00.000Z",
  actor: { kind: "staff", id: "per_ada", name: "Ada" },
  via: null,
  messageId: null,
  changes,
});

test.each([
  [null, ""],
  [{ chat: "slack", key: "Bots" }, "in Slack"],
  [{ chat: "discord", key: null }, "in Discord"],
  [{ chat: null, key: "Weekly report" }, "with the API key Weekly report"],
  [{ chat: null, key: null }, "by API"],
] as const)("through %j it was done %j", (via, text) => {
  expect(viaText(via)).toBe(text);
});

const categoryName = (id: string): string => (id === "return" ? "Returns" : id);

test.each([
  [entry("ticket.created"), "opened the ticket"],
  [entry("ticket.assigned", { field: "assignee", from: null, to: "Ada" }), "took it"],
  [entry("ticket.assigned", { field: "assignee", from: "Ada", to: "Ben" }), "assigned it to Ben"],
  [entry("ticket.assigned", { field: "assignee", from: null, to: "Cleo" }), "assigned it to Cleo"],
  [entry("ticket.unassigned", { field: "assignee", from: "Ada", to: null }), "gave it back to the queue"],
  [entry("ticket.status_changed", { field: "status", from: "new", to: "waiting" }), "set the status to waiting"],
  [entry("ticket.resolved", { field: "status", from: "waiting", to: "resolved" }), "resolved it"],
  [entry("ticket.replied"), "replied"],
  [entry("ticket.noted"), "wrote an internal note"],
  [entry("ticket.message_edited"), "edited a message"],
  [entry("ticket.message_deleted"), "deleted a message"],
  [
    entry(
      "ticket.updated",
      { field: "priority", from: "low", to: "urgent" },
      { field: "category", from: "order", to: "return" },
    ),
    "set the priority to urgent, moved it to Returns",
  ],
  [entry("ticket.updated", { field: "title", from: "Old", to: "New" }), "renamed it from “Old” to “New”"],
  [entry("ticket.tagged", { field: "tags", from: "a, b", to: "b, c" }), "added the tags c and removed a"],
  [entry("ticket.tagged", { field: "tags", from: "a", to: "" }), "removed the tags a"],
  [entry("ticket.snoozed"), "ticket.snoozed"],
])("$type in words", (given, words) => {
  expect(historyText(given, categoryName)).toBe(words);
});
