import type { WebClient } from "@slack/web-api";
import { mine } from "../desk/commands/mine.ts";
import { queue } from "../desk/commands/queue.ts";
import type { DeskCall } from "../desk/desk.ts";
import { run } from "../desk/run.ts";
import { homeView } from "./render/home.ts";

/** Draws somebody's Home tab as it is now. */
export const publishHome = async (client: WebClient, call: DeskCall): Promise<void> => {
  const [own, waiting] = await Promise.all([run(mine, call, {}), run(queue, call, {})]);
  await client.views.publish({ user_id: call.user.userId, view: homeView(own, waiting) });
};
