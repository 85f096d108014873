import type { Logger } from "@slack/web-api";
import { LogLevel, WebClient } from "@slack/web-api";
import type { Log } from "../log.ts";

/** How Slack is reached. */
export interface SlackAccess {
  /** The address of the Web API; Slack's own when it is not given. */
  readonly slackApiUrl?: string;
  readonly fetch?: typeof globalThis.fetch;
}

/** Whoever calls reports what went wrong. */
export const silent: Logger = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  setLevel() {},
  getLevel: () => LogLevel.ERROR,
  setName() {},
};

/** What a library of Slack's says, as lines of our log; only what is wrong. */
export const loggerOf = (log: Log, name: string): Logger => ({
  ...silent,
  warn: (...words) => log.warn(name, { reason: words.map(String).join(" ") }),
  error: (...words) => log.warn(name, { reason: words.map(String).join(" ") }),
});

/** `fetch` as far as a signal lets it, to nowhere but where it was sent. */
export const boundFetch =
  ({ fetch = globalThis.fetch }: SlackAccess, signal: AbortSignal): typeof globalThis.fetch =>
  (url, init) =>
    fetch(url, { ...init, redirect: "manual", signal });

/** A client that tries once: what fails is for the caller to try again. */
export const createSlackClient = (access: SlackAccess, token: string, signal: AbortSignal): WebClient =>
  new WebClient(token, {
    ...(access.slackApiUrl === undefined ? {} : { slackApiUrl: access.slackApiUrl }),
    fetch: boundFetch(access, signal),
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logger: silent,
  });
