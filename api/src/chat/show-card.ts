import type { CardView, PostedCard, SendAttempt } from "@docket/core/chat/card";
import { excerptOf } from "@docket/core/chat/card-view";
import type { Ms } from "@docket/core/time";
import type { BatchItem } from "drizzle-orm/batch";
import type { ThreadMessage } from "../integrations/chat-board.ts";
import type { Handler } from "../outbox/handler.ts";
import type { OwedOf } from "../outbox/owe.ts";
import { PermanentFailure } from "../outbox/permanent-failure.ts";
import { TurnOver } from "../outbox/turn-over.ts";
import { sha256 } from "../platform/digest.ts";
import type { Services } from "../services.ts";
import { toTicket } from "../tickets/ticket-row.ts";
import type { Difference, FoundCard, InThread, TooMany } from "./card-query.ts";
import { earlier, loadCard, loadDifferences, loadSent, messagesAtOnce } from "./card-query.ts";
import { forgetCard, placeCard, showMessage, showOnCard, tryCard, tryMessage } from "./card-store.ts";
import { ChatLine, isGone } from "./chat-line.ts";
import { viewOf } from "./get-card.ts";
import { wantsCards } from "./wants-cards.ts";
import type { KeptNotice, Thread } from "./reach-person.ts";
import { reaches } from "./reach-person.ts";
import { noticeTold, readNotice, settleNotice } from "./notice-query.ts";
import { deletedLine, earlierLine, noticeMessage, openingMessage, threadMessage } from "./thread-message.ts";

type Statement = BatchItem<"sqlite">;
/** Whether what somebody is told of is a message, which tells it itself where it is not in the thread yet. */
const isOfWords = ({ shown }: KeptNotice): boolean => {
  const { userId, reason } = readNotice(shown);
  return userId !== null && reason === "answered";
};

/** The same in every try, another for each card and message; 24 characters, which every chat takes. */
const sendKey = async ({ card }: FoundCard, what: string): Promise<string> =>
  (await sha256(`${card.id} ${card.createdAt} ${what}`)).slice(0, 24);

/** One run over one card: it sends in what the chat differs from the desk, at most one new thing of it. */
class Showing {
  readonly #services: Services;
  readonly #found: FoundCard;
  readonly #line: ChatLine;
  /** Why the chat will never take something; that is said when all else is done. */
  #refusal: PermanentFailure | null = null;
  /** The numbers of the notices that this run found to be told elsewhere. */
  readonly #elsewhere = new Set<number>();

  constructor(services: Services, found: FoundCard, line: ChatLine) {
    this.#services = services;
    this.#found = found;
    this.#line = line;
  }

  async run(): Promise<void> {
    const { ticket, card } = this.#found;
    const isDeleted = ticket.deletedAt !== null;
    const wasNeverSent = card.externalId === null && card.tryingSince === null;
    // Nobody needs to hear of a ticket that was over before it was ever shown. Opened again, it is shown.
    if (wasNeverSent && !wantsCards(toTicket(ticket))) return;
    const thread = [this.#line.channel, await this.#showCard()] as const;
    const looked = await (isDeleted ? this.#takeAllBack(thread) : this.#showThread(thread));
    if (this.#refusal !== null) throw this.#refusal;
    if (looked === messagesAtOnce) throw new TurnOver(this.#now);
  }

  /** Brings the thread up to date; says how many messages it had to look at. */
  async #showThread(thread: Thread): Promise<number> {
    const { lacks, notices } = this.#found;
    // Somebody waits for these.
    for (const one of notices.filter((notice) => !isOfWords(notice)))
      await this.#unlessRefused(() => this.#tell(thread, one));
    await this.#unlessRefused(() => this.#showOpening(thread));
    for (let after = 0; ;) {
      const { differences, tooMany } = lacks
        ? await loadDifferences(this.#services.db, this.#place, after)
        : { differences: [], tooMany: null };
      await this.#unlessRefused(() => this.#showEarlier(thread, tooMany));
      for (const one of differences) await this.#unlessRefused(() => this.#showDifference(thread, one));
      // What is refused stays a difference: the rest must not wait behind it.
      const last = differences.length === messagesAtOnce && this.#refusal !== null ? differences.at(-1) : undefined;
      if (last === undefined) {
        if (differences.length < messagesAtOnce)
          for (const one of notices.filter(isOfWords)) await this.#unlessRefused(() => this.#tell(thread, one));
        return differences.length;
      }
      after = last.message.seq;
    }
  }

  /** Takes back what Docket sent to the thread of a deleted ticket; says how many messages it had to look at. */
  async #takeAllBack(thread: Thread): Promise<number> {
    const sent = this.#found.leaves ? await loadSent(this.#services.db, this.#place) : [];
    for (const one of sent) await this.#unlessRefused(() => this.#takeBack(thread, one));
    return sent.length;
  }

  get #place() {
    return { cardId: this.#found.card.id, ticketId: this.#found.ticket.id };
  }

  get #now(): Ms {
    return this.#services.clock.now();
  }

  async #write(...statements: readonly Statement[]): Promise<void> {
    await this.#services.db.write(...statements);
  }

  async #unlessRefused(step: () => Promise<void>): Promise<void> {
    try {
      await step();
    } catch (error) {
      if (!(error instanceof PermanentFailure)) throw error;
      this.#refusal ??= error;
    }
  }

  /** Somebody took the card away in the chat. It counts as a try, so that this does not go on and on. */
  async #sendAnew(): Promise<never> {
    await this.#write(...forgetCard(this.#services.db, this.#found.card.id, this.#now));
    throw new Error("The card or its thread is not in the chat any more. It is sent anew.");
  }

  /** Where the card stands, which shows the ticket as it is now. */
  async #showCard(): Promise<PostedCard> {
    const { card, ticket } = this.#found;
    const { db } = this.#services;
    const view = viewOf(this.#services.config, this.#found);
    const shown = await sha256(JSON.stringify(view));
    if (card.externalId === null || card.threadId === null) return this.#postCard(view, shown);
    const posted: PostedCard = { cardId: card.externalId, threadId: card.threadId };
    if (card.shown === shown) return posted;
    try {
      await this.#line.ask((board, signal) => board.updateCard(this.#line.channel, posted, view, signal));
      await this.#write(showOnCard(db, card.id, shown));
    } catch (error) {
      if (error instanceof PermanentFailure) this.#refusal ??= error;
      else if (!isGone(error)) throw error;
      else if (ticket.deletedAt === null) await this.#sendAnew();
      else await this.#write(showOnCard(db, card.id, shown));
    }
    return posted;
  }

  async #postCard(view: CardView, shown: string): Promise<never> {
    const { card } = this.#found;
    const { db } = this.#services;
    const attempt: SendAttempt = { key: await sendKey(this.#found, "card"), since: card.tryingSince };
    if (attempt.since === null) await this.#write(tryCard(db, card.id, this.#now));
    const posted = await this.#line.ask((board, signal) => board.postCard(this.#line.channel, view, attempt, signal));
    // What an earlier try brought there may show the ticket as it was then.
    await this.#write(placeCard(db, card.id, posted, attempt.since === null ? shown : null));
    throw this.#line.turnOver();
  }

  /** The opening words, where the card has not all of them. */
  async #showOpening(thread: Thread): Promise<void> {
    const { card, ticket, opening, openingFiles } = this.#found;
    const isWhole = openingFiles.length === 0 && excerptOf(ticket.description) === ticket.description.trim();
    if (opening === null && isWhole) return;
    const shown = (await sha256(ticket.description)).slice(0, 32);
    if (opening?.shown === shown && opening.tryingSince === null) return;
    const place = { cardId: card.id, messageId: ticket.id, seq: 0, shown: null };
    await this.#bring(thread, opening, place, openingMessage(this.#services, this.#found), shown);
  }

  /** The line for what was said long before there was a card. */
  async #showEarlier(thread: Thread, tooMany: TooMany): Promise<void> {
    const { card, ticket, earlier: line } = this.#found;
    const count = line === null ? tooMany?.count : line.tryingSince !== null ? Number(line.shown) : undefined;
    if (count === undefined) return;
    const url = `${this.#services.config.baseUrl}/tickets/${ticket.number}`;
    const message = earlierLine(count, url, ticket.createdAt);
    const place = { cardId: card.id, messageId: earlier, seq: tooMany?.seq ?? 0, shown: String(count) };
    await this.#bring(thread, line, place, message, String(count));
  }

  async #showDifference(thread: Thread, difference: Difference): Promise<void> {
    const { message, inThread, version, receipt } = difference;
    const place = { cardId: this.#found.card.id, messageId: message.id, seq: message.seq, shown: null };
    if (inThread?.inbound) {
      if (receipt !== null) await this.#mark(thread, inThread, receipt, version);
    } else if (inThread !== null && message.deletedAt !== null) {
      await this.#takeBack(thread, inThread);
    } else {
      const mentioned =
        difference.mentioned ?? (inThread === null ? await this.#mentionAlong(thread, message.seq) : null);
      const shown = threadMessage(this.#services, this.#found, difference, mentioned);
      await this.#bring(thread, inThread, place, shown, version);
    }
  }

  /** The account that a new message tells of itself. That is written down first: every try then says the same. */
  async #mentionAlong(thread: Thread, seq: number): Promise<string | null> {
    const notice = this.#found.notices.find((one) => one.seq === seq && one.tryingSince === null && isOfWords(one));
    if (notice === undefined || !(await this.#reaches(thread, notice))) return null;
    const { userId } = readNotice(notice.shown);
    await this.#write(settleNotice(this.#services.db, notice, userId));
    return userId;
  }

  /** Sends a message that is not in the thread, or may not be; changes one that is. */
  async #bring(
    thread: Thread,
    before: InThread | null,
    place: Parameters<typeof tryMessage>[1],
    message: ThreadMessage,
    shown: string,
  ): Promise<void> {
    const { db } = this.#services;
    if (before === null || before.tryingSince !== null) return this.#send(thread, before, place, message, shown);
    let { parts } = before;
    if (parts.length > 0) {
      try {
        parts = await this.#line.ask((board, signal) => board.updateMessage(...thread, parts, message, signal));
      } catch (error) {
        if (!isGone(error)) throw error;
        parts = [];
      }
    }
    await this.#write(showMessage(db, place, parts, shown));
  }

  async #send(
    thread: Thread,
    before: InThread | null,
    place: Parameters<typeof tryMessage>[1],
    message: ThreadMessage,
    shown: string,
  ): Promise<never> {
    const { db } = this.#services;
    const since = before?.tryingSince ?? null;
    const attempt: SendAttempt = { key: await sendKey(this.#found, place.messageId), since };
    if (since === null) await this.#write(tryMessage(db, place, this.#now));
    let parts: readonly string[];
    try {
      parts = await this.#line.ask((board, signal) => board.postMessage(...thread, message, attempt, signal));
    } catch (error) {
      if (!isGone(error)) throw error;
      if (this.#found.ticket.deletedAt === null) return this.#sendAnew();
      parts = [];
    }
    const isCertain = since === null || place.messageId === earlier || shown === noticeTold;
    await this.#write(showMessage(db, place, parts, isCertain ? shown : null));
    throw this.#line.turnOver();
  }

  /** Tells somebody what happened to their ticket. */
  async #tell(thread: Thread, notice: KeptNotice): Promise<void> {
    if (this.#elsewhere.has(notice.seq)) return;
    if (notice.tryingSince === null && !(await this.#reaches(thread, notice))) return;
    const { cardId, messageId, seq, shown } = notice;
    const message = noticeMessage(this.#found, notice, this.#now);
    await this.#send(thread, notice, { cardId, messageId, seq, shown }, message, noticeTold);
  }

  /** Whether a mention reaches whom a notice is for. Where none does it is told directly. */
  async #reaches(thread: Thread, notice: KeptNotice): Promise<boolean> {
    const isReached = await reaches(this.#services, this.#line, this.#found, thread, notice);
    if (!isReached) this.#elsewhere.add(notice.seq);
    return isReached;
  }

  /** Takes back what was sent; what may have been sent is first brought to be there for certain. */
  async #takeBack(thread: Thread, inThread: InThread): Promise<void> {
    const { parts, messageId, tryingSince, seq } = inThread;
    const place = { cardId: this.#found.card.id, messageId, seq, shown: null };
    if (tryingSince !== null)
      return this.#send(thread, inThread, place, deletedLine(messageId, tryingSince), "deleted");
    if (parts.length > 0) await this.#line.ask((board, signal) => board.deleteMessage(...thread, parts, signal));
    await this.#write(showMessage(this.#services.db, place, [], "deleted"));
  }

  /** Puts the receipt on a message that somebody wrote in the thread. */
  async #mark(
    thread: Thread,
    { parts, messageId }: InThread,
    receipt: NonNullable<Difference["receipt"]>,
    shown: string,
  ): Promise<void> {
    const [externalId] = parts;
    try {
      if (externalId !== undefined) {
        await this.#line.ask((board, signal) => board.markMessage(...thread, externalId, receipt, signal));
      }
    } catch (error) {
      if (!isGone(error)) throw error;
    }
    await this.#write(showMessage(this.#services.db, { cardId: this.#found.card.id, messageId }, parts, shown));
  }
}

/** Brings a card and its thread up to date. */
export const showCard: Handler<OwedOf<"chat.show">> = {
  async run(services, owed) {
    const found = await loadCard(services.db, owed);
    // Nobody shows cards there any more.
    if (found === null) return;
    await new Showing(services, found, await ChatLine.open(services, found)).run();
  },
};
