import { z } from "zod";
import { refusal } from "./discord-error.ts";

/** A failed check with the code that Discord gives it. */
export const wrong = (code: string, message: string) => ({ error: message, params: { code } });

const isPresent = (text: string): boolean => text !== "";

/** Text of `min` to `max` UTF-16 code units; Discord trims it. */
export const text = (max: number, min = 1) => {
  const trimmed = z.string().trim().max(max);
  return min === 0 ? trimmed : trimmed.refine(isPresent, wrong("BASE_TYPE_REQUIRED", "This field is required"));
};

export const snowflake = z.string().regex(/^\d{17,20}$/);

/** Discord knows of addresses with a top-level domain only. */
const isWellFormed = (url: string): boolean => URL.canParse(url) && /\.[a-z][a-z\d-]+$/i.test(new URL(url).hostname);
const isWeb = (url: string): boolean => /^https?:\/\//i.test(url);

export const webAddress = (max = 2048) =>
  text(max)
    .refine(isWeb, wrong("URL_TYPE_INVALID_SCHEME", "Scheme must be one of ('http', 'https')."))
    .refine(isWellFormed, wrong("URL_TYPE_INVALID_URL", "Not a well formed URL."));

const codeOf = (issue: z.core.$ZodIssue): string => {
  if (issue.code === "custom") return String(issue.params?.["code"] ?? "BASE_TYPE_INVALID");
  if (issue.code === "too_big") return issue.origin === "number" ? "NUMBER_TYPE_MAX" : "BASE_TYPE_MAX_LENGTH";
  if (issue.code === "too_small") return issue.origin === "number" ? "NUMBER_TYPE_MIN" : "BASE_TYPE_MIN_LENGTH";
  if (issue.code === "invalid_type" && issue.input === undefined) return "BASE_TYPE_REQUIRED";
  return issue.code === "invalid_value" ? "BASE_TYPE_CHOICES" : issue.code.toUpperCase();
};

type Nested = { [key: string]: Nested | { code: string; message: string }[] };

/** The faults of a union are those of the alternative that was meant: the one whose `type` fits. */
const leaves = (issue: z.core.$ZodIssue): readonly z.core.$ZodIssue[] => {
  if (issue.code !== "invalid_union") return [issue];
  const meant = issue.errors.find((issues) => !issues.some(({ path }) => path[0] === "type"));
  return (meant ?? []).length === 0
    ? [issue]
    : (meant ?? []).flatMap((one) => leaves({ ...one, path: [...issue.path, ...one.path] }));
};

const nested = (issues: readonly z.core.$ZodIssue[]): Nested => {
  const errors: Nested = {};
  for (const issue of issues.flatMap(leaves)) {
    let place = errors;
    for (const key of issue.path) place = (place[String(key)] ??= {}) as Nested;
    place["_errors"] = [...((place["_errors"] ?? []) as []), { code: codeOf(issue), message: issue.message }];
  }
  return errors;
};

/** What a body says, checked; throws the error that Discord answers, with every fault by its place. */
export const checked = <T extends z.ZodType>(schema: T, body: unknown): z.output<T> => {
  const result = schema.safeParse(body ?? {}, { reportInput: true });
  if (result.success) return result.data;
  throw refusal(50035, nested(result.error.issues));
};
