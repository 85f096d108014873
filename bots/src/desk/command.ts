import type { TicketView } from "@docket/core/contract/ticket";
import type { DeskCall } from "./desk.ts";
import type { Outcome } from "./outcome.ts";

/**
 * What an option of a command is: a ticket (by number or id; that of the thread when it is not given), somebody of the
 * staff, one of a few words, a line, or text of several lines.
 */
export const optionKinds = ["ticket", "person", "status", "priority", "category", "choice", "line", "text"] as const;
export type OptionKind = (typeof optionKinds)[number];

/** One thing that a command asks for. */
export interface OptionSpec {
  readonly name: string;
  /** What a form calls it, where that is not its name: at most 45 characters. */
  readonly label?: string;
  readonly summary: string;
  /** What a form says of it, where its menu takes less than a line that somebody types. */
  readonly hint?: string;
  /** The same where the ticket decides it: at most 100 characters. */
  readonly hintFor?: (ticket: TicketView) => string;
  readonly kind: OptionKind;
  readonly required: boolean;
  /** With the kind `choice`: the words to choose from. */
  readonly choices?: readonly string[];
  /** The most characters it may have. */
  readonly max?: number;
}

/** What was given for the options, by name; what is missing is empty or not there. */
export type Args = Readonly<Record<string, string | undefined>>;

/**
 * Something that staff can do from a chat. Each platform makes its commands, buttons and forms out of these: where a
 * required option is missing it asks for it.
 */
export interface CommandSpec {
  readonly name: string;
  /** At most 100 characters: Discord shows no more. */
  readonly summary: string;
  /** What sending its form does, where its name is no verb for that: at most 24 characters. */
  readonly submit?: string;
  readonly options: readonly OptionSpec[];
  /** Whether it works for people who are not linked. */
  readonly open?: boolean;
  /** Throws `ApiError` and `Refusal`. */
  readonly run: (call: DeskCall, args: Args) => Promise<Outcome>;
}

/** The option that most commands begin with. */
export const ticketOption: OptionSpec = {
  name: "ticket",
  summary: "Its number, such as 1042; in a ticket's thread you can leave it out",
  hint: "Its number, such as 1042",
  kind: "ticket",
  required: true,
};
