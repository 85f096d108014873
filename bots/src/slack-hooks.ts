import { ChatFailure } from "@docket/core/chat/chat-failure";
import { second } from "@docket/core/time";
import { createDesk } from "./desk/desk.ts";
import { isAway } from "./desk/desk-away.ts";
import { Uploads } from "./desk/uploads.ts";
import type { Log } from "./log.ts";
import { createSlackApp } from "./slack/app.ts";
import type { Looked } from "./slack/catch-up.ts";
import { catchUp } from "./slack/catch-up.ts";
import { answersOf, clientOptionsOf, filesOf } from "./slack/client-options.ts";
import { toChatFailure } from "./slack/slack-failure.ts";
import type { SlackAccess } from "./slack/slack-client.ts";
import type { Arrival, Installation, SlackRequest } from "./slack/fetch-receiver.ts";
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
  /** Hears of each request that may be Slack's. */
  readonly arrived: (arrival: Arrival) => void;
  readonly waitUntil: (work: Promise<unknown>) => void;
  /** Milliseconds. */
  readonly now: number;
}

/** The Slack app behind HTTP, as one function from request to response. */
export interface SlackHooks {
  handle(request: SlackRequest, context: HookContext): Promise<Response>;
  /**
   * Looks for what people did in a workspace after it was followed last, on from where another look left off, with about so
   * many calls. Throws when it could not look somewhere: `ChatFailure` where Slack says why.
   */
  catchUp(
    workspaceId: string,
    context: HookContext,
    look: { readonly from: string | null; readonly calls: number },
  ): Promise<Looked>;
}

/** How long the desk may take for an answer that nobody waits for. */
const unhurried = 10 * second;

/** The Slack app for a server: the same on Node and in a Worker. */
export const createSlackHooks = ({ signingSecret, log, ...options }: SlackHooksOptions): SlackHooks => {
  const receiver = new FetchReceiver(signingSecret, answersOf(options));
  const authorize = ({ teamId }: { readonly teamId?: string | undefined }, body?: object) => {
    const { token, botUserId } = receiver.installation(body);
    return Promise.resolve({ botToken: token, botUserId, ...(teamId === undefined ? {} : { teamId }) });
  };
  createSlackApp(receiver, authorize, log, options);
  const uploads = new Uploads();
  return {
    handle(request, { baseUrl, key, fetch, installationOf, arrived, waitUntil, now }) {
      const desk = createDesk({ baseUrl, key, fetch, uploads });
      return receiver.handle(request, { properties: { desk }, installationOf, arrived, waitUntil, now });
    },
    async catchUp(workspaceId, { baseUrl, key, fetch, installationOf }, look) {
      const installation = await installationOf(workspaceId);
      if (installation === null)
        throw new ChatFailure("workspace", "The bot cannot be in this workspace: it has no token for it.");
      const desk = createDesk({ baseUrl, key, fetch, patience: unhurried, uploads });
      const access = { clientOptions: clientOptionsOf(options), source: filesOf(options) };
      try {
        return await catchUp({ ...access, ...installation, desk, workspaceId }, look);
      } catch (error) {
        throw isAway(error) ? new ChatFailure("away", "The desk did not answer.") : toChatFailure(error);
      }
    },
  };
};
