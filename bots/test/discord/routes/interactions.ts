import { InteractionResponseType, InteractionType, MessageFlags, MessageType } from "discord-api-types/v10";
import { z } from "zod";
import type { Answer, Call } from "../call.ts";
import { viewFor } from "../call.ts";
import { modal } from "../check-components.ts";
import { messageEdit, messageInput } from "../check-message.ts";
import { refusal } from "../discord-error.ts";
import { checked, text } from "../form.ts";
import type { Interaction, Interactions } from "../interactions.ts";
import { answerTime, tokenTime } from "../interactions.ts";
import { change, put, take } from "../messages.ts";
import type { Message } from "../world.ts";

const choices = z.object({
  choices: z.array(z.object({ name: text(100), value: z.union([text(100), z.number()]) })).max(25),
});
const emptyData = z.object({ flags: z.int().optional() });

const {
  ChannelMessageWithSource,
  DeferredChannelMessageWithSource,
  DeferredMessageUpdate,
  UpdateMessage,
  ApplicationCommandAutocompleteResult,
  Modal,
} = InteractionResponseType;

/** How each kind of interaction may be answered. */
const allowed = ({ asking: { type, message } }: Interaction): readonly InteractionResponseType[] => {
  if (type === InteractionType.ApplicationCommandAutocomplete) return [ApplicationCommandAutocompleteResult];
  const updates = message ? [DeferredMessageUpdate, UpdateMessage] : [];
  const says = [ChannelMessageWithSource, DeferredChannelMessageWithSource];
  return type === InteractionType.ModalSubmit ? [...says, ...updates] : [...says, ...updates, Modal];
};

const isPrivate = (flags: number | null | undefined): boolean => ((flags ?? 0) & MessageFlags.Ephemeral) !== 0;

const typeOf = ({ asking: { type, data } }: Interaction): MessageType => {
  if (type !== InteractionType.ApplicationCommand) return MessageType.Reply;
  return data["type"] === 1 ? MessageType.ChatInputCommand : MessageType.ContextMenuCommand;
};

/** Puts what the application says into the channel, or before the eyes of who asked alone. */
const say = (call: Call, interaction: Interaction, body: unknown, loading: boolean): Message => {
  const input = loading ? { flags: checked(emptyData, body).flags } : checked(messageInput, body);
  const { channel, member, app } = interaction.asking;
  const { content, embeds, components } = { content: "", embeds: null, components: null, ...input };
  const silent = (content ?? "") === "" && !embeds?.[0] && !components?.[0] && call.uploads.length === 0;
  if (silent && !loading) throw refusal(50006);
  const message = put(call.state, {
    channel,
    author: app.user,
    input,
    uploads: call.uploads,
    type: typeOf(interaction),
    appId: app.id,
    onlyFor: isPrivate(input.flags) ? member.user.id : null,
    flags: loading ? MessageFlags.Loading : 0,
  });
  interaction.replies.push(message);
  return message;
};

const answer = (call: Call, interaction: Interaction, type: InteractionResponseType, data: unknown): void => {
  const source = interaction.asking.message ?? null;
  if (type === ChannelMessageWithSource || type === DeferredChannelMessageWithSource)
    interaction.original = say(call, interaction, data, type === DeferredChannelMessageWithSource);
  else if (type === ApplicationCommandAutocompleteResult) interaction.choices = checked(choices, data).choices;
  else if (type === Modal) interaction.modal = checked(modal, data);
  else {
    interaction.original = source;
    if (type === UpdateMessage && source) change(call.state, source, checked(messageEdit, data), call.uploads);
  }
  interaction.answered = type;
};

const callback = (interactions: Interactions, call: Call): Answer => {
  const interaction = interactions.find(call.params["token"] ?? "");
  if (!interaction || interaction.id !== call.params["interaction"]) throw refusal(10062);
  if (interaction.answered !== null) throw refusal(40060);
  interaction.expired = call.state.now() - interaction.createdAt > answerTime;
  if (interaction.expired) {
    interaction.changed();
    throw refusal(10062);
  }
  const { type, data } = checked(
    z.object({ type: z.literal(allowed(interaction)), data: z.unknown().optional() }),
    call.body,
  );
  answer({ ...call, app: interaction.asking.app }, interaction, type, data);
  interaction.changed();
  if (call.query.get("with_response") !== "true") return undefined;
  const { original } = interaction;
  return {
    interaction: {
      id: interaction.id,
      type: interaction.asking.type,
      ...(original ? { response_message_id: original.id, response_message_ephemeral: original.onlyFor !== null } : {}),
    },
    resource: { type, ...(original ? { message: viewFor({ ...call, app: interaction.asking.app }, original) } : {}) },
  };
};

const live = (interactions: Interactions, { params, state }: Call): Interaction => {
  const interaction = interactions.find(params["token"] ?? "");
  if (!interaction || interaction.asking.app.id !== params["app"]) throw refusal(10015);
  if (state.now() - interaction.createdAt > tokenTime) throw refusal(50027);
  if (interaction.answered === null) throw refusal(10015);
  return interaction;
};

const replyOf = (interaction: Interaction, { params }: Call): Message => {
  const id = params["message"];
  const message = id === "@original" ? interaction.original : interaction.replies.find((one) => one.id === id);
  if (!message) throw refusal(10008);
  return message;
};

const rewrite = (call: Call, interaction: Interaction, message: Message): Answer => {
  change(call.state, message, checked(messageEdit, call.body), call.uploads);
  message.flags &= ~MessageFlags.Loading;
  interaction.changed();
  return viewFor({ ...call, app: interaction.asking.app }, message);
};

/** Answers to interactions; who has the token of one may answer it. */
export const interactionRoutes = (interactions: Interactions): Readonly<Record<string, (call: Call) => Answer>> => ({
  "POST /interactions/:interaction/:token/callback": (call) => callback(interactions, call),
  "POST /webhooks/:app/:token": (call) => {
    const interaction = live(interactions, call);
    if (interaction.isLoading && interaction.original) return rewrite(call, interaction, interaction.original);
    const message = say(call, interaction, call.body, false);
    interaction.changed();
    return viewFor({ ...call, app: interaction.asking.app }, message);
  },
  "GET /webhooks/:app/:token/messages/:message": (call) => {
    const interaction = live(interactions, call);
    return viewFor({ ...call, app: interaction.asking.app }, replyOf(interaction, call));
  },
  "PATCH /webhooks/:app/:token/messages/:message": (call) => {
    const interaction = live(interactions, call);
    return rewrite(call, interaction, replyOf(interaction, call));
  },
  "DELETE /webhooks/:app/:token/messages/:message": (call) => {
    const interaction = live(interactions, call);
    const message = replyOf(interaction, call);
    take(call.state, message);
    if (interaction.original === message) interaction.original = null;
    interaction.replies.splice(interaction.replies.indexOf(message), 1);
    interaction.changed();
    return undefined;
  },
});
