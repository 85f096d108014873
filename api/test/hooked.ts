import { createApp } from "../src/app.ts";
import { keepFollowing } from "../src/chat/keep-following.ts";
import type { ChatHooks } from "../src/integrations/chat-setup.ts";
import { hookContext, slackHookRoutes } from "../src/integrations/slack-hook-routes.ts";
import type { Desk } from "./desk.ts";

/** What takes the requests of Slack for a desk. */
export interface Hooked {
  /** The app together with what takes them. */
  fetch(request: Request): Promise<Response>;
  /** What is done every minute, so that nothing is missed. */
  keepFollowing(calls?: number): Promise<void>;
}

export const hooked = ({ services }: Desk, hooks: ChatHooks): Hooked => {
  const app: ReturnType<typeof createApp> = createApp([
    slackHookRoutes(hooks, (request, inner) => app.fetch(request, inner)),
  ]);
  return {
    fetch: async (request) => app.fetch(request, services),
    keepFollowing: async (calls = 30) =>
      keepFollowing(services, hooks, await hookContext(services, (request, inner) => app.fetch(request, inner)), calls),
  };
};
