import { setTimeout as sleep } from "node:timers/promises";
import { Client, DiscordAPIError, Events, GatewayIntentBits, Partials } from "discord.js";
import { RESTJSONErrorCodes as Code } from "discord-api-types/v10";
import { Heartbeat } from "../desk/heartbeat.ts";
import type { Connection, Running } from "../keep-connected.ts";
import { keepConnected } from "../keep-connected.ts";
import type { ConnectionFailed } from "../trouble.ts";
import { reasonFields } from "../trouble.ts";
import type { Desk } from "../desk/desk.ts";
import { Follower } from "../desk/follower.ts";
import type { Log } from "../log.ts";
import { applicationCommands } from "./application-commands.ts";
import { catchUp } from "./catch-up.ts";
import { handleInteraction } from "./interactions.ts";
import { nativeRequest } from "./native-request.ts";
import { closed, notOpened } from "./gateway-failure.ts";
import type { Threads } from "./thread-messages.ts";
import { followDelete, followEdit, takeMessage } from "./thread-messages.ts";

export interface GatewayOptions {
  readonly token: string;
  readonly desk: Desk;
  readonly log: Log;
  /** In place of Discord's own, for tests. */
  readonly apiUrl?: string;
}

/** What the Gateway sends, as far as it is looked at. */
interface Packet {
  readonly t: string | null;
  readonly d: MessagePlace | null;
}

interface MessagePlace {
  readonly guild_id?: string;
  readonly channel_id: string;
  readonly id: string;
}

const takeUnknown = async (client: Client, threads: Threads, { channel_id: id, id: messageId }: MessagePlace) => {
  const channel = await client.channels.fetch(id);
  if (channel?.isThread()) await takeMessage(threads, await channel.messages.fetch(messageId));
};

/** While one bot takes over from another both hear everything: Discord lets the first answer, and the other lets it be. */
const unlessTaken = (error: unknown): void => {
  const isTaken = error instanceof DiscordAPIError && error.code === Code.InteractionHasAlreadyBeenAcknowledged;
  if (!isTaken) throw error;
};

const ownFiles = ["https://cdn.discordapp.com", "https://media.discordapp.net"];

/** Connects. Throws `ConnectionFailed` when Discord does not take the token, or does not answer. */
const connect = async ({ token, desk, log, apiUrl }: GatewayOptions, heartbeat: Heartbeat): Promise<Connection> => {
  const client = new Client({
    intents: [GatewayIntentBits.Guilds, GatewayIntentBits.GuildMessages, GatewayIntentBits.MessageContent],
    partials: [Partials.Message],
    allowedMentions: { parse: [] },
    rest: { makeRequest: nativeRequest, ...(apiUrl === undefined ? {} : { api: apiUrl }) },
  });
  const threads: Threads = {
    desk,
    sleep: (ms) => sleep(ms, undefined, { ref: false }),
    fetch: globalThis.fetch,
    fileOrigins: apiUrl === undefined ? ownFiles : [...ownFiles, new URL(apiUrl).origin],
    tries: "patient",
  };
  const working = new Set<Promise<void>>();
  /** Nothing that one event did wrong may stop the bot. */
  const doing = (name: string, work: () => Promise<void>): void => {
    const task = work()
      .catch((error: unknown) => {
        log.error("discord listener failed", { name, ...reasonFields(error) });
      })
      .finally(() => working.delete(task));
    working.add(task);
  };
  client.on(Events.Error, (error) => log.error("discord connection failed", { reason: error.message }));
  client.on(Events.InteractionCreate, (it) =>
    doing("interaction", () => handleInteraction(desk, it).catch(unlessTaken)),
  );
  client.on(Events.MessageCreate, (message) => doing("message", () => takeMessage(threads, message)));
  // Of threads that it does not know, such as archived ones, the library tells no messages.
  client.on(Events.Raw, (packet: Packet) => {
    const { t: type, d: data } = packet;
    if (type !== "MESSAGE_CREATE" || !data?.guild_id || client.channels.cache.has(data.channel_id)) return;
    doing("message", () => takeUnknown(client, threads, data));
  });
  client.on(Events.MessageUpdate, (before, after) => doing("edit", () => followEdit(threads, before, after)));
  client.on(Events.MessageDelete, (message) => doing("delete", () => followDelete(threads, message)));
  client.on(Events.MessageBulkDelete, (messages) =>
    doing("delete", async () => {
      for (const message of messages.values()) await followDelete(threads, message);
    }),
  );
  const follower = new Follower({
    desk,
    log,
    workspaces: { platform: "discord" },
    catchUp: (signal) => catchUp(client, threads, signal),
  });
  // A session that could not be resumed begins anew, and has missed something.
  const stands = (missed: boolean): void => {
    heartbeat.well();
    follower.connected({ missed });
  };
  client.on(Events.ShardReady, () => stands(true));
  client.on(Events.ShardResume, () => stands(false));
  client.on(Events.ShardReconnecting, () => {
    heartbeat.interrupted();
    follower.disconnected();
  });
  const gone = Promise.withResolvers<ConnectionFailed>();
  let closedWith: number | null = null;
  client.on(Events.ShardDisconnect, ({ code }) => {
    closedWith = code;
    follower.disconnected();
    gone.resolve(closed(code));
  });
  client.once(Events.ClientReady, (ready) =>
    doing("commands", async () => {
      await ready.application.commands.set(applicationCommands);
    }),
  );
  const stop = async (): Promise<void> => {
    await follower.stop();
    await client.destroy();
    await Promise.allSettled(working);
  };
  try {
    await client.login(token);
  } catch (error) {
    await stop();
    throw closedWith === null ? notOpened(error) : closed(closedWith);
  }
  return { gone: gone.promise, stop };
};

/**
 * Runs the Discord bot: what people do in Discord reaches the desk through it. It keeps nothing; what was written while
 * it was away it looks up when it is back. Resolves after the first try to connect; whatever goes wrong, it tries again.
 */
export const runGateway = (options: GatewayOptions): Promise<Running> => {
  const { desk, log } = options;
  const heartbeat = new Heartbeat(desk, { platform: "discord" });
  return keepConnected({ platform: "discord", log, heartbeat, open: () => connect(options, heartbeat) });
};
