import type {
  AutocompleteInteraction,
  ButtonInteraction,
  ChatInputCommandInteraction,
  Interaction,
  ModalSubmitInteraction,
  StringSelectMenuInteraction,
} from "discord.js";
import type { Args, CommandSpec } from "../desk/command.ts";
import { choicesFor } from "../desk/choices.ts";
import { commandOf } from "../desk/commands/all.ts";
import type { Desk } from "../desk/desk.ts";
import { missing } from "../desk/parse.ts";
import { reasonOf, run } from "../desk/run.ts";
import { numberIn } from "../desk/ticket-name.ts";
import { callOf } from "./asking.ts";
import { askAbout, openFrom } from "./from-message.ts";
import type { FileSource } from "./message-content.ts";
import { privately } from "./private-answer.ts";
import type { CustomId } from "./render/custom-ids.ts";
import { readCustomId } from "./render/custom-ids.ts";
import { most } from "./render/form.ts";
import { isCard, replaceCard } from "./replace-card.ts";
import { clip } from "./render/markdown.ts";
import { renderOutcome } from "./render/outcome.ts";
import { showForm } from "./show-form.ts";

/** With what interactions are carried out. */
export interface Surroundings {
  readonly desk: Desk;
  /** Where the files of messages come from. */
  readonly files: FileSource;
}

const given = ({ options }: CommandSpec, read: (name: string) => string | null): Args =>
  Object.fromEntries(options.map(({ name }) => [name, read(name) ?? undefined]));

const slash = async (desk: Desk, interaction: ChatInputCommandInteraction): Promise<void> => {
  const command = commandOf(interaction.options.getSubcommand());
  if (command === null) return;
  const args = given(command, (name) => interaction.options.getString(name));
  if (missing(command, args, true).length > 0) {
    const about = args["ticket"] ?? "";
    await showForm(interaction, await callOf(desk, interaction), command, args, { use: "form", about });
    return;
  }
  await interaction.deferReply(privately({}));
  await interaction.editReply(renderOutcome(await run(command, await callOf(desk, interaction), args)));
};

const autocomplete = async (desk: Desk, interaction: AutocompleteInteraction): Promise<void> => {
  const command = commandOf(interaction.options.getSubcommand());
  const { name, value } = interaction.options.getFocused(true);
  const option = command?.options.find((one) => one.name === name);
  if (!command || !option) return interaction.respond([]);
  const args = given(command, (other) => interaction.options.getString(other));
  const call = await callOf(desk, interaction);
  const choices = await choicesFor(call, option, value, args).catch((error: unknown) => {
    if (reasonOf(error, call) === null) throw error;
    return [];
  });
  const shown = choices.slice(0, most.choices);
  return interaction.respond(shown.map(({ label, value: id }) => ({ name: clip(label, 100), value: id })));
};

/** A button or a menu of a card or a list: it runs a command, or opens a form for what is missing. */
const press = async (
  desk: Desk,
  interaction: ButtonInteraction | StringSelectMenuInteraction,
  { command: name, about }: CustomId,
): Promise<void> => {
  const command = commandOf(name);
  if (command === null) return;
  const choice = interaction.isStringSelectMenu() ? interaction.values[0] : undefined;
  const chosen = command.options.find(({ kind }) => kind !== "ticket");
  const args = { ticket: about, ...(chosen && choice !== undefined ? { [chosen.name]: choice } : {}) };
  const card = isCard(interaction.message) ? interaction.message : null;
  const number = card === null ? null : numberIn(card.embeds[0]?.title ?? "");
  if (missing(command, args, false).length > 0) {
    const call = await callOf(desk, interaction, card !== null);
    await showForm(interaction, call, command, args, { use: "form", about }, number);
    return;
  }
  await interaction.deferUpdate();
  const call = await callOf(desk, interaction, card !== null);
  const outcome = await run(command, call, args, number);
  // What worked shows on the card itself, to everybody; so does what somebody else was faster with.
  await Promise.all([
    outcome.kind === "done" && card !== null ? undefined : interaction.followUp(privately(renderOutcome(outcome))),
    card === null ? undefined : replaceCard(call, about, interaction, card),
  ]);
};

const readFields = (interaction: ModalSubmitInteraction): Args =>
  Object.fromEntries(
    [...interaction.fields.fields.values()].map((field) => [
      field.customId,
      "values" in field ? field.values[0] : "value" in field ? String(field.value) : undefined,
    ]),
  );

const submit = async (
  { desk, files: source }: Surroundings,
  interaction: ModalSubmitInteraction,
  id: CustomId,
): Promise<void> => {
  const command = commandOf(id.command);
  if (command === null) return;
  const card = id.use === "form" && isCard(interaction.message) ? interaction.message : null;
  await (card === null ? interaction.deferReply(privately({})) : interaction.deferUpdate());
  const call = await callOf(desk, interaction, card !== null);
  const args: Args = {
    ...(id.about === "" || id.use === "from" ? {} : { ticket: id.about }),
    ...readFields(interaction),
  };
  const outcome =
    id.use === "from"
      ? await openFrom(source, call, interaction, args, id.about)
      : await run(command, call, args, id.number);
  const answer = renderOutcome(outcome);
  // A modal cannot stay open: what was written comes back with the refusal.
  const draft = args["text"] ?? args["description"];
  const files = outcome.kind === "refused" && draft ? [{ name: "draft.txt", attachment: Buffer.from(draft) }] : [];
  if (card === null) await interaction.editReply({ ...answer, files });
  else
    await Promise.all([
      interaction.followUp(privately({ ...answer, files })),
      replaceCard(call, id.about, interaction, card),
    ]);
};

/** Of a button or a form that an older Docket sent, Discord says only that it failed. */
const unknownControl = async (
  interaction: ButtonInteraction | StringSelectMenuInteraction | ModalSubmitInteraction,
): Promise<void> => {
  const text =
    "This button is of an older Docket and does nothing any more. Use /ticket, or the buttons of a newer card.";
  await interaction.reply(privately(renderOutcome({ kind: "refused", text })));
};

/** Carries out whatever somebody did with a command, a button, a menu or a form. Throws what is a fault of the bot. */
export const handleInteraction = async (around: Surroundings, interaction: Interaction): Promise<void> => {
  const { desk } = around;
  if (interaction.isChatInputCommand()) return slash(desk, interaction);
  if (interaction.isAutocomplete()) return autocomplete(desk, interaction);
  if (interaction.isMessageContextMenuCommand()) return askAbout(desk, interaction);
  if (!interaction.isButton() && !interaction.isStringSelectMenu() && !interaction.isModalSubmit()) return undefined;
  const id = readCustomId(interaction.customId);
  if (id === null || commandOf(id.command) === null) return unknownControl(interaction);
  return interaction.isModalSubmit() ? submit(around, interaction, id) : press(desk, interaction, id);
};
