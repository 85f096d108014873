import { ChannelType } from "discord-api-types/v10";
import { z } from "zod";
import type { Routes } from "../call.ts";
import { refusal } from "../discord-error.ts";
import { checked, snowflake } from "../form.ts";
import { bitsOf } from "../permissions.ts";
import type { State } from "../state.ts";
import { addChannel } from "../state.ts";
import { channelView } from "../views.ts";
import type { App, Channel, Member } from "../world.ts";

const permissions = bitsOf(["ViewChannel", "SendMessages", "EmbedLinks", "AttachFiles", "ReadMessageHistory"]);

const memberOf = (state: State, id: string): Member => {
  const member = [...state.guilds.values()].flatMap(({ members }) => members.get(id) ?? []).at(0);
  if (!member) throw refusal(10013);
  return member;
};

/** Opens the direct messages of the bot to somebody. */
const openDirect = (state: State, app: App, recipient: Member): Channel => {
  const { direct: guild } = state;
  const { id: name } = recipient.user;
  const known = [...guild.channels.values()].find((channel) => channel.name === name);
  if (known) return known;
  guild.roles.set(guild.id, { id: guild.id, name: "@everyone", permissions });
  guild.members.set(app.id, { user: app.user, nick: null, roles: new Set() }).set(name, recipient);
  return addChannel(state, guild, name, ChannelType.DM);
};

/** Direct messages. */
export const directRoutes: Routes = {
  "POST /users/@me/channels": ({ state, app, body }) => {
    const { recipient_id: id } = checked(z.object({ recipient_id: snowflake }), body);
    return channelView(openDirect(state, app, memberOf(state, id)));
  },
};
