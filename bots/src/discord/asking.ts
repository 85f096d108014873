import type { BaseInteraction } from "discord.js";
import type { Desk, DeskCall } from "../desk/desk.ts";

/** A channel as far as Docket looks at it. */
interface PlacedChannel {
  readonly id: string;
  isThread(): boolean;
}

/** A message or an interaction of a server. */
export interface Placed {
  readonly guildId: string | null;
  readonly channel: PlacedChannel | null;
}

/** The channel of a card, and the thread: for something that was said in a thread the channel is the thread's own. */
export const placeOf = ({ guildId, channel }: Placed): DeskCall["place"] => {
  if (channel === null || guildId === null) return null;
  if (!channel.isThread()) return { channelId: channel.id, thread: null };
  const channelId = (channel as PlacedChannel & { readonly parentId: string | null }).parentId ?? channel.id;
  const thread = { platform: "discord", workspaceId: guildId, channelId, threadId: channel.id } as const;
  return { channelId, thread };
};

/** Archived threads, and channels that were made just now, are not known before they are asked for. */
const channelOf = async ({ channel, channelId, client }: BaseInteraction): Promise<Placed["channel"]> =>
  channel ?? (channelId === null ? null : client.channels.fetch(channelId).catch(() => null));

/** A call of the desk in the name of whoever used a command, a button or a form; `onCard` for those of a card. */
export const callOf = async (desk: Desk, interaction: BaseInteraction, onCard = false): Promise<DeskCall> => {
  const { guildId, user, id } = interaction;
  return desk.call({
    user: { platform: "discord", workspaceId: guildId ?? "", userId: user.id },
    userName: user.displayName,
    place: placeOf({ guildId, channel: await channelOf(interaction) }),
    key: `discord:${id}`,
    onCard,
  });
};
