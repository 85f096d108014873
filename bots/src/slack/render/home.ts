import type { HomeView, KnownBlock } from "@slack/types";
import type { Outcome } from "../../desk/outcome.ts";
import { renderOutcome } from "./outcome.ts";

/** The Home tab: what somebody has, and what nobody has. A refusal takes the place of both. */
export const homeView = (mine: Outcome, queue: Outcome): HomeView => {
  const blocks: KnownBlock[] =
    mine.kind === "refused"
      ? renderOutcome(mine).blocks
      : [...renderOutcome(mine).blocks, { type: "divider" }, ...renderOutcome(queue).blocks];
  return { type: "home", blocks };
};
