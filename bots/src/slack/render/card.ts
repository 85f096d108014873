import type {
  ActionsBlock,
  ActionsBlockElement,
  Button,
  HeaderBlock,
  KnownBlock,
  PlainTextOption,
  StaticSelect,
} from "@slack/types";
import type { CardOffer, CardView } from "@docket/core/chat/card";
import { priorities } from "@docket/core/tickets/ticket";
import type { Priority } from "@docket/core/tickets/ticket";
import { priorityNames, provenWords, statusNames, toDashboard, unreachedWords } from "../../desk/words.ts";
import { actionId, actionValue } from "./action-ids.ts";
import { clip, escapeText } from "./mrkdwn.ts";
import { bold, cleanText, linked, oneLine, richText, section, time, words } from "./rich-text.ts";

/** A card as Slack takes it: blocks, and the text that stands for them in notifications. */
export interface RenderedCard {
  readonly text: string;
  readonly blocks: KnownBlock[];
}

/** UTF-16 units: https://docs.slack.dev/reference/block-kit, and what leaves a card easy to read. */
const most = { header: 150, name: 100, tags: 300, excerpt: 600, links: 10, url: 3000, fallback: 300 } as const;

const marks: Readonly<Record<Priority, string>> = { low: "", normal: "", high: "🟠 ", urgent: "🔴 " };

const plain = (text: string) => ({ type: "plain_text", text }) as const;

const name = (text: string): string => clip(oneLine(text), most.name);

const asker = ({ requester, emailProven }: CardView): string => provenWords(name(requester), emailProven);

const buttons: readonly (readonly [offer: CardOffer, label: string])[] = [
  ["claim", "Claim"],
  ["assign", "Assign…"],
  ["reply", "Reply…"],
  ["note", "Note…"],
  ["resolve", "Resolve"],
  ["close", "Close"],
  ["reopen", "Reopen"],
];

const button = ({ ticketId }: CardView, offer: CardOffer, label: string): Button => ({
  type: "button",
  text: plain(label),
  action_id: actionId(offer),
  value: actionValue(ticketId),
  ...(offer === "claim" ? { style: "primary" } : {}),
});

const menu = (offer: CardOffer, label: string, options: PlainTextOption[]): StaticSelect[] =>
  options.length === 0
    ? []
    : [{ type: "static_select", action_id: actionId(offer), placeholder: plain(label), options }];

const menus = (card: CardView): StaticSelect[] => {
  const { ticketId, status, priority, offers, nextStatuses } = card;
  const others = priorities.filter((one) => one !== priority);
  const option = (choice: string, label: string): PlainTextOption => ({
    text: plain(label),
    value: actionValue(ticketId, choice),
  });
  return [
    ...(offers.includes("status")
      ? menu(
          "status",
          `Status: ${statusNames[status]}`,
          nextStatuses.map((one) => option(one, statusNames[one])),
        )
      : []),
    ...(offers.includes("priority")
      ? menu(
          "priority",
          `Priority: ${priorityNames[priority]}`,
          others.map((one) => option(one, priorityNames[one])),
        )
      : []),
  ];
};

const openButton = ({ url }: CardView): Button[] =>
  url.length > most.url ? [] : [{ type: "button", text: plain(toDashboard), action_id: actionId("opened"), url }];

/** A menu goes on showing what was chosen as long as its block has the same id, so the id follows what is shown. */
const actions = (card: CardView): ActionsBlock[] => {
  const offered = buttons.filter(([offer]) => card.offers.includes(offer));
  const elements: ActionsBlockElement[] = [
    ...offered.map(([offer, label]) => button(card, offer, label)),
    ...menus(card),
    ...openButton(card),
  ];
  const id = `docket:${card.status}:${card.priority}`;
  return elements.length === 0 ? [] : [{ type: "actions", block_id: id, elements }];
};

const facts = (card: CardView) => {
  const tags = card.tags.map((tag) => oneLine(tag)).join(", ");
  return section([
    bold(statusNames[card.status]),
    words(` · ${marks[card.priority]}${priorityNames[card.priority]} · `),
    ...(card.assignee === null ? [words("nobody has it yet")] : [bold(name(card.assignee))]),
    words(`\nFrom ${asker(card)} · ${name(card.category)} · `),
    time(card.createdAt),
    ...(card.unreached === null ? [] : [words(`\n${unreachedWords(card.unreached)}`)]),
    ...(tags === "" ? [] : [words(`\nTags: ${clip(tags, most.tags)}`)]),
  ]);
};

const quote = (text: string) => {
  const shown = clip(cleanText(text).trim(), most.excerpt) || "–";
  return { type: "rich_text_quote" as const, elements: linked(shown, most.links) };
};

const last = ({ lastMessage }: CardView) => {
  if (lastMessage === null) return [];
  const { author, kind, at, excerpt } = lastMessage;
  const how = kind === "note" ? " left a note " : " wrote ";
  return [section([bold(name(author)), words(how), time(at)]), quote(excerpt)];
};

const tombstone = (card: CardView): RenderedCard => {
  const text = `#${card.number}: this ticket was deleted.`;
  return { text, blocks: [richText([section([words(text)])])] };
};

/** What a card calls its ticket, such as `#12 The lift is stuck`; null where something else stands in these blocks. */
export const nameOn = (blocks: readonly unknown[]): string | null => {
  const [header] = blocks as readonly (Partial<HeaderBlock> | undefined)[];
  return header?.type === "header" ? (header.text?.text ?? null) : null;
};

/** The card of a ticket. Its rich text comes first, where a message keeps its mark. */
export const renderCard = (card: CardView): RenderedCard => {
  if (card.deleted) return tombstone(card);
  const title = `#${card.number} ${oneLine(card.title)}`;
  const state = `${statusNames[card.status]}, ${priorityNames[card.priority]}, from ${asker(card)}`;
  return {
    text: clip(escapeText(`${title} (${state})`), most.fallback),
    blocks: [
      { type: "header", text: plain(clip(title, most.header)) },
      richText([facts(card), quote(card.excerpt), ...last(card)]),
      ...actions(card),
    ],
  };
};
