import type { WebClientOptions } from "@slack/web-api";
import { second } from "@docket/core/time";
import type { FileSource } from "./message-content.ts";
import type { AnswerPlaces } from "./replace-card.ts";
import type { SlackAccess } from "./slack-client.ts";
import { silent } from "./slack-client.ts";

const ownApi = "https://slack.com/api/";
const ownFiles = "https://files.slack.com";
const ownAnswers = "https://hooks.slack.com";

/**
 * `fetch` as Slack's libraries can use it everywhere: workerd wants it called by itself, and knows no `redirect: "error"`.
 */
export const fetchOf = ({ fetch }: SlackAccess): typeof globalThis.fetch => {
  const plain = fetch ?? ((input, init) => globalThis.fetch(input, init));
  return (input, init) => plain(input, { ...init, redirect: "manual" });
};

/** Where the files of messages are. */
export const filesOf = (options: SlackAccess): FileSource => ({
  origins: options.slackApiUrl === undefined ? [ownFiles] : [ownFiles, new URL(options.slackApiUrl).origin],
  fetch: fetchOf(options),
});

/** Where answers to what people press go: to Slack, whatever a request says. */
export const answersOf = (options: SlackAccess): AnswerPlaces => ({
  origins: options.slackApiUrl === undefined ? [ownAnswers] : [ownAnswers, new URL(options.slackApiUrl).origin],
  fetch: fetchOf(options),
});

/** How Slack's libraries reach Slack: what hangs has an end. Tries again are the outbox's, and Slack's own. */
export const clientOptionsOf = (options: SlackAccess): WebClientOptions => ({
  slackApiUrl: options.slackApiUrl ?? ownApi,
  fetch: fetchOf(options),
  timeout: 10 * second,
  retryConfig: { retries: 0 },
  rejectRateLimitedCalls: true,
  logger: silent,
});
