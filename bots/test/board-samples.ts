import type { ThreadFile, ThreadMessage } from "@docket/api/chat-board";
import type { CardView } from "@docket/core/chat/card";
import type { SeenMessage } from "./board.contract.ts";

/** When everything in the samples happened. */
export const at = Date.UTC(2026, 4, 4, 9, 30);

/** A card to show. */
export const sampleCard = (change: Partial<CardView> = {}): CardView => ({
  ticketId: "tkt_01k0000000abcdefghjkmnpqrs",
  number: 1042,
  title: "The printer is on fire",
  excerpt: "It began this morning.",
  url: "https://desk.example.com/tickets/1042",
  requester: "Ada Client",
  emailProven: true,
  unreached: null,
  category: "problem",
  priority: "high",
  status: "new",
  tags: ["printer"],
  assignee: null,
  createdAt: at,
  lastMessage: null,
  offers: ["claim", "assign", "reply", "note", "status", "priority", "resolve"],
  nextStatuses: ["assigned", "in_progress", "waiting", "resolved", "cancelled"],
  deleted: false,
  ...change,
});

/** A message of the conversation. */
export const sampleMessage = (change: Partial<ThreadMessage> = {}): ThreadMessage => ({
  id: "msg_01k0000000abcdefghjkmnpqrs",
  author: "Ada Client",
  from: "client",
  authorProven: true,
  kind: "reply",
  body: "It still burns.",
  at,
  edited: false,
  receipt: null,
  unreached: null,
  files: [],
  mentions: null,
  ...change,
});

/** A file of a message. */
export const sampleFile = (name: string, content: string): ThreadFile => {
  const blob = new Blob([content], { type: "text/plain" });
  return { id: `att_${name}`, name, contentType: "text/plain", size: blob.size, read: () => Promise.resolve(blob) };
};

const words = (count: number): string => Array.from({ length: count }, (_, i) => `word${i}`).join(" ");
/** Longer than any chat takes in one message, in words that can be found again. */
export const long = words(1200);
/** The words of the long text. */
export const longWords = long.split(" ");
/** Those of the words that can be read in messages. */
export const wordsIn = (messages: readonly SeenMessage[]): readonly string[] =>
  messages.flatMap(({ text }) => text.match(/word\d+/g) ?? []);

/** What people could write to play a trick. */
export const nasty = [
  "@everyone @here <!channel> <!here|here> <!subteam^S1> <@U1> <@&1> <#C1>",
  "[https://bank.example](https://evil.example) <https://evil.example|https://bank.example>",
  "**bold** _it_ ~s~ `code` ``` half a block",
  "&lt;!channel&gt; &amp; \u202Eback\u202C \u0000 \uD800 👩‍👩‍👧‍👧",
].join("\n");
