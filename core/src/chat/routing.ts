import type { Id } from "../ids.ts";
import type { Priority, Ticket } from "../tickets/ticket.ts";

/** Which tickets a channel gets: those that fit every list that is not empty. */
export interface ChannelFilter {
  readonly categories: readonly string[];
  readonly priorities: readonly Priority[];
  readonly tags: readonly string[];
  readonly sites: readonly Id<"site">[];
}

/** A channel as routing sees it. One with `fallback` gets what no other channel of its platform gets. */
export interface Routable {
  readonly platform: string;
  readonly filter: ChannelFilter;
  readonly fallback: boolean;
}

type Routed = Pick<Ticket, "category" | "priority" | "tags" | "siteId">;

const fits = ({ categories, priorities, tags, sites }: ChannelFilter, ticket: Routed): boolean =>
  (categories.length === 0 || categories.includes(ticket.category)) &&
  (priorities.length === 0 || priorities.includes(ticket.priority)) &&
  (tags.length === 0 || tags.some((tag) => ticket.tags.includes(tag))) &&
  (sites.length === 0 || (ticket.siteId !== null && sites.includes(ticket.siteId)));

/** The channels that show this ticket, in their order. */
export const channelsFor = <C extends Routable>(ticket: Routed, channels: readonly C[]): readonly C[] => {
  const chosen = channels.filter(({ fallback, filter }) => !fallback && fits(filter, ticket));
  const served = new Set(chosen.map(({ platform }) => platform));
  return channels.filter((channel) =>
    channel.fallback ? !served.has(channel.platform) && fits(channel.filter, ticket) : chosen.includes(channel),
  );
};
