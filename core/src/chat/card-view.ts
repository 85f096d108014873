import type { StaffActor } from "../actor.ts";
import { allowedActions, nextStatuses } from "../permissions/allowed-actions.ts";
import type { TicketAction } from "../permissions/actions.ts";
import type { Ticket } from "../tickets/ticket.ts";
import type { Ms } from "../time.ts";
import { filesText } from "../text/files-text.ts";
import type { CardOffer, CardView } from "./card.ts";
import { cardOffers } from "./card.ts";

/** What a card shows beside the ticket itself. */
export interface CardFacts {
  /** The ticket in the dashboard. */
  readonly url: string;
  readonly requester: string;
  readonly unreached: CardView["unreached"];
  /** The category as people call it. */
  readonly category: string;
  readonly assignee: string | null;
  /** The names of the files that came with the description. */
  readonly files: readonly string[];
  readonly lastMessage: {
    readonly author: string;
    readonly kind: "reply" | "note";
    readonly body: string;
    readonly files: readonly string[];
    readonly at: Ms;
  } | null;
  readonly reopenWindow: Ms;
}

/** In code points. */
const excerptLength = 300;

/** The beginning of a text, cut between words where there are some; a text that is short enough is whole. */
export const excerptOf = (text: string): string => {
  const whole = text.trim();
  const letters = Array.from(whole.slice(0, 2 * excerptLength + 2));
  if (letters.length <= excerptLength) return whole;
  const cut = letters.slice(0, excerptLength - 1).join("");
  const words = letters
    .slice(0, excerptLength)
    .join("")
    .replace(/\s+\S*$/, "");
  return `${cut.length / 2 < words.length && words.length <= cut.length ? words : cut}…`;
};

/** What stands for something that was said: its beginning, or the files that it is alone. */
export const shownOf = (text: string, files: readonly string[]): string => excerptOf(text) || filesText(files);

const actionOf: Readonly<Record<CardOffer, TicketAction>> = {
  claim: "ticket.claim",
  assign: "ticket.assign",
  reply: "ticket.reply",
  note: "ticket.note",
  status: "ticket.set_status",
  priority: "ticket.triage",
  resolve: "ticket.resolve",
  close: "ticket.close",
  reopen: "ticket.reopen",
};

/** An ordinary member of the staff who does not have the ticket. */
const anybody: StaffActor = { kind: "staff", id: "per_anybody", role: "agent" };

/** The tombstone of a deleted ticket: nothing of what it said. */
const tombstone = ({ id, number, createdAt }: Ticket, url: string): CardView => ({
  ticketId: id,
  number,
  title: "",
  excerpt: "",
  url,
  requester: "",
  emailProven: true,
  unreached: null,
  category: "",
  priority: "normal",
  status: "cancelled",
  tags: [],
  assignee: null,
  createdAt,
  lastMessage: null,
  offers: [],
  nextStatuses: [],
  deleted: true,
});

const lastMessageOf = ({ lastMessage }: CardFacts): CardView["lastMessage"] => {
  if (lastMessage === null) return null;
  const { body, files, ...rest } = lastMessage;
  return { ...rest, excerpt: shownOf(body, files) };
};

/** The card of a ticket. It knows no time but the ticket's own, so that it changes with the ticket alone. */
export const cardView = (ticket: Ticket, facts: CardFacts): CardView => {
  if (ticket.deletedAt !== null) return tombstone(ticket, facts.url);
  const moment = { now: ticket.updatedAt, reopenWindow: facts.reopenWindow };
  const allowed = allowedActions(anybody, ticket, moment);
  return {
    ticketId: ticket.id,
    number: ticket.number,
    title: ticket.title,
    excerpt: shownOf(ticket.description, facts.files),
    url: facts.url,
    requester: facts.requester,
    emailProven: ticket.emailProven,
    unreached: facts.unreached,
    category: facts.category,
    priority: ticket.priority,
    status: ticket.status,
    tags: ticket.tags,
    assignee: facts.assignee,
    createdAt: ticket.createdAt,
    lastMessage: lastMessageOf(facts),
    offers: cardOffers.filter((offer) => allowed.includes(actionOf[offer])),
    nextStatuses: nextStatuses(anybody, ticket, moment),
    deleted: false,
  };
};
