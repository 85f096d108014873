import { randomUUID } from "node:crypto";
import type { Server } from "node:http";
import { GatewayCloseCodes, GatewayIntentBits, GatewayOpcodes } from "discord-api-types/v10";
import type { WebSocket } from "ws";
import { WebSocketServer } from "ws";
import { z } from "zod";
import { GatewaySession } from "./gateway-session.ts";
import { may } from "./permissions.ts";
import { timeOf } from "./snowflake.ts";
import type { State, WorldEvent } from "./state.ts";
import type { Json } from "./views.ts";
import { channelView, guildView, memberView, userView } from "./views.ts";
import type { App, Guild } from "./world.ts";

const heartbeatInterval = 41_250;
/** Intents that an application must have been given. */
const members = GatewayIntentBits.GuildMembers | GatewayIntentBits.GuildPresences;

const packet = z.object({ op: z.enum(GatewayOpcodes), d: z.unknown() });
const identify = z.object({ token: z.string(), intents: z.int() });
const resume = z.object({ token: z.string(), session_id: z.string(), seq: z.int() });

const guildCreate = (guild: Guild, app: App): Json => {
  const member = guild.members.get(app.user.id);
  const seen = [...guild.channels.values()].filter((channel) => may(channel, member, "ViewChannel"));
  return {
    ...guildView(guild),
    joined_at: new Date(timeOf(guild.id)).toISOString(),
    large: false,
    unavailable: false,
    member_count: guild.members.size,
    members: Array.from(guild.members.values(), (one) => memberView(guild, one)),
    channels: seen.filter(({ thread }) => thread === null).map(channelView),
    threads: seen.filter(({ thread }) => thread?.archived === false).map(channelView),
    voice_states: [],
    presences: [],
    stage_instances: [],
    guild_scheduled_events: [],
    soundboard_sounds: [],
  };
};

/** The Gateway: who is connected, and what they are told. */
export class Gateway {
  readonly #state: State;
  readonly #server: WebSocketServer;
  readonly #sessions = new Map<string, GatewaySession>();
  readonly #bySocket = new Map<WebSocket, GatewaySession>();
  #address = "";
  /** How many identified and how many came back to their session. */
  readonly counts = { identified: 0, resumed: 0, heartbeats: 0 };

  constructor(state: State, server: Server) {
    this.#state = state;
    this.#server = new WebSocketServer({ server, path: "/gateway" });
    this.#server.on("connection", (socket) => {
      socket.on("message", (data: Buffer) => this.#receive(socket, data.toString()));
      socket.on("close", () => this.#leave(socket));
      socket.send(JSON.stringify({ op: GatewayOpcodes.Hello, d: { heartbeat_interval: heartbeatInterval } }));
    });
    state.onEvent((event) => this.#tell(event));
  }

  set address(address: string) {
    this.#address = address;
  }

  get address(): string {
    return this.#address;
  }

  #tell(event: WorldEvent): void {
    for (const session of this.#sessions.values()) session.tell(event);
  }

  /** Tells a bot that was taken into a server. */
  welcome(guild: Guild, app: App): void {
    for (const session of this.#sessions.values())
      if (session.app === app) session.dispatch("GUILD_CREATE", guildCreate(guild, app));
  }

  #leave(socket: WebSocket): void {
    const session = this.#bySocket.get(socket);
    this.#bySocket.delete(socket);
    if (session?.socket === socket) session.socket = null;
  }

  #receive(socket: WebSocket, text: string): void {
    const { op, d } = packet.parse(JSON.parse(text));
    if (op === GatewayOpcodes.Heartbeat) {
      this.counts.heartbeats += 1;
      socket.send(JSON.stringify({ op: GatewayOpcodes.HeartbeatAck }));
    } else if (op === GatewayOpcodes.Identify) this.#identify(socket, identify.parse(d));
    else if (op === GatewayOpcodes.Resume) this.#resume(socket, resume.parse(d));
    else if (!this.#bySocket.has(socket)) socket.close(GatewayCloseCodes.NotAuthenticated, "Not authenticated.");
  }

  #appOf(token: string): App | undefined {
    return this.#state.apps.find((app) => app.token === token.replace(/^Bot /, ""));
  }

  #identify(socket: WebSocket, { token, intents }: z.output<typeof identify>): void {
    const app = this.#appOf(token);
    if (this.#bySocket.has(socket)) return socket.close(GatewayCloseCodes.AlreadyAuthenticated);
    if (!app) return socket.close(GatewayCloseCodes.AuthenticationFailed, "Authentication failed.");
    const wantsContent = (intents & GatewayIntentBits.MessageContent) !== 0;
    if ((intents & members) !== 0 || (wantsContent && !app.messageContent))
      return socket.close(GatewayCloseCodes.DisallowedIntents, "Disallowed intent(s).");
    this.counts.identified += 1;
    const session = new GatewaySession(randomUUID().replaceAll("-", ""), app, intents, socket);
    this.#sessions.set(session.id, session);
    this.#bySocket.set(socket, session);
    const guilds = [...this.#state.guilds.values()].filter((guild) => guild.members.has(app.user.id));
    session.dispatch("READY", {
      v: 10,
      user: { ...userView(app.user), verified: true, mfa_enabled: false, email: null, flags: 0 },
      guilds: guilds.map(({ id }) => ({ id, unavailable: true })),
      session_id: session.id,
      resume_gateway_url: this.#address,
      application: { id: app.id, flags: 0 },
      shard: [0, 1],
    });
    for (const guild of guilds) session.dispatch("GUILD_CREATE", guildCreate(guild, app));
  }

  #resume(socket: WebSocket, { token, session_id: id, seq }: z.output<typeof resume>): void {
    if (!this.#appOf(token)) return socket.close(GatewayCloseCodes.AuthenticationFailed, "Authentication failed.");
    const session = this.#sessions.get(id);
    if (session?.knows(seq) !== true) {
      this.#sessions.delete(id);
      return socket.send(JSON.stringify({ op: GatewayOpcodes.InvalidSession, d: false }));
    }
    this.counts.resumed += 1;
    this.#bySocket.set(socket, session);
    session.resume(socket, seq);
  }

  get connected(): number {
    return this.#bySocket.size;
  }

  /** Asks every bot to connect anew and go on where it was. */
  askReconnect(): void {
    for (const socket of this.#bySocket.keys()) socket.send(JSON.stringify({ op: GatewayOpcodes.Reconnect, d: null }));
  }

  /** The connections break. */
  drop(): void {
    for (const socket of this.#server.clients) socket.terminate();
  }

  /** Closes the connections of this application, or of all, with a code. */
  close(code: number, app?: App): void {
    for (const [socket, session] of this.#bySocket) if (!app || session.app === app) socket.close(code);
  }

  /** What was sent so far cannot be had again: who comes back must identify. */
  forget(): void {
    this.#sessions.clear();
  }

  stop(): void {
    this.drop();
    this.#server.close();
  }
}
