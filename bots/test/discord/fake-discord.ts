import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { ChannelType } from "discord-api-types/v10";
import { Failures } from "./failures.ts";
import { Gateway } from "./gateway.ts";
import { Http } from "./http.ts";
import { Interactions } from "./interactions.ts";
import type { Permission } from "./permissions.ts";
import { bitsOf } from "./permissions.ts";
import { takeAtOnce } from "./messages.ts";
import { Person } from "./person.ts";
import { RateLimits } from "./rate-limits.ts";
import { channelRoutes } from "./routes/channels.ts";
import { commandRoutes } from "./routes/commands.ts";
import { directRoutes } from "./routes/direct.ts";
import { guildRoutes } from "./routes/guilds.ts";
import { interactionRoutes } from "./routes/interactions.ts";
import { messageRoutes } from "./routes/messages.ts";
import { State, addChannel } from "./state.ts";
import { removeChannel, tellChannel } from "./threads.ts";
import { memberView } from "./views.ts";
import type { App, Channel, Guild, Member, Message } from "./world.ts";

/** What the bot may do in a server that took it in as Docket asks for. */
/** What the guide has people give the bot. */
export const botPermissions: readonly Permission[] = [
  "ViewChannel",
  "SendMessages",
  "SendMessagesInThreads",
  "CreatePublicThreads",
  "ManageThreads",
  "ManageChannels",
  "AddReactions",
  "AttachFiles",
  "EmbedLinks",
  "ReadMessageHistory",
];

const everyone: readonly Permission[] = [
  "ViewChannel",
  "SendMessages",
  "SendMessagesInThreads",
  "CreatePublicThreads",
  "AddReactions",
  "AttachFiles",
  "ReadMessageHistory",
  "UseApplicationCommands",
];

/**
 * A Discord on loopback that remembers: the REST API, the Gateway, and people who use it. It keeps the rules of the real
 * one, answers as that does when they are broken, and writes down each breach in `violations`.
 */
export class FakeDiscord {
  readonly state: State;
  readonly failures = new Failures();
  readonly limits: RateLimits;
  readonly interactions: Interactions;
  /** The application that is tried out. */
  readonly app: App;
  readonly gateway: Gateway;
  readonly #http: Http;
  // A connection that is idle stays: closing it while the next request is on its way would be a fault nobody asked for.
  readonly #server = createServer({ keepAliveTimeout: 0 }, (request, response) => void this.#answer(request, response));

  private constructor(now: () => number) {
    this.state = new State(now);
    this.limits = new RateLimits(now);
    this.interactions = new Interactions(this.state);
    const routes = {
      ...guildRoutes,
      ...channelRoutes,
      ...directRoutes,
      ...messageRoutes,
      ...commandRoutes,
      "GET /gateway/bot": () => ({
        url: this.gateway.address,
        shards: 1,
        session_start_limit: { total: 1000, remaining: 999, reset_after: 14_400_000, max_concurrency: 1 },
      }),
    };
    const open = { ...interactionRoutes(this.interactions), "GET /gateway": () => ({ url: this.gateway.address }) };
    this.#http = new Http(this.state, routes, open, this.limits, this.failures);
    this.gateway = new Gateway(this.state, this.#server);
    this.app = this.application("Docket");
  }

  /** Starts one; `now` is its clock. */
  static async start({ now = Date.now }: { readonly now?: () => number } = {}): Promise<FakeDiscord> {
    const discord = new FakeDiscord(now);
    await new Promise<void>((resolve) => {
      discord.#server.listen(0, "127.0.0.1", resolve);
    });
    const { port } = discord.#server.address() as AddressInfo;
    discord.gateway.address = `ws://127.0.0.1:${port}/gateway`;
    discord.state.files = `http://127.0.0.1:${port}/attachments`;
    return discord;
  }

  async stop(): Promise<void> {
    this.gateway.stop();
    this.#server.closeAllConnections();
    await new Promise((resolve) => {
      this.#server.close(resolve);
    });
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const file = /^\/attachments\/\d+\/(\d+)\//.exec(request.url ?? "")?.[1];
    if (file === undefined) return this.#http.handle(request, response);
    const attachment = this.state.attachments.get(file);
    if (!attachment) return void response.writeHead(404).end();
    response.writeHead(200, { "content-type": attachment.contentType }).end(attachment.bytes);
  }

  /** What to hand to `REST` or `Client` as `api`. */
  get api(): string {
    const { port } = this.#server.address() as AddressInfo;
    return `http://127.0.0.1:${port}/api`;
  }

  get token(): string {
    return this.app.token;
  }

  /** What was done that Discord does not take. */
  get violations(): readonly string[] {
    return this.state.violations;
  }

  /** Calls that were refused with 401, 403 or 429: ten thousand in ten minutes shut a bot out. */
  get invalidRequests(): number {
    return this.#http.invalidRequests;
  }

  /** Every call of the API, as `POST /channels/123/messages`. */
  get calls(): readonly string[] {
    return this.#http.calls;
  }

  application(name: string): App {
    const id = this.state.ids.next();
    const user = { id, username: name.toLowerCase(), globalName: name, bot: true };
    const token = `${Buffer.from(id).toString("base64url")}.${this.state.ids.next()}.secret`;
    const app: App = { id, token, user, messageContent: true, commands: [] };
    this.state.apps.push(app);
    return app;
  }

  /** A server with the bot in it. */
  guild(name: string): Guild {
    const id = this.state.ids.next();
    const guild: Guild = {
      id,
      name,
      ownerId: this.state.ids.next(),
      members: new Map(),
      roles: new Map([[id, { id, name: "@everyone", permissions: bitsOf(everyone) }]]),
      channels: new Map(),
    };
    this.state.guilds.set(id, guild);
    this.install(guild, botPermissions);
    return guild;
  }

  /** Takes the bot into a server with these permissions and no others. */
  install(guild: Guild, permissions: readonly Permission[], app = this.app): void {
    const id = this.state.ids.next();
    guild.roles.set(id, { id, name: app.user.username, permissions: bitsOf(permissions) });
    guild.members.set(app.id, { user: app.user, nick: null, roles: new Set([id]) });
    this.gateway.welcome(guild, app);
  }

  /** Puts the bot out of a server. */
  uninstall(guild: Guild, app = this.app): void {
    guild.members.delete(app.id);
    this.state.tell({
      name: "GUILD_DELETE",
      guild,
      channel: null,
      intent: 0,
      app,
      data: () => ({ id: guild.id, unavailable: false }),
    });
  }

  /** Only these people see this channel, and who has a role of the bot's. */
  reserve(channel: Channel, people: readonly Person[], app = this.app): void {
    const { id, members } = channel.guild;
    const roles = members.get(app.id)?.roles ?? new Set();
    const allow = bitsOf(["ViewChannel"]);
    channel.overwrites = [
      { id, type: 0, allow: 0n, deny: allow },
      ...Array.from(roles, (role) => ({ id: role, type: 0 as const, allow, deny: 0n })),
      ...people.map(({ member }) => ({ id: member.user.id, type: 1 as const, allow, deny: 0n })),
    ];
    tellChannel(this.state, "CHANNEL_UPDATE", channel);
  }

  /** Somebody gives the bot these roles, and takes all others from it. Returns what it had. */
  setRoles(guild: Guild, roles: ReadonlySet<string>, app = this.app): ReadonlySet<string> {
    const member = guild.members.get(app.id);
    if (!member) throw new Error("The bot is not in the server.");
    guild.members.set(app.id, { ...member, roles: new Set(roles) });
    const data = () => ({ guild_id: guild.id, ...memberView(guild, { ...member, roles: new Set(roles) }) });
    this.state.tell({ name: "GUILD_MEMBER_UPDATE", guild, channel: null, intent: 0, app, data });
    return member.roles;
  }

  /** The token counts no more; the Gateway shuts too. Returns the new one. */
  resetToken(app = this.app): string {
    app.token = `${app.token}.${this.state.ids.next()}`;
    this.gateway.close(4004, app);
    return app.token;
  }

  text(guild: Guild, name: string): Channel {
    return addChannel(this.state, guild, name, ChannelType.GuildText);
  }

  forum(guild: Guild, name: string): Channel {
    return addChannel(this.state, guild, name, ChannelType.GuildForum);
  }

  voice(guild: Guild, name: string): Channel {
    return addChannel(this.state, guild, name, ChannelType.GuildVoice);
  }

  /** Somebody in a server, or another bot. */
  person(guild: Guild, name: string, { bot = false }: { readonly bot?: boolean } = {}): Person {
    const username = name.toLowerCase().replaceAll(/\W+/g, ".");
    const user = { id: this.state.ids.next(), username, globalName: name, bot };
    const member: Member = { user, nick: null, roles: new Set() };
    guild.members.set(user.id, member);
    return new Person(this.state, this.interactions, this.app, member);
  }

  /** In this channel somebody, the bot unless it is said, may not do this any more. */
  deny(channel: Channel, permissions: readonly Permission[], id = this.app.id): void {
    const kept = channel.overwrites.filter((one) => one.id !== id);
    const before = channel.overwrites.find((one) => one.id === id)?.deny ?? 0n;
    channel.overwrites = [...kept, { id, type: 1, allow: 0n, deny: before | bitsOf(permissions) }];
    tellChannel(this.state, "CHANNEL_UPDATE", channel);
  }

  /** Lifts what was denied in this channel. */
  allowAll(channel: Channel): void {
    channel.overwrites = [];
    tellChannel(this.state, "CHANNEL_UPDATE", channel);
  }

  /** The bot of a moderator deletes messages of one channel at once. */
  purge(messages: readonly Message[]): void {
    takeAtOnce(this.state, messages);
  }

  /** Somebody gives a channel another name. */
  rename(channel: Channel, name: string): void {
    channel.name = name;
    tellChannel(this.state, "CHANNEL_UPDATE", channel);
  }

  /** Somebody deletes a channel with its threads, or a thread. */
  deleteChannel(channel: Channel): void {
    removeChannel(this.state, channel);
  }
}
