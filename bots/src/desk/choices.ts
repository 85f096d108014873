import { priorities, statuses as allStatuses } from "@docket/core/tickets/ticket";
import type { Args, OptionSpec } from "./command.ts";
import type { DeskCall } from "./desk.ts";
import { hurried } from "./desk.ts";
import { searchStaff } from "./find-staff.ts";
import { findTicket } from "./ticket-ref.ts";
import { priorityNames, statusNames } from "./words.ts";

/** Something to choose for an option. */
export interface Choice {
  readonly value: string;
  readonly label: string;
}

/** As many as a menu of Slack shows. Discord shows fewer, and says so. */
const most = 100;
/** As many tickets as somebody reads. */
const mostTickets = 25;

const tickets = async ({ api }: DeskCall, words: string): Promise<readonly Choice[]> => {
  const query = words ? { q: words } : { status: "open" };
  const { items } = await api.request("GET /tickets", { query: { ...query, limit: mostTickets } });
  return items.map(({ number, title }) => ({ value: String(number), label: `#${number} ${title}` }));
};

const people = async (call: DeskCall, words: string): Promise<readonly Choice[]> => {
  const [me, found] = await Promise.all([call.api.request("GET /me"), searchStaff(call, words, most)]);
  const order = ({ id, away }: (typeof found)[number]): number => (id === me.id ? 0 : away ? 2 : 1);
  return found
    .toSorted((a, b) => order(a) - order(b))
    .map(({ id, name, away }) => ({ value: id, label: away ? `${name} (away)` : name }));
};

/** Those that the ticket can have next; all while nobody has said which ticket. */
const statuses = async (call: DeskCall, args: Args): Promise<readonly Choice[]> => {
  const isKnown = Boolean(args["ticket"] || call.place?.thread);
  const next = isKnown ? (await findTicket(call, args)).nextStatuses : allStatuses;
  return next.map((value) => ({ value, label: statusNames[value] }));
};

const all = async (call: DeskCall, { kind, choices = [] }: OptionSpec, words: string, args: Args) => {
  switch (kind) {
    case "ticket":
      return tickets(call, words);
    case "person":
      return people(call, words);
    case "status":
      return statuses(call, args);
    case "priority":
      return priorities.map((value) => ({ value, label: priorityNames[value] }));
    case "category":
      return (await call.api.request("GET /categories")).items.map(({ id, name }) => ({ value: id, label: name }));
    case "choice":
      return choices.map((value) => ({ value, label: value }));
    case "line":
    case "text":
      return [];
  }
};

const searched: readonly OptionSpec["kind"][] = ["ticket", "person"];

/**
 * What can be chosen for an option by somebody who has typed these words and given these other options: at most 100,
 * whoever asks first and those who are away last.
 * A chat waits for them as it does for an answer. Throws `ApiError` and `Refusal`.
 */
export const choicesFor = async (
  call: DeskCall,
  option: OptionSpec,
  words: string,
  args: Args,
): Promise<readonly Choice[]> => {
  const typed = words.trim().toLowerCase();
  const found = await all(hurried(call), option, words.trim(), args);
  const fitting =
    searched.includes(option.kind) || typed === ""
      ? found
      : found.filter(({ label }) => label.toLowerCase().includes(typed));
  return fitting.slice(0, most);
};
