import type { Client, Role } from "discord.js";
import { Events } from "discord.js";
import type { ConnectedChannels } from "../desk/connected-channels.ts";
import type { Desk } from "../desk/desk.ts";

/** With what it is heard what becomes of channels and servers. */
interface Hearing {
  readonly desk: Desk;
  readonly connected: ConnectedChannels;
  /** Does something about an event. */
  readonly doing: (name: string, work: () => Promise<void>) => void;
}

/** Whether what the bot may do depends on a role. */
const isMine = ({ id, guild }: Role): boolean =>
  id === guild.id || guild.members.me === null || guild.members.me.roles.cache.has(id);

/** Has the desk look again at what something happened to: what it shows admins is Discord's own answer. */
export const listenToLifecycle = (client: Client, { desk, connected, doing }: Hearing): void => {
  const look = (workspaceId: string, channelId?: string): Promise<void> =>
    desk.bot.request("PUT /chat/changed", {
      body: { platform: "discord", workspaceId, ...(channelId === undefined ? {} : { channelId }) },
    });
  const lookAtAll = async ({ guild }: Role): Promise<void> => {
    for (const { id } of guild.channels.cache.values()) if (await connected.has(id)) await look(guild.id, id);
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
    if (!channel.isDMBased()) doing("channel", () => look(channel.guildId, channel.id));
  });
  client.on(Events.GuildRoleUpdate, (before, after) => {
    if (before.permissions.bitfield !== after.permissions.bitfield && isMine(after))
      doing("role", () => lookAtAll(after));
  });
};
