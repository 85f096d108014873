import type { TicketView } from "@docket/core/contract/ticket";
import type { CommandSpec, OptionSpec } from "./command.ts";

const capital = (name: string): string => `${name.charAt(0).toUpperCase()}${name.slice(1)}`;

/** How a form calls its command. */
export const titleOf = ({ name }: CommandSpec): string => capital(name);

/** What sending a form does, in a verb. */
export const submitOf = ({ name, submit = capital(name) }: CommandSpec): string => submit;

/** What a form says of an option. */
export const hintOf = ({ summary, hint = summary }: OptionSpec): string => hint;

/** What a form calls an option. */
export const labelOf = ({ name, label = capital(name) }: OptionSpec): string => label;

/** A field of a form about a ticket, which says what is so of that one. */
export const optionFor = (option: OptionSpec, ticket: TicketView | null): OptionSpec =>
  ticket === null || option.hintFor === undefined ? option : { ...option, hint: option.hintFor(ticket) };
