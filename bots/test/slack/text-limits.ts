import { isJson, text } from "./state.ts";

/** What Slack would say about each thing that is wrong; https://docs.slack.dev/reference/block-kit. */
export type Complain = (problem: string, path: string) => void;

/** Complains about text of more than `max` characters, counted in UTF-16 as the strictest reading does. */
export const mostOf = (value: string, max: number, path: string, complain: Complain): void => {
  if (value.length > max) complain(`must be less than ${max + 1} characters`, path);
};

/** Checks a text object: its kind, and that it has 1 to `max` characters. */
export const checkText = (value: unknown, max: number, path: string, complain: Complain, plainOnly = false): void => {
  if (!isJson(value)) return complain("must be a text object", path);
  const allowed = plainOnly ? ["plain_text"] : ["plain_text", "mrkdwn"];
  if (!allowed.includes(text(value["type"]))) complain(`must be one of ${allowed.join(", ")}`, `${path}/type`);
  if (typeof value["text"] !== "string") return complain("must be a string", `${path}/text`);
  if (value["text"] === "") complain("must be more than 0 characters", `${path}/text`);
  mostOf(value["text"], max, `${path}/text`, complain);
  if (value["emoji"] !== undefined && value["type"] !== "plain_text") complain("is for plain text", `${path}/emoji`);
  if (value["verbatim"] !== undefined && value["type"] !== "mrkdwn") complain("is for mrkdwn", `${path}/verbatim`);
};
