import type { ShownQuery } from "@docket/core/contract/chat";
import type { Message, MessageContextMenuCommandInteraction, ModalSubmitInteraction } from "discord.js";
import type { Args } from "../desk/command.ts";
import { create } from "../desk/commands/create.ts";
import type { Desk, DeskCall } from "../desk/desk.ts";
import type { Excerpt } from "../desk/excerpt.ts";
import { excerptOf, optionsFor } from "../desk/excerpt.ts";
import { madeBefore } from "../desk/made-before.ts";
import { openFromMessage } from "../desk/open-from-message.ts";
import type { Outcome } from "../desk/outcome.ts";
import type { Beginning } from "../desk/shown-message.ts";
import { beginFromShown, readShown } from "../desk/shown-message.ts";
import { callOf } from "./asking.ts";
import type { FileSource } from "./message-content.ts";
import { allWordsOf, hasMore, partsOf } from "./message-content.ts";
import { most } from "./render/form.ts";
import { clip } from "./render/markdown.ts";
import { showForm } from "./show-form.ts";

/** A message, and what the form shows of it: in one word, for `custom_id` holds nothing else. */
const about = ({ id }: Message, { shown, length, hasFiles }: Excerpt): string =>
  [id, shown, length, Number(hasFiles)].join(".");

const readAbout = (text: string): { readonly messageId: string; readonly excerpt: Excerpt } => {
  const [messageId = "", shown = "0", length = "0", files = "0"] = text.split(".");
  return { messageId, excerpt: { shown: Number(shown), length: Number(length), hasFiles: files === "1" } };
};

/** What a form begins with for a message that somebody wrote in Discord. */
const beginningOf = (message: Message): Beginning => {
  const words = allWordsOf(message);
  return { words, excerpt: excerptOf(words, most.typed, hasMore(message)), email: "" };
};

/** Where the desk may know a message that Docket sent, which is the card itself outside of threads; null for all others. */
const shownPlace = ({ user, place }: DeskCall, { author, client, id }: Message): ShownQuery | null => {
  if (place === null || author.id !== client.user?.id) return null;
  const { platform, workspaceId } = user;
  const { channelId, thread } = place;
  return { ...(thread ?? { platform, workspaceId, channelId, threadId: id }), messageId: id };
};

/** Opens the form for a ticket from a message, or says which one it has become already. */
export const askAbout = async (desk: Desk, interaction: MessageContextMenuCommandInteraction): Promise<void> => {
  const { targetMessage: message } = interaction;
  const call = await callOf(desk, interaction);
  const { platform, workspaceId } = call.user;
  const made = madeBefore(call, { platform, workspaceId, channelId: message.channelId, messageId: message.id });
  const place = shownPlace(call, message);
  const shown = place === null ? null : await beginFromShown(call, place, most.typed);
  const { words, excerpt, email } = shown !== null && "words" in shown ? shown : beginningOf(message);
  const title = clip(words.trimStart().split("\n", 1)[0] ?? "", 150);
  const given = { title, description: words.slice(0, excerpt.shown), email };
  const command = { ...create, options: optionsFor(excerpt) };
  const instead = shown !== null && "instead" in shown ? made.then((one) => one ?? shown.instead) : made;
  await showForm(interaction, call, command, given, { use: "from", about: about(message, excerpt), instead });
};

/** Opens a ticket from a message of the channel, and says so under that message. */
export const openFrom = async (
  source: FileSource,
  call: DeskCall,
  interaction: ModalSubmitInteraction,
  args: Args,
  subject: string,
): Promise<Outcome> => {
  const { workspaceId } = call.user;
  const { messageId, excerpt } = readAbout(subject);
  const channelId = interaction.channelId ?? "";
  const url = `https://discord.com/channels/${workspaceId}/${channelId}/${messageId}`;
  const origin = { platform: "discord", workspaceId, channelId, messageId, url } as const;
  const channel = await interaction.client.channels.fetch(channelId).catch(() => null);
  const message = channel?.isTextBased() ? await channel.messages.fetch(messageId).catch(() => null) : null;
  const read = async () => {
    if (message === null) return null;
    const place = shownPlace(call, message);
    const shown = place === null ? null : await readShown(call, place);
    return shown ?? partsOf(source, message);
  };
  const outcome = await openFromMessage(call, args, origin, excerpt, read);
  if (outcome.kind !== "done" || message === null) return outcome;
  // Its title may be of whoever opened it, and for the staff alone.
  const content = `This is ticket **#${outcome.ticket.number}** now.`;
  // Where the bot may not write it cannot answer; the ticket is there all the same, and links back.
  await message.reply({ content, allowedMentions: { parse: [], repliedUser: false } }).catch(() => null);
  return outcome;
};
