import { describe, expect, test } from "vitest";
import { now, reopenWindow, ticketIn } from "../../test/sample.ts";
import type { Status } from "../tickets/ticket.ts";
import type { CardOffer } from "./card.ts";
import type { CardFacts } from "./card-view.ts";
import { cardView, excerptOf } from "./card-view.ts";

const facts: CardFacts = {
  url: "https://desk.test/tickets/1042",
  requester: "Cleo",
  unreached: "switched_off",
  category: "Hardware",
  assignee: null,
  files: [],
  lastMessage: { author: "Ada", kind: "reply", body: "Have you tried water?", files: [], at: now },
  reopenWindow,
};

test("shows the ticket, who it names and what was said last", () => {
  const ticket = ticketIn("new", { tags: ["vip"], priority: "high" });
  expect(cardView(ticket, facts)).toMatchObject({
    ticketId: ticket.id,
    number: 1042,
    title: "The printer is on fire",
    excerpt: "Smoke, mostly.",
    requester: "Cleo",
    emailProven: true,
    unreached: "switched_off",
    category: "Hardware",
    priority: "high",
    status: "new",
    tags: ["vip"],
    assignee: null,
    lastMessage: { author: "Ada", kind: "reply", excerpt: "Have you tried water?", at: now },
    deleted: false,
  });
});

test("names the files where nothing else was said, and counts them where there are several", () => {
  const last = { author: "Ada", kind: "reply", body: "", at: now } as const;
  const silent = ticketIn("new", { description: "" });
  const shown = (files: readonly string[]) => {
    const { excerpt, lastMessage } = cardView(silent, { ...facts, files, lastMessage: { ...last, files } });
    return [excerpt, lastMessage?.excerpt];
  };
  expect(shown(["photo.png"])).toEqual(["photo.png", "photo.png"]);
  expect(shown(["photo.png", "log.txt"])).toEqual(["2 files", "2 files"]);
  expect(cardView(ticketIn("new"), { ...facts, files: ["photo.png"] }).excerpt).toBe("Smoke, mostly.");
});

describe("offers what an agent may do", () => {
  test.each<[Status, readonly CardOffer[], readonly Status[]]>([
    [
      "new",
      ["claim", "assign", "reply", "note", "status", "priority", "resolve"],
      ["in_progress", "waiting", "resolved", "cancelled"],
    ],
    [
      "assigned",
      ["assign", "reply", "note", "status", "priority", "resolve"],
      ["in_progress", "waiting", "resolved", "cancelled"],
    ],
    ["resolved", ["reply", "note", "status", "priority", "reopen"], ["new"]],
    ["cancelled", ["note", "priority"], []],
  ])("when it is %s", (status, offers, nextStatuses) => {
    expect(cardView(ticketIn(status), facts)).toMatchObject({ offers, nextStatuses });
  });

  test("at the time of the ticket's last change, whatever the time is now", () => {
    const closed = ticketIn("closed");
    expect(cardView(closed, facts).offers).toContain("reopen");
    expect(cardView({ ...closed, updatedAt: now + 2 * reopenWindow }, facts).offers).not.toContain("reopen");
  });
});

test("of a deleted ticket nothing but its number is left", () => {
  const ticket = ticketIn("assigned", { deletedAt: now, tags: ["secret-tag"] });
  const card = cardView(ticket, { ...facts, assignee: "Ada" });
  expect(card).toMatchObject({ number: 1042, deleted: true, offers: [], nextStatuses: [], lastMessage: null });
  expect(JSON.stringify(card)).not.toMatch(/printer|Smoke|Cleo|switched|Ada|water|Hardware|secret/);
});

describe("an excerpt", () => {
  test("of a short text is the text", () => {
    expect(excerptOf("  Two\nlines ")).toBe("Two\nlines");
    expect(excerptOf("😀".repeat(300))).toBe("😀".repeat(300));
  });

  test("ends between words, or within a word that is too long", () => {
    expect(excerptOf("word ".repeat(100))).toBe(`${"word ".repeat(59)}word…`);
    expect(excerptOf("x".repeat(301))).toBe(`${"x".repeat(299)}…`);
    expect(excerptOf(`short ${"y".repeat(400)}`)).toBe(`short ${"y".repeat(293)}…`);
  });

  test("never cuts a character in two", () => {
    const excerpt = excerptOf("😀".repeat(20_000));
    expect(excerpt.isWellFormed()).toBe(true);
    expect(Array.from(excerpt)).toHaveLength(300);
  });
});
