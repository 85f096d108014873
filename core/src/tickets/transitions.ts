import type { Status } from "./ticket.ts";

/** What a client reads in place of the status. */
export const stages = ["received", "in_progress", "waiting_for_you", "solved", "closed", "cancelled"] as const;
export type Stage = (typeof stages)[number];

interface StatusRule {
  readonly stage: Stage;
  /** Someone may still work on it, and the client may still edit or cancel it. */
  readonly open: boolean;
  readonly next: readonly Status[];
}

/**
 * The lifecycle of a ticket. Everything that depends on the status derives from this table.
 * Going from `resolved` or `closed` back to `new` or `assigned` is a reopening.
 */
export const lifecycle: Readonly<Record<Status, StatusRule>> = {
  new: { stage: "received", open: true, next: ["assigned", "in_progress", "waiting", "resolved", "cancelled"] },
  assigned: { stage: "received", open: true, next: ["new", "in_progress", "waiting", "resolved", "cancelled"] },
  in_progress: { stage: "in_progress", open: true, next: ["assigned", "waiting", "resolved", "cancelled"] },
  waiting: { stage: "waiting_for_you", open: true, next: ["in_progress", "resolved", "cancelled"] },
  resolved: { stage: "solved", open: false, next: ["closed", "new", "assigned"] },
  closed: { stage: "closed", open: false, next: ["new", "assigned"] },
  cancelled: { stage: "cancelled", open: false, next: [] },
};

export const stageOf = (status: Status): Stage => lifecycle[status].stage;

export const isOpen = (status: Status): boolean => lifecycle[status].open;

export const isLegal = (from: Status, to: Status): boolean => lifecycle[from].next.includes(to);

/** True when this step brings a solved or closed ticket back. */
export const isReopening = (from: Status, to: Status): boolean => !isOpen(from) && isOpen(to);

/** Where an unfinished ticket rests: with its assignee, or with nobody. */
export const restingStatus = (assigneeId: string | null): Status => (assigneeId === null ? "new" : "assigned");
