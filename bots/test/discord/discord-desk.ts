import { setTimeout as sleep } from "node:timers/promises";
import { MessageType } from "discord-api-types/v10";
import { passTime } from "../../../api/test/chat-desk.ts";
import type { Caller } from "../../../api/test/desk.ts";
import { Desk, deskUrl } from "../../../api/test/desk.ts";
import { link, newKey } from "../../../api/test/keys.ts";
import type { DeskOptions } from "../../src/desk/desk.ts";
import { createDesk } from "../../src/desk/desk.ts";
import { createDiscordBoard } from "../../src/discord/board.ts";
import { runGateway } from "../../src/discord/gateway.ts";
import type { Sleep } from "../../src/discord/thread-messages.ts";
import { FakeDiscord } from "./fake-discord.ts";
import type { Interaction } from "./interactions.ts";
import type { Person } from "./person.ts";
import type { Channel, Guild, Message } from "./world.ts";

/** A whole desk that is connected to a server of the fake Discord, with the bot running. */
export class DiscordDesk {
  readonly desk: Desk;
  readonly discord: FakeDiscord;
  readonly guild: Guild;
  /** Comes before each request of the bot to the desk; what it throws is no answer. */
  before: (request: Request) => unknown = () => undefined;
  /** Waits in place of the bot before it tries something again. */
  sleep: Sleep = (ms) => sleep(ms, undefined, { ref: false });
  readonly #key: string;
  #faults: string[] = [];
  readonly #bots: { stop(): Promise<void> }[] = [];

  private constructor(desk: Desk, discord: FakeDiscord, key: string) {
    this.desk = desk;
    this.discord = discord;
    this.#key = key;
    this.guild = discord.guild("Acme");
  }

  static async start(): Promise<DiscordDesk> {
    const clock: { now: () => number } = { now: () => 0 };
    const discord = await FakeDiscord.start({ now: () => clock.now() });
    const board = createDiscordBoard({ apiUrl: discord.api });
    const desk = await Desk.start({}, { chats: { discord: { board, token: discord.token } } });
    clock.now = () => desk.clock.now();
    const world = new DiscordDesk(desk, discord, await newKey(desk, ["chat"]));
    await world.startBot();
    return world;
  }

  /** Starts one; another one beside it hears everything too. `options` are what is different from a bot that works. */
  async startBot(options: Partial<DeskOptions> = {}): Promise<void> {
    const complain = (message: string, fields: unknown): void => {
      this.#faults.push(`${message} ${JSON.stringify(fields)}`);
    };
    const bot = await runGateway({
      token: this.discord.token,
      apiUrl: this.discord.api,
      sleep: (ms) => this.sleep(ms),
      log: { info: () => undefined, warn: complain, error: complain },
      desk: createDesk({
        baseUrl: deskUrl,
        key: this.#key,
        fetch: async (input, init) => {
          const request = new Request(input, init);
          await this.before(request.clone());
          return this.desk.fetch(request);
        },
        ...options,
      }),
    });
    this.#bots.push(bot);
  }

  async stopBot(): Promise<void> {
    await Promise.all(this.#bots.splice(0).map((bot) => bot.stop()));
  }

  /** Whether the bot has complained of this since it was asked last; it was right to. */
  hasComplained(message: string): boolean {
    const kept = this.#faults.filter((fault) => !fault.startsWith(message));
    const complaints = this.#faults.length - kept.length;
    this.#faults = kept;
    return complaints > 0;
  }

  /** Somebody of Discord who is linked to somebody of the staff. */
  async linked(person: Caller, name: string): Promise<Person> {
    const member = this.discord.person(this.guild, name);
    await link(this.desk, person, `discord:${member.id}`);
    return member;
  }

  /** Waits until the desk has done all that it owes. */
  settled(longest?: number): Promise<void> {
    return passTime(this.desk, longest);
  }

  /** Throws when something was done that Discord does not take, or something went wrong within the bot. */
  async stop(): Promise<void> {
    this.before = () => undefined;
    await this.stopBot();
    await this.discord.stop();
    await this.desk.stop();
    const wrong = [...this.discord.violations, ...this.#faults];
    if (wrong.length > 0) throw new Error(wrong.join("\n"));
  }
}

/** What people wrote and Docket sent in a channel, without what Discord itself says. */
export const messagesIn = ({ messages }: Channel): readonly Message[] =>
  [...messages.values()].filter(({ type }) => type === MessageType.Default);

/** The threads under a channel. */
export const threadsOf = ({ guild, id }: Channel): readonly Channel[] =>
  [...guild.channels.values()].filter(({ parent }) => parent?.id === id);

/** What an interaction came to say, all of it. */
export const answerOf = ({ replies }: Interaction): string => replies.map(({ content }) => content).join("\n");
