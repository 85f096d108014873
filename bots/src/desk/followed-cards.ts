import type { FollowedCard, FollowedPage, ThreadQuery } from "@docket/core/contract/chat";
import type { Ms } from "@docket/core/time";
import { day, minute } from "@docket/core/time";
import type { Desk } from "./desk.ts";

const page = 100;

/** A page of the cards whose threads people may write in, the first one without a cursor. Throws `ApiError`. */
export const cardPage = (
  { bot }: Desk,
  workspaces: Partial<ThreadQuery>,
  cursor: string | null,
): Promise<FollowedPage> =>
  bot.request("GET /chat/cards", { query: { ...workspaces, limit: page, cursor: cursor ?? undefined } });

/** All of them, on a platform, in one of its workspaces or in a channel. Throws `ApiError`. */
export const followedCards = async (desk: Desk, workspaces: Partial<ThreadQuery>): Promise<readonly FollowedCard[]> => {
  const cards: FollowedCard[] = [];
  for (let cursor: string | null = null; ;) {
    const { items, nextCursor }: FollowedPage = await cardPage(desk, workspaces, cursor);
    cards.push(...items);
    if (nextCursor === null) return cards;
    cursor = nextCursor;
  }
};

/** For so long before the time until which it was followed may something still have been on its way. */
const overlap = 10 * minute;
/** How long after somebody wrote a message it is looked at for changes. */
const fresh = day;

/** From when on what people did in the thread of a card is looked at. */
export interface Missed {
  /** What was written or changed since then may be new to the desk. */
  readonly since: Ms;
  /** Messages that were written since then may have been changed or deleted. */
  readonly lookedAtSince: Ms;
}

export const missedOf = ({ followedUntil }: FollowedCard): Missed => {
  const until = Date.parse(followedUntil);
  return { since: until - overlap, lookedAtSince: until - fresh };
};
