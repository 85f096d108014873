import { createApp } from "../src/app.ts";
import { keepFollowing } from "../src/chat/keep-following.ts";
import type { ChatHooks } from "../src/integrations/chat-setup.ts";
import { problem, problemResponse } from "../src/http/problem.ts";
import type { InnerFetch } from "../src/integrations/slack-hook-routes.ts";
import { hookContext, slackHookRoutes } from "../src/integrations/slack-hook-routes.ts";
import type { Desk } from "./desk.ts";

/** What takes the requests of Slack for a desk. */
export interface Hooked {
  /** The app together with what takes them. */
  fetch(request: Request): Promise<Response>;
  /** What is done every minute, so that nothing is missed. */
  keepFollowing(calls?: number): Promise<void>;
}

/** `isAway` says to which requests of the app of the chat the desk gives no answer. */
export const hooked = (
  { services }: Desk,
  hooks: ChatHooks,
  isAway: (request: Request) => boolean = () => false,
): Hooked => {
  const unavailable = () => problem("server.unavailable", "Please try again in a moment.");
  const inner: InnerFetch = (request, own) =>
    isAway(request) ? problemResponse(unavailable(), "none") : app.fetch(request, own);
  const app: ReturnType<typeof createApp> = createApp([slackHookRoutes(hooks, inner)]);
  return {
    fetch: async (request) => app.fetch(request, services),
    keepFollowing: async (calls = 30) => keepFollowing(services, hooks, await hookContext(services, inner), calls),
  };
};
