import type { ChannelKind } from "@docket/core/chat/platform";
import type { APIGuildMember, APIOverwrite, APIRole, APIUser } from "discord-api-types/v10";
import { OverwriteType, PermissionFlagsBits, Routes } from "discord-api-types/v10";
import type { DiscordCalls } from "./discord-calls.ts";

type Permission = keyof typeof PermissionFlagsBits;

/** What the bot needs in a channel, as the settings of Discord call it. */
const needed: Readonly<Partial<Record<Permission, string>>> = {
  ViewChannel: "View Channel",
  SendMessages: "Send Messages",
  SendMessagesInThreads: "Send Messages in Threads",
  EmbedLinks: "Embed Links",
  AttachFiles: "Attach Files",
  ReadMessageHistory: "Read Message History",
  AddReactions: "Add Reactions",
};
const neededForText: typeof needed = { CreatePublicThreads: "Create Public Threads" };

/** A channel as far as its permissions go. */
export interface GuardedChannel {
  readonly guild_id?: string;
  readonly permission_overwrites?: readonly APIOverwrite[];
}

/** What the bot may do in a channel (https://discord.com/developers/docs/topics/permissions#permission-hierarchy). */
export const heldPermissions = (
  { guild_id: guild = "", permission_overwrites: overwrites = [] }: GuardedChannel,
  { user, roles }: Pick<APIGuildMember, "roles" | "user">,
  guildRoles: readonly Pick<APIRole, "id" | "permissions">[],
): bigint => {
  const mine = [guild, ...roles];
  const all = (list: readonly (string | undefined)[]): bigint =>
    list.reduce((bits, one) => bits | BigInt(one ?? 0), 0n);
  const base = all(guildRoles.filter(({ id }) => mine.includes(id)).map(({ permissions }) => permissions));
  if ((base & PermissionFlagsBits.Administrator) !== 0n) return ~0n;
  const change = (bits: bigint, ids: readonly string[], type: OverwriteType): bigint => {
    const fit = overwrites.filter((one) => one.type === type && ids.includes(one.id));
    return (bits & ~all(fit.map(({ deny }) => deny))) | all(fit.map(({ allow }) => allow));
  };
  const ofRoles = change(change(base, [guild], OverwriteType.Role), roles, OverwriteType.Role);
  return change(ofRoles, [user.id], OverwriteType.Member);
};

/** Looks up what the bot may do in a channel. */
export const lookUpPermissions = async (calls: DiscordCalls, channel: GuardedChannel): Promise<bigint> => {
  const guild = channel.guild_id ?? "";
  const { id } = await calls.get<APIUser>(Routes.user());
  const member = await calls.get<APIGuildMember>(Routes.guildMember(guild, id));
  return heldPermissions(channel, member, await calls.get<readonly APIRole[]>(Routes.guildRoles(guild)));
};

/** The names of the permissions that the bot lacks for cards in a channel. */
export const missingPermissions = (held: bigint, kind: ChannelKind): readonly string[] =>
  Object.entries({ ...needed, ...(kind === "text" ? neededForText : {}) })
    .filter(([name]) => (held & PermissionFlagsBits[name as Permission]) === 0n)
    .map(([, label]) => label);
