import { createDesk } from "./desk/desk.ts";
import type { Log } from "./log.ts";
import { createSlackApp } from "./slack/app.ts";
import type { SlackAccess } from "./slack/slack-client.ts";
import type { Installation } from "./slack/fetch-receiver.ts";
import { FetchReceiver } from "./slack/fetch-receiver.ts";

export interface SlackHooksOptions extends SlackAccess {
  readonly signingSecret: string;
  readonly log: Log;
}

/** What a request needs of the server that took it. */
export interface HookContext {
  readonly baseUrl: string;
  /** The key with which the bot uses the desk. */
  readonly key: string;
  /** Reaches the API, in the same process or over the network. */
  readonly fetch: typeof globalThis.fetch;
  readonly installationOf: (workspaceId: string) => Promise<Installation | null>;
  readonly waitUntil: (work: Promise<unknown>) => void;
  /** Milliseconds. */
  readonly now: number;
}

/** The Slack app behind HTTP, as one function from request to response. */
export interface SlackHooks {
  handle(request: Request, context: HookContext): Promise<Response>;
}

/** The Slack app for a server: the same on Node and in a Worker. */
export const createSlackHooks = ({ signingSecret, log, ...options }: SlackHooksOptions): SlackHooks => {
  const receiver = new FetchReceiver(signingSecret);
  const authorize = ({ teamId }: { readonly teamId?: string | undefined }, body?: object) => {
    const { token, botUserId } = receiver.installation(body);
    return Promise.resolve({ botToken: token, botUserId, ...(teamId === undefined ? {} : { teamId }) });
  };
  createSlackApp(receiver, authorize, log, options);
  return {
    handle(request, { baseUrl, key, fetch, installationOf, waitUntil, now }) {
      const desk = createDesk({ baseUrl, key, fetch });
      return receiver.handle(request, { properties: { desk }, installationOf, waitUntil, now });
    },
  };
};
