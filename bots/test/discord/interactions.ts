import { randomBytes } from "node:crypto";
import { ApplicationIntegrationType, InteractionContextType, MessageFlags } from "discord-api-types/v10";
import type { InteractionResponseType, InteractionType } from "discord-api-types/v10";
import { readerOf } from "./call.ts";
import type { Modal } from "./check-components.ts";
import type { State } from "./state.ts";
import { permissionsText } from "./state.ts";
import type { Json } from "./views.ts";
import { channelView, memberView } from "./views.ts";
import type { App, Channel, Member, Message } from "./world.ts";

/** How long an application may take for its first answer. */
export const answerTime = 3000;
/** How long the token of an interaction counts. */
export const tokenTime = 15 * 60_000;

/** What somebody does that an application hears of. */
export interface Asking {
  readonly app: App;
  readonly type: InteractionType;
  readonly channel: Channel;
  readonly member: Member;
  readonly data: Json;
  /** The message whose component was used, also if that opened the form which is sent now. */
  readonly message?: Message | null;
}

export interface Choice {
  readonly name: string;
  readonly value: string | number;
}

/** Something that somebody asked of an application, and what came of it. */
export class Interaction {
  readonly id: string;
  readonly token = randomBytes(24).toString("base64url");
  readonly asking: Asking;
  readonly createdAt: number;
  /** How it was answered first. */
  answered: InteractionResponseType | null = null;
  /** The application came too late. */
  expired = false;
  /** The answer as a message. */
  original: Message | null = null;
  /** Every message that came of it, the first answer too. */
  readonly replies: Message[] = [];
  modal: Modal | null = null;
  choices: readonly Choice[] = [];
  readonly #waiting = new Set<() => void>();

  constructor(state: State, asking: Asking) {
    this.id = state.ids.next();
    this.createdAt = state.now();
    this.asking = asking;
  }

  get isLoading(): boolean {
    return this.original !== null && (this.original.flags & MessageFlags.Loading) !== 0;
  }

  /** Lets those know who wait for something to come of it. */
  changed(): void {
    for (const look of this.#waiting) look();
  }

  /** Waits until this is so; for as long as the application has time to answer. */
  async until(isSo: () => boolean, what: string): Promise<this> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const look = (): void => {
      if (isSo()) resolve();
    };
    const late = setTimeout(() => reject(new Error(what)), answerTime);
    this.#waiting.add(look);
    look();
    try {
      await promise;
      return this;
    } finally {
      clearTimeout(late);
      this.#waiting.delete(look);
    }
  }

  /** The answer as a message that is not being written any more. */
  async reply(): Promise<Message> {
    await this.until(() => this.original !== null && !this.isLoading, "nothing was replied");
    const { original } = this;
    if (!original) throw new Error("the reply is gone");
    return original;
  }
}

const payload = (state: State, { id, token, asking }: Interaction): Json => {
  const { app, type, channel, member, data, message } = asking;
  const { guild } = channel;
  const bot = guild.members.get(app.user.id);
  return {
    id,
    application_id: app.id,
    type,
    token,
    version: 1,
    data,
    guild: { id: guild.id, locale: "en-US", features: [] },
    guild_id: guild.id,
    guild_locale: "en-US",
    channel: { ...channelView(channel), permissions: permissionsText(channel, member) },
    channel_id: channel.id,
    member: { ...memberView(guild, member), permissions: permissionsText(channel, member) },
    app_permissions: permissionsText(channel, bot),
    locale: "en-US",
    entitlements: [],
    authorizing_integration_owners: { [ApplicationIntegrationType.GuildInstall]: guild.id },
    context: InteractionContextType.Guild,
    attachment_size_limit: 10 * 1024 * 1024,
    ...(message ? { message: state.messageView(message, { ...readerOf(app), reads: true }) } : {}),
  };
};

/** All interactions. */
export class Interactions {
  readonly #state: State;
  readonly #all = new Map<string, Interaction>();

  constructor(state: State) {
    this.#state = state;
  }

  find(token: string): Interaction | undefined {
    return this.#all.get(token);
  }

  /** Tells the application, and waits for its first answer. Throws when there is none in time. */
  async ask(asking: Asking): Promise<Interaction> {
    const interaction = new Interaction(this.#state, asking);
    this.#all.set(interaction.token, interaction);
    const data = payload(this.#state, interaction);
    const { app, channel } = asking;
    this.#state.tell({
      name: "INTERACTION_CREATE",
      guild: channel.guild,
      channel: null,
      intent: 0,
      app,
      data: () => data,
    });
    const silence = "The application did not respond";
    await interaction.until(() => interaction.answered !== null || interaction.expired, silence);
    if (interaction.expired) throw new Error(silence);
    return interaction;
  }
}
