import type { BatchItem } from "drizzle-orm/batch";
import type { Job } from "../outbox/handler.ts";
import { noteAnswer, noteAway } from "../outbox/due-query.ts";
import { OverBudget } from "../outbox/over-budget.ts";
import { PermanentFailure } from "../outbox/permanent-failure.ts";
import { Postponed } from "../outbox/postponed.ts";
import { ServiceAway } from "../outbox/service-away.ts";
import { TurnOver } from "../outbox/turn-over.ts";
import type { Services } from "../services.ts";
import type { Budget } from "./budgets.ts";
import { budgetKey, mostMinor, mostPerHour } from "./budgets.ts";
import type { LetterRecord } from "./letters-store.ts";
import { dropReservation, recordLetter, reserveLetter } from "./letters-store.ts";
import type { Letter, Taken } from "./mailer.ts";
import { NotTaken } from "./mailer.ts";

interface Posting extends Pick<LetterRecord, "kind" | "automatic"> {
  /** What it counts towards; null for what is not bounded. */
  readonly budget: Budget | null;
  readonly job: Pick<Job, "signal" | "isReleased">;
}

/** Why an email is held back, for admins to read. */
const reasonOf = (budget: Budget | null, most: number, isFull: boolean): string => {
  if (budget === "invitation") return `More than ${most} invitations to this address in an hour.`;
  if (isFull) return `More than ${most} automatic emails to this address in an hour.`;
  const share = `Of the ${most} automatic emails to this address in an hour, only ${mostMinor(most)}`;
  return `${share} may tell who takes care or what was changed, and only while nothing more important waits.`;
};

/** With these errors somebody says what happened; after any other nobody knows. */
const answers = [NotTaken, PermanentFailure, Postponed, TurnOver];

const isForCertain = (error: unknown): boolean =>
  error instanceof ServiceAway ? error.concernsAll : answers.some((answer) => error instanceof answer);

const send = async ({ db, mailer }: Services, letter: Letter, signal: AbortSignal): Promise<Taken> => {
  signal.throwIfAborted();
  try {
    return await mailer.send(letter, signal);
  } catch (error) {
    if (isForCertain(error)) await dropReservation(db, letter.messageId);
    throw error;
  }
};

/** Tells the log when the mail service is away: once for all emails. That it is back the sweep says. */
const heed = async <T>({ db, log, clock }: Services, asked: Promise<T>): Promise<T> => {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof ServiceAway) {
      const [noted] = await db.write(noteAway(db, "email", clock.now()));
      if (noted.rowsAffected > 0) log.warn("emails wait", { reason: error.message });
    } else if (error instanceof NotTaken || error instanceof PermanentFailure) {
      await db.write(noteAnswer(db, "email", clock.now()));
    }
    throw error;
  }
};

/**
 * Sends a letter once; throws `OverBudget` when it would be one too many for now. Mail services know no
 * idempotency keys: one that was tried before, with a result that nobody knows, is looked for at the service first.
 * `alongside` is written when it was sent.
 */
export const postLetter = async (
  services: Services,
  letter: Letter,
  { kind, automatic, budget, job }: Posting,
  alongside: readonly BatchItem<"sqlite">[] = [],
): Promise<void> => {
  const { db, clock, mailer, config } = services;
  const { signal, isReleased } = job;
  const { messageId } = letter;
  const counted = budget !== null && !isReleased;
  const bounds = counted ? { key: budgetKey(budget, letter.to), most: mostPerHour(budget, config) } : null;
  const record = { messageId, recipient: letter.to, kind, automatic, budget: bounds };
  const reservation = await reserveLetter(db, record, clock.now());
  if (reservation.state === "too_soon") throw new Postponed(reservation.until, "It may have been sent a moment ago.");
  if (reservation.state === "over_budget") {
    const { until, isFull } = reservation;
    throw new OverBudget(until, bounds?.key ?? "", reasonOf(budget, bounds?.most ?? 0, isFull));
  }
  if (reservation.state === "sent_before") return;
  const taken = reservation.state === "maybe_sent" ? await heed(services, mailer.find(messageId, signal)) : null;
  const { providerId } = taken ?? (await heed(services, send(services, letter, signal)));
  await recordLetter(db, messageId, providerId, clock.now(), alongside);
};
