import { ApplicationCommandType, ButtonStyle, ComponentType, InteractionType } from "discord-api-types/v10";
import { bitsOf, channelPermissions, may } from "./permissions.ts";
import { postInput } from "./check-channel.ts";
import { messageEdit, messageInput } from "./check-message.ts";
import type { OptionValues } from "./command-values.ts";
import { invocation } from "./command-values.ts";
import { checked } from "./form.ts";
import type { FormValues } from "./form-values.ts";
import { submission } from "./form-values.ts";
import type { Choice, Interaction, Interactions } from "./interactions.ts";
import { edit, remove, say, send } from "./messages.ts";
import { openPost } from "./open-thread.ts";
import { react } from "./reactions.ts";
import type { State } from "./state.ts";
import type { Json } from "./views.ts";
import { memberView, userView } from "./views.ts";
import type { App, Channel, Command, Member, Message } from "./world.ts";

/** A file that somebody sends. */
export interface SentFile {
  readonly name: string;
  readonly content: string | Uint8Array;
  readonly contentType?: string;
}

const uploadOf = ({ name, content, contentType = "application/octet-stream" }: SentFile, i: number) => ({
  key: `files[${i}]`,
  filename: name,
  contentType,
  bytes: typeof content === "string" ? new TextEncoder().encode(content) : content,
});

export interface Writing {
  readonly files?: readonly SentFile[];
  readonly replyTo?: Message;
}

/** A member of a server who uses Discord, or another bot in it. They can do what Discord lets them do. */
export class Person {
  readonly member: Member;
  readonly #state: State;
  readonly #interactions: Interactions;
  /** The application whose buttons and commands they use. */
  readonly #app: App;

  constructor(state: State, interactions: Interactions, app: App, member: Member) {
    this.#state = state;
    this.#interactions = interactions;
    this.#app = app;
    this.member = member;
  }

  get id(): string {
    return this.member.user.id;
  }

  /** What the bot wrote to them alone. */
  get inbox(): readonly Message[] {
    const channels = [...this.#state.direct.channels.values()].filter(({ name }) => name === this.id);
    return channels.flatMap(({ messages }) => [...messages.values()]);
  }

  /** They take no direct messages any more. */
  refuseDirectMessages(): void {
    this.#state.shut.add(this.id);
  }

  #see(id: string): Channel {
    return this.#state.channel(this.id, id).channel;
  }

  write(channelId: string, content: string, { files = [], replyTo }: Writing = {}): Message {
    const reference = replyTo ? { message_reference: { message_id: replyTo.id } } : {};
    const input = checked(messageInput, { content, ...reference });
    return send(this.#state, this.#see(channelId), this.member, input, files.map(uploadOf));
  }

  /** Sends something that is more than words and files. */
  say(channelId: string, what: Parameters<typeof say>[3]): Message {
    return say(this.#state, this.#see(channelId), this.member, what);
  }

  /** Opens a post of a forum. */
  post(forumId: string, name: string, content: string): Channel {
    const input = checked(postInput, { name, message: { content } });
    return openPost(this.#state, this.#see(forumId), this.member, input, []).channel;
  }

  edit(message: Message, content: string): void {
    edit(this.#state, message, this.member, checked(messageEdit, { content }));
  }

  /** Takes a file out of what they wrote, or puts one in. */
  changeFiles(message: Message, { without, with: added }: { without?: string; with?: SentFile }): void {
    const kept = message.attachments.filter(({ filename }) => filename !== without).map(({ id }) => ({ id }));
    const input = checked(messageEdit, { attachments: kept });
    edit(this.#state, message, this.member, input, added ? [uploadOf(added, 0)] : []);
  }

  delete(message: Message): void {
    remove(this.#state, message, this.member);
  }

  react(message: Message, emoji: string): void {
    react(this.#state, message, this.member, emoji);
  }

  async #use(message: Message, customId: string, data: Json): Promise<Interaction> {
    if (message.onlyFor !== null && message.onlyFor !== this.id) throw new Error("they do not see this message");
    this.#see(message.channel.id);
    return this.#interactions.ask({
      app: this.#app,
      type: InteractionType.MessageComponent,
      channel: message.channel,
      member: this.member,
      message,
      data: { custom_id: customId, ...data },
    });
  }

  /** Presses the button with this custom id or label. */
  async press(message: Message, button: string): Promise<Interaction> {
    const found = message.components
      .flatMap(({ components }) => components)
      .find((one) => one.type === ComponentType.Button && (one.custom_id === button || one.label === button));
    if (found?.type !== ComponentType.Button || found.style === ButtonStyle.Link || found.disabled === true)
      throw new Error(`there is no button “${button}”`);
    return this.#use(message, found.custom_id ?? "", { component_type: ComponentType.Button });
  }

  /** Chooses in the select with this custom id: values of its options, or ids of users. */
  async choose(message: Message, customId: string, values: readonly string[]): Promise<Interaction> {
    const found = message.components
      .flatMap(({ components }) => components)
      .find((one) => one.type !== ComponentType.Button && one.custom_id === customId);
    if (!found || found.type === ComponentType.Button) throw new Error(`there is no select “${customId}”`);
    const options = "options" in found ? found.options.map(({ value }) => value) : values;
    const { min_values: least = 1, max_values: most = 1 } = found;
    if (values.some((value) => !options.includes(value)) || values.length < least || values.length > most)
      throw new Error(`the select “${customId}” does not let these be chosen`);
    const resolved = { resolved: this.#resolved(message.channel, values) };
    return this.#use(message, customId, {
      component_type: found.type,
      values,
      ...(found.type === ComponentType.StringSelect ? {} : resolved),
    });
  }

  #resolved({ guild }: Channel, ids: readonly string[]): Json {
    const members = ids.flatMap((id) => guild.members.get(id) ?? []);
    return {
      users: Object.fromEntries(members.map(({ user }) => [user.id, userView(user)])),
      members: Object.fromEntries(members.map((one) => [one.user.id, { ...memberView(guild, one), permissions: "0" }])),
    };
  }

  /** Sends the form that was opened as the answer to something they did. */
  async submit({ asking, modal }: Interaction, values: FormValues): Promise<Interaction> {
    if (!modal || asking.member.user.id !== this.id) throw new Error("no form was opened for them");
    const { channel, message = null } = asking;
    const picked = Object.values(values).flatMap((value) => (typeof value === "boolean" ? [] : value));
    const data = { ...submission(modal, values), resolved: this.#resolved(channel, picked) };
    const type = InteractionType.ModalSubmit;
    return this.#interactions.ask({ app: this.#app, type, channel, member: this.member, message, data });
  }

  #command(channel: Channel, name: string, type: ApplicationCommandType): Command {
    const fits = (one: Command): boolean =>
      one.name === name && one.type === type && (one.guildId === null || one.guildId === channel.guild.id);
    const command = this.#app.commands.find(fits);
    if (!command) throw new Error(`there is no command “${name}”`);
    const required = command.default_member_permissions == null ? 0n : BigInt(command.default_member_permissions);
    const held = channelPermissions(channel, this.member);
    if (!may(channel, this.member, "UseApplicationCommands") || (held & required) !== required)
      throw new Error(`they may not use “${name}”`);
    if (channel.thread?.archived === true) throw new Error("no commands in archived threads");
    return command;
  }

  async #slash(channelId: string, words: string, values: OptionValues, focused: string | null): Promise<Interaction> {
    const channel = this.#see(channelId);
    const [name = "", ...path] = words.split(" ");
    const data = invocation(
      this.#command(channel, name, ApplicationCommandType.ChatInput),
      channel.guild,
      path,
      values,
      focused,
    );
    const type = focused === null ? InteractionType.ApplicationCommand : InteractionType.ApplicationCommandAutocomplete;
    return this.#interactions.ask({ app: this.#app, type, channel, member: this.member, data });
  }

  /** Sends a slash command: `ticket claim`, with its options by name. */
  async slash(channelId: string, words: string, values: OptionValues = {}): Promise<Interaction> {
    return this.#slash(channelId, words, values, null);
  }

  /** What is offered while they type in an option. */
  async complete(channelId: string, words: string, focused: string, values: OptionValues): Promise<readonly Choice[]> {
    const { choices } = await this.#slash(channelId, words, { [focused]: "", ...values }, focused);
    return choices;
  }

  /** Uses a command of the menu of a message. */
  async menu(message: Message, name: string): Promise<Interaction> {
    const channel = this.#see(message.channel.id);
    const command = this.#command(channel, name, ApplicationCommandType.Message);
    const shown = this.#state.messageView(message, { user: this.#app.user, reads: true });
    return this.#interactions.ask({
      app: this.#app,
      type: InteractionType.ApplicationCommand,
      channel,
      member: this.member,
      data: {
        id: command.id,
        name,
        type: command.type,
        target_id: message.id,
        resolved: { messages: { [message.id]: shown } },
      },
    });
  }

  /** Lets them do more in the whole server. */
  allow(...permissions: Parameters<typeof bitsOf>[0]): this {
    const { guild } = this;
    const id = this.#state.ids.next();
    guild.roles.set(id, { id, name: `role ${id}`, permissions: bitsOf(permissions) });
    this.member.roles.add(id);
    return this;
  }

  get guild(): Channel["guild"] {
    const guild = [...this.#state.guilds.values()].find(({ members }) => members.get(this.id) === this.member);
    if (!guild) throw new Error("they are in no server");
    return guild;
  }
}
