import type { APIModalInteractionResponseCallbackData } from "discord-api-types/v10";
import type { Args, CommandSpec, OptionKind } from "../desk/command.ts";
import { choicesFor } from "../desk/choices.ts";
import type { DeskCall } from "../desk/desk.ts";
import type { Outcome } from "../desk/outcome.ts";
import { reasonOf } from "../desk/run.ts";
import { numberIn, numbered, ticketName } from "../desk/ticket-name.ts";
import { findTicket } from "../desk/ticket-ref.ts";
import { optionFor } from "../desk/form-words.ts";
import { unprovenAsker } from "../desk/words.ts";
import type { CustomId } from "./render/custom-ids.ts";
import { formModal } from "./render/form.ts";
import { renderOutcome } from "./render/outcome.ts";
import { privately } from "./private-answer.ts";

/** An interaction that may open a modal. */
interface Opener {
  showModal(modal: APIModalInteractionResponseCallbackData): Promise<unknown>;
  reply(answer: ReturnType<typeof privately>): Promise<unknown>;
}

/** What a form is for. */
interface Source extends Pick<CustomId, "use" | "about"> {
  /** What is answered in place of the form, if there is something. */
  readonly instead?: Promise<Outcome | null> | null;
}

/** What is chosen from the desk's own lists. */
const chosen: readonly OptionKind[] = ["person", "category", "status", "priority", "choice"];

const noTicket = async ({ api }: DeskCall): Promise<null> => {
  await api.request("GET /me");
  return null;
};

/**
 * Opens a modal for a command, which names its ticket and stays with that. A modal has to be the first answer, so what
 * can be chosen is read before; when the desk does not answer in time, or refuses, that is said instead. `number` is that
 * of the ticket, where whoever asked has seen it.
 */
export const showForm = async (
  opener: Opener,
  call: DeskCall,
  command: CommandSpec,
  given: Args,
  { instead = null, ...from }: Source,
  number = numberIn(given["ticket"]),
): Promise<void> => {
  const asked = command.options.filter(({ kind }) => kind !== "ticket");
  try {
    const [answer, fields, ticket] = await Promise.all([
      instead,
      Promise.all(
        asked.map(async (option) => ({
          option,
          choices: chosen.includes(option.kind) ? await choicesFor(call, option, "", given) : [],
        })),
      ),
      // Whoever may not use a form, or has no ticket for it, is told before they write into it.
      command.options.some(({ kind }) => kind === "ticket") ? findTicket(call, given) : noTicket(call),
    ]);
    if (answer !== null) {
      await opener.reply(privately(renderOutcome(answer)));
      return;
    }
    const id = ticket === null ? from : { ...from, about: ticket.id, number: ticket.number };
    const about = ticket === null ? null : { name: ticketName(ticket), line: unprovenAsker(ticket) };
    const told = fields.map((field) => ({ ...field, option: optionFor(field.option, ticket) }));
    await opener.showModal(formModal(command, told, given, id, about));
  } catch (error) {
    const text = reasonOf(error, call);
    if (text === null) throw error;
    await opener.reply(privately(renderOutcome({ kind: "refused", text: numbered(number, text) })));
  }
};
