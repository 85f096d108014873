import type { Id } from "../ids.ts";
import type { Priority, Status } from "../tickets/ticket.ts";
import type { Unreached } from "../tickets/reach.ts";
import type { Ms } from "../time.ts";

/** A workspace of Slack or a server of Discord. */
export interface Workspace {
  readonly workspaceId: string;
  readonly name: string;
  /** Who Docket's own bot is there. */
  readonly botUserId: string;
}

/** Where a card came to stand. In Slack both are the `ts` of its message. */
export interface PostedCard {
  readonly cardId: string;
  readonly threadId: string;
}

/** What a card offers to whoever works on the ticket; the API decides again when somebody takes it up. */
export const cardOffers = [
  "claim",
  "assign",
  "reply",
  "note",
  "status",
  "priority",
  "resolve",
  "close",
  "reopen",
] as const;
export type CardOffer = (typeof cardOffers)[number];

/** Everything that a card shows. It depends on the ticket alone, so equal views are equal cards. */
export interface CardView {
  readonly ticketId: Id<"ticket">;
  readonly number: number;
  readonly title: string;
  /** The beginning of the description, or the files that it is alone. */
  readonly excerpt: string;
  /** The ticket in the dashboard. */
  readonly url: string;
  readonly requester: string;
  /** Whether the address of whoever asked is proven for this ticket. */
  readonly emailProven: boolean;
  /** Why no email reaches whoever asked; null where it does. */
  readonly unreached: Unreached | null;
  readonly category: string;
  readonly priority: Priority;
  readonly status: Status;
  readonly tags: readonly string[];
  readonly assignee: string | null;
  readonly createdAt: Ms;
  readonly lastMessage: {
    readonly author: string;
    readonly kind: "reply" | "note";
    readonly excerpt: string;
    readonly at: Ms;
  } | null;
  readonly offers: readonly CardOffer[];
  readonly nextStatuses: readonly Status[];
  /** The ticket was deleted: nothing of it may be read any more. */
  readonly deleted: boolean;
}

/**
 * What an agent sees of how far their words got: written down as a note, sent to the client, `kept` where no email takes
 * them there, or not sent.
 */
export type Receipt = "note" | "sent" | "kept" | "failed";

/**
 * One try to send something new. `key` is the same in every try (up to 25 characters). `since` is when an earlier try
 * began whose end is not known: then the board first looks whether that one arrived; null when there was none.
 */
export interface SendAttempt {
  readonly key: string;
  readonly since: Ms | null;
}
