import { createHmac } from "node:crypto";

/** A request of Slack to the app: to be sent, sent late, sent again, or changed on the way. */
export interface SignedRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface SigningOptions {
  readonly secret: string;
  /** Milliseconds. */
  readonly at: number;
  readonly type?: "application/json" | "application/x-www-form-urlencoded";
  readonly retry?: { readonly num: number; readonly reason: string };
}

/** Signs a body as Slack does (https://docs.slack.dev/authentication/verifying-requests-from-slack). */
export const signed = (
  body: string,
  { secret, at, type = "application/json", retry }: SigningOptions,
): SignedRequest => {
  const timestamp = String(Math.floor(at / 1000));
  const digest = createHmac("sha256", secret).update(`v0:${timestamp}:${body}`).digest("hex");
  return {
    body,
    headers: {
      "content-type": type,
      "user-agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
      "x-slack-request-timestamp": timestamp,
      "x-slack-signature": `v0=${digest}`,
      ...(retry ? { "x-slack-retry-num": String(retry.num), "x-slack-retry-reason": retry.reason } : {}),
    },
  };
};
