import type {
  APILabelComponent,
  APIModalInteractionResponseCallbackData,
  APITextDisplayComponent,
} from "discord-api-types/v10";
import { ComponentType, TextInputStyle } from "discord-api-types/v10";
import type { Args, CommandSpec, OptionSpec } from "../../desk/command.ts";
import type { Choice } from "../../desk/choices.ts";
import { hintOf, labelOf, submitOf } from "../../desk/form-words.ts";
import type { CustomId } from "./custom-ids.ts";
import { customId } from "./custom-ids.ts";
import { clip, safeLine } from "./markdown.ts";

/** The bounds of Discord's modals (https://discord.com/developers/docs/components/reference). */
export const most = {
  title: 45,
  label: 45,
  description: 100,
  typed: 4000,
  choice: 100,
  choices: 25,
  line: 300,
} as const;

/** An option of a form with what can be chosen for it; none where it is typed. */
export interface FormField {
  readonly option: OptionSpec;
  readonly choices: readonly Choice[];
}

const inputOf = ({ option, choices }: FormField, given: string): APILabelComponent["component"] => {
  const { name, kind, required, max = most.typed } = option;
  if (choices.length > 0) {
    return {
      type: ComponentType.StringSelect,
      custom_id: name,
      required,
      options: choices.slice(0, most.choices).map(({ label, value }) => ({
        label: clip(label, most.choice),
        value,
        default: value === given,
      })),
    };
  }
  const limit = Math.min(max, most.typed);
  return {
    type: ComponentType.TextInput,
    custom_id: name,
    style: kind === "text" ? TextInputStyle.Paragraph : TextInputStyle.Short,
    required,
    max_length: limit,
    ...(given === "" ? {} : { value: clip(given, limit) }),
  };
};

/** Names the way to the others, where there are more than a menu holds. */
const descriptionOf = ({ option, choices }: FormField, { name }: CommandSpec): string =>
  choices.length > most.choices ? `There are more than fit here: /ticket ${name} finds the others` : hintOf(option);

/** Discord's own button says *Submit*, so the title says what that does, and with which ticket. */
const formTitle = (command: CommandSpec, name: string | null): string =>
  clip(name === null ? command.summary : `${submitOf(command)} · ${name}`, most.title);

/** How a form calls its ticket, and what it says of it. */
interface About {
  readonly name: string;
  readonly line: string | null;
}

const lineOf = (about: About | null): APITextDisplayComponent[] =>
  about === null || about.line === null
    ? []
    : [{ type: ComponentType.TextDisplay, content: safeLine(about.line, most.line) }];

/** A modal that asks for these options of a command; `given` is what its fields begin with. */
export const formModal = (
  command: CommandSpec,
  fields: readonly FormField[],
  given: Args,
  id: Pick<CustomId, "use" | "about" | "number">,
  about: About | null,
): APIModalInteractionResponseCallbackData => ({
  custom_id: customId({ ...id, command: command.name }),
  title: formTitle(command, about?.name ?? null),
  components: [
    ...lineOf(about),
    ...fields.map((field) => ({
      type: ComponentType.Label as const,
      label: clip(labelOf(field.option), most.label),
      description: clip(descriptionOf(field, command), most.description),
      component: inputOf(field, given[field.option.name] ?? ""),
    })),
  ],
});
