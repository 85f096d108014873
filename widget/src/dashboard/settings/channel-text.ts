import type { ChannelView } from "@docket/core/contract/integration";
import type { ChannelMode } from "@docket/core/chat/platform";
import { msg, str } from "@lit/localize";
import { priorityText } from "../../elements/badge/status.ts";
import type { Directory } from "../app/directory.ts";

/** What a plain message in a thread is there. */
export const modeText = (mode: ChannelMode): string =>
  ({
    discuss: msg("Messages are notes: only the staff see them"),
    reply: msg("Messages are replies: the client gets them"),
  })[mode];

/** Which tickets a channel gets, in a sentence. `siteName` gives the name of a site. */
export const filterText = (
  { filter, fallback }: Pick<ChannelView, "filter" | "fallback">,
  directory: Directory,
  siteName: (id: string) => string,
): string => {
  const { categories, priorities, tags, sites } = filter;
  const parts = [
    categories.map((id) => directory.categoryName(id)),
    priorities.map(priorityText),
    tags,
    sites.map(siteName),
  ].filter((part) => part.length > 0);
  const what = parts.map((part) => part.join(msg(" or "))).join(" · ");
  if (fallback) return what === "" ? msg("What no other channel gets") : msg(str`What no other channel gets: ${what}`);
  return what === "" ? msg("Every ticket") : what;
};
