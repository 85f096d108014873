import type { FollowedCard } from "@docket/core/contract/chat";
import type { ChatPlatform } from "@docket/core/chat/platform";
import type { Desk } from "./desk.ts";

const page = 100;

/** The cards of open tickets on a platform, page by page. Throws `ApiError`. */
export async function* followedCards({ bot }: Desk, platform: ChatPlatform): AsyncGenerator<readonly FollowedCard[]> {
  for (let cursor: string | undefined; ;) {
    const { items, nextCursor } = await bot.request("GET /chat/cards", { query: { platform, limit: page, cursor } });
    yield items;
    if (nextCursor === null) return;
    cursor = nextCursor;
  }
}
