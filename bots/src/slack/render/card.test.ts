import { cardOffers } from "@docket/core/chat/card";
import { priorities, statuses } from "@docket/core/tickets/ticket";
import fc from "fast-check";
import { expect, test } from "vitest";
import { sampleCard } from "../../../test/board-samples.ts";
import { anyText } from "../../../test/slack/any-text.ts";
import { elementsIn } from "../../../test/slack/elements.ts";
import { checkContent } from "../../../test/slack/message-content.ts";
import { showMessage } from "../../../test/slack/shown.ts";
import { Mint } from "../../../test/slack/state.ts";
import { readActionValue } from "./action-ids.ts";
import { renderCard } from "./card.ts";

const mint = new Mint(() => 0);
const taken = (card: ReturnType<typeof sampleCard>) => checkContent({ ...renderCard(card) }, mint);
const shown = (card: ReturnType<typeof sampleCard>) => showMessage({ ...taken(card), parse: "full" });
const elements = (card: ReturnType<typeof sampleCard>) => elementsIn(taken(card).blocks).map(({ element }) => element);

test("a card says what there is to know", () => {
  const at = Date.UTC(2026, 4, 4, 10);
  const lastMessage = { author: "Grace Agent", kind: "note", excerpt: "Ask the supplier.", at } as const;
  expect(shown(sampleCard({ lastMessage, assignee: "Grace Agent", status: "in_progress" })).text).toBe(
    [
      "#1042 The printer is on fire",
      "In progress · 🟠 High · Grace Agent",
      "From Ada Client · problem · 2026-05-04 09:30",
      "Tags: printer",
      "It began this morning.",
      "Grace Agent left a note 2026-05-04 10:00",
      "Ask the supplier.",
      "Claim",
      "Assign…",
      "Reply…",
      "Note…",
      "Resolve",
      "Status: In progress",
      "Priority: High",
      "Open in dashboard",
    ].join("\n"),
  );
});

test("each offer is a button or a menu, and nothing else is", () => {
  for (const offer of cardOffers) {
    const ids = elements(sampleCard({ offers: [offer] })).map((element) => element["action_id"]);
    expect(ids).toEqual([`docket:${offer}`, "docket:opened"]);
  }
  expect(elements(sampleCard({ offers: [] }))).toHaveLength(1);
  expect(elements(sampleCard({ offers: ["status"], nextStatuses: [] }))).toHaveLength(1);
});

test("buttons and menus carry ids only", () => {
  const card = sampleCard({ offers: cardOffers });
  for (const element of elements(card)) {
    if (element["value"] !== undefined) expect(element["value"]).toBe(card.ticketId);
    for (const { value } of (element["options"] ?? []) as readonly { readonly value: string }[]) {
      const { ticketId, choice } = readActionValue(value);
      expect(ticketId).toBe(card.ticketId);
      expect([...statuses, ...priorities]).toContain(choice);
    }
  }
});

test("a menu forgets what was chosen when the ticket changes", () => {
  const idOf = (card: ReturnType<typeof sampleCard>) =>
    taken(card).blocks.find((block) => block["type"] === "actions")?.["block_id"];
  expect(idOf(sampleCard())).not.toBe(idOf(sampleCard({ status: "waiting" })));
  expect(idOf(sampleCard())).not.toBe(idOf(sampleCard({ priority: "low" })));
});

test("whatever people write keeps every bound and calls nobody", () => {
  const text = anyText(1500);
  const card = fc.record({
    title: text,
    excerpt: text,
    requester: text,
    category: anyText(60),
    assignee: fc.option(text),
    tags: fc.array(anyText(60), { maxLength: 20 }),
    status: fc.constantFrom(...statuses),
    priority: fc.constantFrom(...priorities),
    offers: fc.subarray([...cardOffers]),
    nextStatuses: fc.subarray([...statuses]),
    deleted: fc.boolean(),
    lastMessage: fc.option(
      fc.record({ author: text, kind: fc.constantFrom("reply", "note"), excerpt: text, at: fc.nat({ max: 2e12 }) }),
    ),
  });
  fc.assert(
    fc.property(card, (change) => {
      const { tricks } = shown(sampleCard(change));
      expect(tricks).toEqual([]);
    }),
    { numRuns: 500 },
  );
});

test("the card of a deleted ticket says nothing of it", () => {
  const { text, blocks } = renderCard(sampleCard({ deleted: true }));
  expect(text).toBe("#1042: this ticket was deleted.");
  expect(JSON.stringify(blocks)).not.toMatch(/printer|Ada|morning|button/);
});
