import type { ThreadMessage } from "@docket/api/chat-board";
import type { CardView } from "@docket/core/chat/card";
import { cardOffers } from "@docket/core/chat/card";
import { priorities, statuses } from "@docket/core/tickets/ticket";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { renderCard, threadName } from "../../src/discord/render/card.ts";
import { appliedTags, missingTags } from "../../src/discord/render/tags.ts";
import { renderThreadMessage } from "../../src/discord/render/thread-message.ts";
import { sampleCard, sampleFile, sampleMessage } from "../board-samples.ts";
import { messageInput } from "./check-message.ts";
import { checked } from "./form.ts";
import { harmless, kinds, nasty } from "./nasty-text.ts";
import { pingsOf } from "./pings.ts";

const anyMessage: fc.Arbitrary<ThreadMessage> = fc.record({
  id: fc.constant("msg_01k0000000abcdefghjkmnpqrs"),
  author: nasty(100),
  from: fc.constantFrom("client", "staff", "system"),
  authorProven: fc.boolean(),
  kind: fc.constantFrom("reply", "note"),
  body: nasty(3000),
  at: fc.integer({ min: 0, max: Date.UTC(2100, 0) }),
  edited: fc.boolean(),
  mentions: fc.constant(null),
  receipt: fc.constantFrom("note", "sent", "kept", "failed", null),
  unreached: fc.constantFrom("deleted", "switched_off", "disowned", null),
  files: fc.array(
    fc.record({
      id: fc.constant("att_01k0000000abcdefghjkmnpqrs"),
      name: nasty(100),
      contentType: fc.constant("text/plain"),
      size: fc.constantFrom(0, 1, 9 * 1024 * 1024, 11 * 1024 * 1024),
      read: fc.constant(() => Promise.resolve(new Blob())),
    }),
    { maxLength: 10 },
  ),
});

describe("a message of the conversation", () => {
  const link = "https://desk.example.com/tickets/1042#key1";

  test("keeps every bound, whatever it says", () => {
    fc.assert(
      fc.property(anyMessage, (message) => {
        const parts = renderThreadMessage(message, link);
        expect(parts.flatMap(({ files }) => files)).toEqual(
          message.files.filter(({ size }) => size > 0 && size < 10 * 1024 * 1024),
        );
        for (const { content, files } of parts) {
          checked(messageInput, { content });
          expect(content).toContain(link);
          expect(content.length).toBeLessThanOrEqual(2000);
          expect(files.length).toBeLessThanOrEqual(10);
          expect(files.reduce((sum, { size }) => sum + size, 0)).toBeLessThan(25 * 1024 * 1024);
          expect(pingsOf(content, { parse: [] })).toEqual({ everyone: false, users: [], roles: [] });
          const ours = [...harmless, "code", "strong", "link", "time", "subtext"];
          expect(kinds(content).filter((kind) => !ours.includes(kind))).toEqual([]);
        }
      }),
      { numRuns: 200 },
    );
  });

  test("says who wrote it, what it is, and how far it got", () => {
    const [first] = renderThreadMessage(sampleMessage({ from: "staff", receipt: "sent", edited: true }), link);
    expect(first?.content).toBe(
      `📨 **Ada Client** · [reply to the client](<${link}>) · <t:1777887000:R> · edited · ✅ to the client\nIt still burns.`,
    );
    const note = sampleMessage({ from: "staff", kind: "note", receipt: "note" });
    expect(renderThreadMessage(note, link)[0]?.content).toContain("internal note");
  });

  test("names files that Discord does not take", () => {
    const large = { ...sampleFile("large.iso", "x"), size: 11 * 1024 * 1024 };
    const [first] = renderThreadMessage(sampleMessage({ files: [large, sampleFile("empty.txt", "")] }), link);
    expect(first?.files).toEqual([]);
    expect(first?.content).toContain("📎 large.iso (too large for Discord: see the dashboard)");
    expect(first?.content).toContain("📎 empty.txt (empty)");
  });
});

const anyCard: fc.Arbitrary<CardView> = fc.record({
  ticketId: fc.constant("tkt_01k0000000abcdefghjkmnpqrs"),
  number: fc.integer({ min: 1, max: 10 ** 9 }),
  title: nasty(400),
  excerpt: nasty(3000),
  url: fc.constantFrom(
    "https://desk.example.com/tickets/1",
    "http://localhost:8787/tickets/1",
    `https://a.example/${"x".repeat(600)}`,
  ),
  requester: nasty(200),
  emailProven: fc.boolean(),
  unreached: fc.constantFrom("deleted", "switched_off", "disowned", null),
  category: nasty(60),
  priority: fc.constantFrom(...priorities),
  status: fc.constantFrom(...statuses),
  tags: fc.array(nasty(40), { maxLength: 20 }),
  assignee: fc.option(nasty(200)),
  createdAt: fc.integer({ min: 0, max: Date.UTC(2100, 0) }),
  lastMessage: fc.option(
    fc.record({
      author: nasty(200),
      kind: fc.constantFrom("reply", "note"),
      excerpt: nasty(2000),
      at: fc.integer({ min: 0, max: Date.UTC(2100, 0) }),
    }),
  ),
  offers: fc.uniqueArray(fc.constantFrom(...cardOffers)),
  nextStatuses: fc.uniqueArray(fc.constantFrom(...statuses)),
  deleted: fc.boolean(),
});

describe("a card", () => {
  const textOf = ({ embeds }: ReturnType<typeof renderCard>): string =>
    embeds
      .flatMap(({ title, description, fields = [] }) => [title, description, ...fields.map(({ value }) => value)])
      .join("\n");

  test("keeps every bound, whatever it says", () => {
    fc.assert(
      fc.property(anyCard, (card) => {
        const message = renderCard(card);
        checked(messageInput, message);
        const ours = [...harmless, "strong", "link", "time"];
        expect(kinds(textOf(message)).filter((kind) => !ours.includes(kind))).toEqual([]);
        const name = threadName(card);
        expect(name.length).toBeLessThanOrEqual(100);
        expect(name).toMatch(new RegExp(`^#${card.number} `));
      }),
      { numRuns: 300 },
    );
  });

  const labels = (card: CardView): readonly (string | undefined)[] =>
    renderCard(card).components.flatMap(({ components }) =>
      components.map((one) => ("label" in one ? one.label : "placeholder" in one ? one.placeholder : undefined)),
    );

  test("offers what may be done, and nothing else", () => {
    expect(labels(sampleCard())).toEqual([
      "Claim",
      "Assign…",
      "Reply…",
      "Note…",
      "Resolve",
      "Open in dashboard",
      "Status: New",
      "Priority: High",
    ]);
    expect(labels(sampleCard({ status: "closed", offers: ["reopen", "note"] }))).toEqual([
      "Note…",
      "Reopen",
      "Open in dashboard",
    ]);
    expect(labels(sampleCard({ offers: [] }))).toEqual(["Open in dashboard"]);
    expect(labels(sampleCard({ offers: ["status"], nextStatuses: [] }))).toEqual(["Open in dashboard"]);
  });

  test("links to a desk on this machine in its text, since Discord takes no such address elsewhere", () => {
    const card = sampleCard({ url: "http://localhost:8787/tickets/1042" });
    expect(renderCard(card).embeds[0]?.description).toContain(
      "[Open in dashboard](<http://localhost:8787/tickets/1042>)",
    );
    expect(labels(card)).not.toContain("Open in dashboard");
  });

  test("of a deleted ticket has nothing but its number", () => {
    expect(renderCard(sampleCard({ deleted: true }))).toEqual({
      embeds: [{ title: "#1042", description: "This ticket was deleted.", color: 0x95a5a6 }],
      components: [],
    });
    expect(threadName(sampleCard({ deleted: true }))).toBe("#1042 (deleted)");
  });
});

describe("the tags of a forum", () => {
  const forum = missingTags([]).map(({ name }, i) => ({ id: `tag${i}`, name }));

  test("are one for each status and each priority, and fit", () => {
    expect(forum).toHaveLength(statuses.length + priorities.length);
    for (const { name } of forum) expect(name.length).toBeLessThanOrEqual(20);
    expect(missingTags(forum)).toEqual([]);
    expect(missingTags([{ name: "NEW " }])).toHaveLength(forum.length - 1);
  });

  test("change with the ticket, and those of others stay", () => {
    const there = [...forum, { id: "vip", name: "VIP" }];
    const first = appliedTags(there, ["vip"], sampleCard());
    expect(first.map((id) => there.find((tag) => tag.id === id)?.name)).toEqual(["New", "High priority", "VIP"]);
    const second = appliedTags(there, first, sampleCard({ status: "waiting", priority: "low" }));
    expect(second.map((id) => there.find((tag) => tag.id === id)?.name)).toEqual(["Waiting", "Low priority", "VIP"]);
    expect(appliedTags(there, second, sampleCard({ deleted: true }))).toEqual(["vip"]);
    expect(appliedTags(there, ["vip", "gone"], sampleCard())).toHaveLength(3);
    expect(appliedTags([], first, sampleCard())).toEqual([]);
  });
});
