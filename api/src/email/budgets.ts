import type { Config } from "../config.ts";
import type { UpdateKind } from "@docket/core/tickets/effects";
import { mailboxOf } from "./mailbox-of.ts";

const budgets = ["unproven", "proven", "invitation"] as const;

/**
 * What an email to somebody counts towards in an hour. `unproven`: about tickets that somebody opened with an address that may
 * be anybody's. `proven`: about tickets of whoever reads the mail there.
 */
export type Budget = (typeof budgets)[number];

export const mostPerHour = (budget: Budget, { automaticLettersPerHour }: Config): number =>
  ({ unproven: Math.min(3, automaticLettersPerHour), proven: automaticLettersPerHour, invitation: 5 })[budget];

/** What a client can do without for a while: who takes care, and what was changed. It gives way to all that matters more. */
export const minorKinds: readonly string[] = ["assigned", "updated"] satisfies readonly UpdateKind[];

/** How much of a budget may go to what is minor. */
export const mostMinor = (most: number): number => Math.max(1, Math.floor(most / 3));

/** Names the budget of one mailbox. */
export const budgetKey = (budget: Budget, email: string): string => `${budget}:${mailboxOf(email)}`;

/** All that name the mailbox of this address. */
export const budgetKeys = (email: string): readonly string[] => budgets.map((budget) => budgetKey(budget, email));
