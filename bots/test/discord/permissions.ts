import { PermissionFlagsBits } from "discord-api-types/v10";
import type { Channel, Guild, Member } from "./world.ts";

export type Permission = keyof typeof PermissionFlagsBits;

/** These permissions as bits. */
export const bitsOf = (names: readonly Permission[]): bigint =>
  names.reduce((bits, name) => bits | PermissionFlagsBits[name], 0n);

const isPermission = (name: string): name is Permission => name in PermissionFlagsBits;

/** The permission that people see under this name: View Channels is `ViewChannel`. Throws where there is none. */
export const permissionNamed = (words: string): Permission => {
  const name = words.replaceAll(/\s+(\w)/g, (_, first: string) => first.toUpperCase());
  const found = [name, name.replace(/s$/, "")].find(isPermission);
  if (found === undefined) throw new Error(`Discord has no permission “${words}”.`);
  return found;
};

const everything = bitsOf(Object.keys(PermissionFlagsBits) as Permission[]);

const isAdmin = (bits: bigint): boolean => (bits & PermissionFlagsBits.Administrator) !== 0n;

const rolesOf = (guild: Guild, member: Member): readonly string[] => [guild.id, ...member.roles];

/** What a member may do in the whole server. */
export const guildPermissions = (guild: Guild, member: Member): bigint => {
  if (guild.ownerId === member.user.id) return everything;
  const bits = rolesOf(guild, member).reduce((sum, id) => sum | (guild.roles.get(id)?.permissions ?? 0n), 0n);
  return isAdmin(bits) ? everything : bits;
};

/**
 * What a member may do in a channel; a thread has the rules of its channel
 * (https://discord.com/developers/docs/topics/permissions#permission-overwrites).
 */
export const channelPermissions = (channel: Channel, member: Member): bigint => {
  const { guild } = channel;
  const base = guildPermissions(guild, member);
  if (base === everything) return base;
  const overwrites = (channel.thread && channel.parent ? channel.parent : channel).overwrites;
  const apply = (bits: bigint, ids: readonly string[]): bigint => {
    const fit = overwrites.filter(({ id }) => ids.includes(id));
    const deny = fit.reduce((sum, one) => sum | one.deny, 0n);
    const allow = fit.reduce((sum, one) => sum | one.allow, 0n);
    return (bits & ~deny) | allow;
  };
  const bits = apply(apply(apply(base, [guild.id]), [...member.roles]), [member.user.id]);
  return (bits & PermissionFlagsBits.ViewChannel) === 0n ? 0n : bits;
};

/** Whether a member may do this in a channel. */
export const may = (channel: Channel, member: Member | undefined, permission: Permission): boolean =>
  member !== undefined && (channelPermissions(channel, member) & PermissionFlagsBits[permission]) !== 0n;
