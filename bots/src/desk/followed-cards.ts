import type { FollowedCard, ThreadQuery } from "@docket/core/contract/chat";
import type { Ms } from "@docket/core/time";
import { day, minute } from "@docket/core/time";
import type { Desk } from "./desk.ts";

const page = 100;

/** The cards whose threads people may write in, on a platform or in one of its workspaces. Throws `ApiError`. */
export const followedCards = async (
  { bot }: Desk,
  workspaces: Partial<ThreadQuery>,
): Promise<readonly FollowedCard[]> => {
  const cards: FollowedCard[] = [];
  for (let cursor: string | undefined; ;) {
    const query = { ...workspaces, limit: page, cursor };
    const { items, nextCursor } = await bot.request("GET /chat/cards", { query });
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
interface Missed {
  /** What was written or changed since then may be new to the desk. */
  readonly since: Ms;
  /** Messages that were written since then may have been changed or deleted. */
  readonly lookedAtSince: Ms;
}

export const missedOf = ({ followedUntil }: FollowedCard): Missed => {
  const until = Date.parse(followedUntil);
  return { since: until - overlap, lookedAtSince: until - fresh };
};
