import { createApp } from "../src/app.ts";
import type { ChatHooks } from "../src/integrations/chat-setup.ts";
import { slackHookRoutes } from "../src/integrations/slack-hook-routes.ts";
import type { Desk } from "./desk.ts";

/** The app of this desk together with what takes the requests of Slack. */
export const hooked = ({ services }: Desk, hooks: ChatHooks): ((request: Request) => Promise<Response>) => {
  const app: ReturnType<typeof createApp> = createApp([
    slackHookRoutes(hooks, (request, inner) => app.fetch(request, inner)),
  ]);
  return async (request) => app.fetch(request, services);
};
