import { GatewayIntentBits, GatewayOpcodes } from "discord-api-types/v10";
import type { WebSocket } from "ws";
import { may } from "./permissions.ts";
import type { WorldEvent } from "./state.ts";
import type { Json } from "./views.ts";
import type { App } from "./world.ts";

/** How many dispatches a session keeps for who comes back. */
const kept = 1000;

const withoutMessages = new Set(["MESSAGE_CREATE", "MESSAGE_UPDATE"]);

/** What a bot has identified for: it outlives the connection, and what happens meanwhile waits in it. */
export class GatewaySession {
  readonly id: string;
  readonly app: App;
  readonly intents: number;
  socket: WebSocket | null;
  #sequence = 0;
  #sent: { readonly sequence: number; readonly text: string }[] = [];

  constructor(id: string, app: App, intents: number, socket: WebSocket) {
    this.id = id;
    this.app = app;
    this.intents = intents;
    this.socket = socket;
  }

  #may(intent: number): boolean {
    return (this.intents & intent) !== 0;
  }

  dispatch(name: string, data: Json): void {
    this.#sequence += 1;
    const sequence = this.#sequence;
    const text = JSON.stringify({ op: GatewayOpcodes.Dispatch, t: name, s: sequence, d: data });
    this.#sent = [...this.#sent, { sequence, text }].slice(-kept);
    this.socket?.send(text);
  }

  /** Tells of something if this bot asked for it and may see it. */
  tell({ name, guild, channel, intent, app, data }: WorldEvent): void {
    if (app && app !== this.app) return;
    if (intent !== 0 && !this.#may(intent)) return;
    const member = guild.members.get(this.app.user.id);
    const isGone = name === "CHANNEL_DELETE" || name === "THREAD_DELETE";
    if (channel && !isGone && !may(channel, member, "ViewChannel")) return;
    if (!member && name !== "GUILD_DELETE") return;
    const reads = this.#may(GatewayIntentBits.MessageContent) || !withoutMessages.has(name);
    this.dispatch(name, data({ user: this.app.user, reads }));
  }

  /** Whether everything since this sequence number is still known. */
  knows(sequence: number): boolean {
    const first = this.#sent[0]?.sequence ?? this.#sequence + 1;
    return sequence <= this.#sequence && sequence >= first - 1;
  }

  /** Goes on over another connection: what was missed comes first. */
  resume(socket: WebSocket, sequence: number): void {
    this.socket = socket;
    for (const one of this.#sent) if (one.sequence > sequence) socket.send(one.text);
    this.dispatch("RESUMED", {});
  }

  /** Forgets what was sent, so that nobody can come back to before now. */
  forget(): void {
    this.#sent = [];
  }
}
