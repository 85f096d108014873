import { may } from "../permissions.ts";
import type { Call, Routes } from "../call.ts";
import { refusal } from "../discord-error.ts";
import { channelView, guildEntry, guildView, memberView, rolesView, userView } from "../views.ts";
import type { Channel, Guild, Member } from "../world.ts";

const guildOf = ({ state, app, params }: Call): { readonly guild: Guild; readonly member: Member } =>
  state.guild(app.user.id, params["guild"] ?? "");

const seen = ({ guild, member }: { readonly guild: Guild; readonly member: Member }): readonly Channel[] =>
  [...guild.channels.values()].filter((channel) => may(channel, member, "ViewChannel"));

/** The bot itself, the servers it is in, and what is in them. */
export const guildRoutes: Routes = {
  "GET /users/@me": ({ app }) => ({ ...userView(app.user), verified: true, mfa_enabled: false, email: null }),
  "GET /users/:user": ({ state, params }) => {
    const id = params["user"] ?? "";
    const member = [...state.guilds.values()].flatMap(({ members }) => members.get(id) ?? []).at(0);
    if (!member) throw refusal(10013);
    return userView(member.user);
  },
  "GET /applications/@me": ({ app }) => ({ id: app.id, name: app.user.username, flags: 0, bot: userView(app.user) }),
  "GET /oauth2/applications/@me": ({ app }) => ({ id: app.id, name: app.user.username, flags: 0 }),
  "GET /users/@me/guilds": ({ state, app, query }) => {
    const after = query.get("after") ?? "0";
    return [...state.guilds.values()]
      .flatMap((guild) => {
        const member = guild.members.get(app.user.id);
        return member && BigInt(guild.id) > BigInt(after) ? [guildEntry(guild, member)] : [];
      })
      .slice(0, Number(query.get("limit") ?? 200));
  },
  "GET /guilds/:guild": (call) => guildView(guildOf(call).guild),
  "GET /guilds/:guild/channels": (call) =>
    seen(guildOf(call))
      .filter(({ thread }) => thread === null)
      .map(channelView),
  "GET /guilds/:guild/roles": (call) => rolesView(guildOf(call).guild),
  "GET /guilds/:guild/members/:user": (call) => {
    const { guild } = guildOf(call);
    const member = guild.members.get(call.params["user"] ?? "");
    if (!member) throw refusal(10007);
    return memberView(guild, member);
  },
  "GET /guilds/:guild/threads/active": (call) => ({
    threads: seen(guildOf(call))
      .filter(({ thread }) => thread?.archived === false)
      .map(channelView)
      .toReversed(),
    members: [],
  }),
};
