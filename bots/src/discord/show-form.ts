import type { APIModalInteractionResponseCallbackData } from "discord-api-types/v10";
import type { Args, CommandSpec, OptionKind } from "../desk/command.ts";
import { choicesFor } from "../desk/choices.ts";
import type { DeskCall } from "../desk/desk.ts";
import { reasonOf } from "../desk/run.ts";
import { findTicket } from "../desk/ticket-ref.ts";
import type { CustomId } from "./render/custom-ids.ts";
import { formModal } from "./render/form.ts";
import { renderOutcome } from "./render/outcome.ts";
import { privately } from "./private-answer.ts";

/** An interaction that may open a modal. */
interface Opener {
  showModal(modal: APIModalInteractionResponseCallbackData): Promise<unknown>;
  reply(answer: ReturnType<typeof privately>): Promise<unknown>;
}

/** What is chosen from the desk's own lists. */
const chosen: readonly OptionKind[] = ["person", "category", "status", "priority", "choice"];

/**
 * Opens a modal for a command. A modal has to be the first answer, so what can be chosen is read before; when the desk
 * does not answer in time, or refuses, that is said instead.
 */
export const showForm = async (
  opener: Opener,
  call: DeskCall,
  command: CommandSpec,
  given: Args,
  about: Pick<CustomId, "use" | "about">,
): Promise<void> => {
  const asked = command.options.filter(({ kind }) => kind !== "ticket");
  try {
    const [fields] = await Promise.all([
      Promise.all(
        asked.map(async (option) => ({
          option,
          choices: chosen.includes(option.kind) ? await choicesFor(call, option, "", given) : [],
        })),
      ),
      // Whoever may not use a form, or has no ticket for it, is told before they write into it.
      command.options.some(({ kind }) => kind === "ticket") ? findTicket(call, given) : call.api.request("GET /me"),
    ]);
    await opener.showModal(formModal(command, fields, given, about));
  } catch (error) {
    const text = reasonOf(error);
    if (text === null) throw error;
    await opener.reply(privately(renderOutcome({ kind: "refused", text })));
  }
};
