import type { Config } from "../config.ts";
import { mailboxOf } from "./mailbox-of.ts";

const budgets = ["unproven", "proven", "invitation"] as const;

/**
 * What an email to somebody counts towards in an hour. `unproven`: about tickets that somebody opened with an address that may
 * be anybody's. `proven`: about tickets of whoever reads the mail there.
 */
export type Budget = (typeof budgets)[number];

export const mostPerHour = (budget: Budget, { automaticLettersPerHour }: Config): number =>
  ({ unproven: Math.min(3, automaticLettersPerHour), proven: automaticLettersPerHour, invitation: 5 })[budget];

/** Names the budget of one mailbox. */
export const budgetKey = (budget: Budget, email: string): string => `${budget}:${mailboxOf(email)}`;

/** All that name the mailbox of this address. */
export const budgetKeys = (email: string): readonly string[] => budgets.map((budget) => budgetKey(budget, email));
