import { noticeView } from "./render/form.ts";

type Body = Readonly<Record<string, unknown>>;

const text =
  "Docket has no working connection to this Slack workspace, so nothing was done. An admin of the desk can connect it, or see what is wrong, in the dashboard under Settings, Integrations.";

/**
 * What somebody of a workspace that the desk is not connected to reads in the answer to what they did; null where Slack
 * shows no answer: https://docs.slack.dev/interactivity/handling-user-interaction.
 */
export const shownWithAnswer = (body: Body): object | null => {
  if (body["command"] !== undefined) return { response_type: "ephemeral", text };
  if (body["type"] === "view_submission") return { response_action: "update", view: noticeView(text) };
  return body["type"] === "block_suggestion" ? { options: [] } : null;
};

/** Tells it to whoever used a button or a shortcut, where Slack takes such an answer, which needs no token. */
export const tellNotConnected = async ({ response_url: url }: Body, fetch: typeof globalThis.fetch): Promise<void> => {
  if (typeof url !== "string") return;
  const answer = { response_type: "ephemeral", replace_original: false, text };
  await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(answer),
    signal: AbortSignal.timeout(10_000),
  });
};
