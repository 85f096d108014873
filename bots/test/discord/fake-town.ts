import { DiscordAPIError, REST } from "@discordjs/rest";
import type { APIMessage } from "discord-api-types/v10";
import { Routes } from "discord-api-types/v10";
import { Client, GatewayIntentBits } from "discord.js";
import { expect } from "vitest";
import { nativeRequest } from "../../src/discord/native-request.ts";
import { FakeDiscord } from "./fake-discord.ts";
import type { Person } from "./person.ts";
import type { Channel, Guild } from "./world.ts";

const intents = [GatewayIntentBits.Guilds, GatewayIntentBits.GuildMessages, GatewayIntentBits.MessageContent];

/** A fake Discord with a server, a channel and somebody in it, and the real libraries that talk to it. */
export class FakeTown {
  readonly discord: FakeDiscord;
  readonly guild: Guild;
  readonly channel: Channel;
  readonly ada: Person;
  readonly #clients: Client[] = [];

  private constructor(discord: FakeDiscord) {
    this.discord = discord;
    this.guild = discord.guild("Acme");
    this.channel = discord.text(this.guild, "support");
    this.ada = discord.person(this.guild, "Ada");
  }

  static async open(now?: () => number): Promise<FakeTown> {
    return new FakeTown(await FakeDiscord.start(now ? { now } : {}));
  }

  async close(): Promise<void> {
    await Promise.all(this.#clients.map((client) => client.destroy()));
    await this.discord.stop();
  }

  /** The real REST client, with the bot's token. */
  rest(): REST {
    const { api, token } = this.discord;
    return new REST({ api, makeRequest: nativeRequest, retries: 0, rejectOnRateLimit: () => true }).setToken(token);
  }

  async post(body: object, channelId = this.channel.id): Promise<APIMessage> {
    return (await this.rest().post(Routes.channelMessages(channelId), { body })) as APIMessage;
  }

  /** A real client that is not connected yet. */
  client(): Client {
    const client = new Client({ intents, rest: { api: this.discord.api, makeRequest: nativeRequest } });
    this.#clients.push(client);
    return client;
  }

  /** A real client that is connected. */
  async connect(prepare: (client: Client) => void = () => undefined): Promise<Client> {
    const client = this.client();
    prepare(client);
    const ready = new Promise((resolve) => {
      client.once("clientReady", resolve);
    });
    await client.login(this.discord.token);
    await ready;
    return client;
  }
}

/** The error that a call fails with. */
export const errorOf = async (call: Promise<unknown>): Promise<DiscordAPIError> => {
  const error: unknown = await call.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(DiscordAPIError);
  return error as DiscordAPIError;
};
