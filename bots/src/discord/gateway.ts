import { setTimeout as sleep } from "node:timers/promises";
import { hour, minute, second } from "@docket/core/time";
import type { Channel, Interaction, User } from "discord.js";
import { Client, DiscordAPIError, Events, GatewayIntentBits, Options, Partials } from "discord.js";
import { RESTJSONErrorCodes as Code } from "discord-api-types/v10";
import { ConnectedChannels } from "../desk/connected-channels.ts";
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
import { listenToLifecycle } from "./lifecycle.ts";
import { nativeRequest } from "./native-request.ts";
import { closed, notOpened } from "./gateway-failure.ts";
import type { Sleep, Threads } from "./thread-messages.ts";
import { followDelete, followEdit, takeMessage } from "./thread-messages.ts";

export interface GatewayOptions {
  readonly token: string;
  readonly desk: Desk;
  readonly log: Log;
  /** In place of Discord's own, for tests. */
  readonly apiUrl?: string;
  readonly sleep?: Sleep;
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

const takeUnknown = async (
  client: Client,
  threads: Threads,
  connected: ConnectedChannels,
  { channel_id: id, id: messageId }: MessagePlace,
) => {
  const channel = await client.channels.fetch(id);
  if (channel?.isThread() && (await isTicketThread(channel, connected)))
    await takeMessage(threads, await channel.messages.fetch(messageId));
};

/**
 * Whether a thread may be that of a card: the bot has opened it, or cards are shown in its channel. In a large server most
 * threads are nobody's ticket, and the desk is not asked about what is written there.
 */
const isTicketThread = async (channel: Channel, connected: ConnectedChannels): Promise<boolean> =>
  channel.isThread() &&
  (channel.ownerId === channel.client.user.id ||
    (channel.parentId !== null && (await connected.has(channel.parentId))));

/** What is kept in memory of what people write: enough to tell what an edit changed. */
const memory = {
  makeCache: Options.cacheWithLimits({ ...Options.DefaultMakeCacheSettings, MessageManager: 25, PresenceManager: 0 }),
  sweepers: {
    ...Options.DefaultSweeperSettings,
    messages: { interval: (5 * minute) / second, lifetime: (30 * minute) / second },
    users: { interval: hour / second, filter: () => (user: User) => user.id !== user.client.user.id },
  },
};

/** Whether somebody may have changed which channels show tickets. */
const isAboutChannels = (interaction: Interaction): boolean =>
  interaction.isChatInputCommand() && interaction.options.getSubcommand(false) === "channel";

/** While one bot takes over from another both hear everything: Discord lets the first answer, and the other lets it be. */
const unlessTaken = (error: unknown): void => {
  const isTaken = error instanceof DiscordAPIError && error.code === Code.InteractionHasAlreadyBeenAcknowledged;
  if (!isTaken) throw error;
};

const ownFiles = ["https://cdn.discordapp.com", "https://media.discordapp.net"];

/** How long a stop waits for what is being done. */
const stopPatience = 2 * second;

const unheld: Sleep = (ms) => sleep(ms, undefined, { ref: false });

/** Connects. Throws `ConnectionFailed` when Discord does not take the token, or does not answer. */
const connect = async (
  { token, desk, log, apiUrl, sleep: pause = unheld }: GatewayOptions,
  heartbeat: Heartbeat,
): Promise<Connection> => {
  const client = new Client({
    intents: [GatewayIntentBits.Guilds, GatewayIntentBits.GuildMessages, GatewayIntentBits.MessageContent],
    partials: [Partials.Message],
    ...memory,
    allowedMentions: { parse: [] },
    rest: { makeRequest: nativeRequest, ...(apiUrl === undefined ? {} : { api: apiUrl }) },
  });
  const threads: Threads = {
    desk,
    sleep: pause,
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
  client.on(Events.Error, (error) => log.error("discord connection failed", { reason: notOpened(error).message }));
  client.on(Events.InteractionCreate, (it) =>
    doing("interaction", async () => {
      await handleInteraction({ desk, files: threads }, it).catch(unlessTaken);
      if (isAboutChannels(it)) await connected.read();
    }),
  );
  const connected = new ConnectedChannels(desk, { platform: "discord" });
  /** Does something about a message, if it is in a thread that may be a ticket's. */
  const about = (name: string, channel: Channel, work: () => Promise<void>): void =>
    doing(name, async () => {
      if (await isTicketThread(channel, connected)) await work();
    });
  client.on(Events.MessageCreate, (message) => about("message", message.channel, () => takeMessage(threads, message)));
  // Of threads that it does not know, such as archived ones, the library tells no messages.
  client.on(Events.Raw, (packet: Packet) => {
    const { t: type, d: data } = packet;
    if (type !== "MESSAGE_CREATE" || !data?.guild_id || client.channels.cache.has(data.channel_id)) return;
    doing("message", () => takeUnknown(client, threads, connected, data));
  });
  client.on(Events.MessageUpdate, (before, after) =>
    about("edit", after.channel, () => followEdit(threads, before, after)),
  );
  client.on(Events.MessageDelete, (message) => about("delete", message.channel, () => followDelete(threads, message)));
  client.on(Events.MessageBulkDelete, (messages, channel) =>
    about("delete", channel, async () => {
      for (const message of messages.values()) await followDelete(threads, message);
    }),
  );
  listenToLifecycle(client, { threads, connected, doing });
  const follower = new Follower({
    desk,
    log,
    workspaces: { platform: "discord" },
    catchUp: (signal) => catchUp(client, threads, signal),
  });
  // A session that could not be resumed begins anew, and has missed something.
  const stands = (missed: boolean): void => {
    heartbeat.well();
    void connected.read();
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
    // What is being done needs the client; but nobody waits long for a desk that is away.
    await Promise.race([Promise.allSettled(working), unheld(stopPatience)]);
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
