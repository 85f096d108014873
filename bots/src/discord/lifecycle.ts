import type { Client, Guild, Role } from "discord.js";
import { Events } from "discord.js";
import type { ConnectedChannels } from "../desk/connected-channels.ts";
import { followedCards } from "../desk/followed-cards.ts";
import { catchUpReturned } from "./catch-up.ts";
import type { Threads } from "./thread-messages.ts";

/** With what it is heard what becomes of channels and servers. */
interface Hearing {
  readonly threads: Threads;
  readonly connected: ConnectedChannels;
  /** Does something about an event. */
  readonly doing: (name: string, work: () => Promise<void>) => void;
}

/** Whether what the bot may do depends on a role. */
const isMine = ({ id, guild }: Role): boolean =>
  id === guild.id || guild.members.me === null || guild.members.me.roles.cache.has(id);

/**
 * Has the desk look again at what something happened to: what it shows admins is Discord's own answer. What was said in a
 * channel that the bot did not see comes with it.
 */
export const listenToLifecycle = (client: Client, { threads, connected, doing }: Hearing): void => {
  const { desk } = threads;
  const look = (workspaceId: string, channelId?: string): Promise<void> =>
    desk.bot.request("PUT /chat/changed", {
      body: { platform: "discord", workspaceId, ...(channelId === undefined ? {} : { channelId }) },
    });
  const lookAtChannel = async (workspaceId: string, channelId: string): Promise<void> => {
    // The desk says since when nothing came from a channel only until it hears that it works again.
    const cards = await followedCards(desk, { platform: "discord", workspaceId, channelId });
    await look(workspaceId, channelId);
    await catchUpReturned(client, threads, cards);
  };
  const lookAtAll = async (guild: Guild): Promise<void> => {
    for (const { id } of guild.channels.cache.values()) if (await connected.has(id)) await lookAtChannel(guild.id, id);
  };
  client.on(Events.GuildCreate, ({ id }) => doing("server", () => look(id)));
  client.on(Events.GuildDelete, ({ id }) => doing("server", () => look(id)));
  client.on(Events.GuildUpdate, (before, after) => {
    if (before.name !== after.name) doing("server", () => look(after.id));
  });
  client.on(Events.ChannelDelete, (channel) => {
    if (!channel.isDMBased()) doing("channel", () => look(channel.guildId, channel.id));
  });
  client.on(Events.ChannelUpdate, (_, channel) => {
    if (!channel.isDMBased()) doing("channel", () => lookAtChannel(channel.guildId, channel.id));
  });
  client.on(Events.GuildRoleUpdate, (before, after) => {
    if (before.permissions.bitfield !== after.permissions.bitfield && isMine(after))
      doing("role", () => lookAtAll(after.guild));
  });
  // Of itself a bot is told this without asking for it.
  client.on(Events.GuildMemberUpdate, (before, after) => {
    if (after.id === client.user?.id && !before.roles.cache.equals(after.roles.cache))
      doing("role", () => lookAtAll(after.guild));
  });
};
