import type { FieldCode, FieldError, ParamsOf } from "../field-errors.ts";
import { anyFieldError, fieldCodes, predicateOf } from "../field-errors.ts";

/** What a rule of the contract is called when it is broken; zod carries it where it would carry its own words. */
export const fault = <C extends FieldCode>(code: C, ...[params]: ParamsOf<C>): string =>
  JSON.stringify({ code, params: params ?? {} });

/** An issue as zod reports it. */
export interface Issue {
  readonly code?: string | undefined;
  readonly message: string;
  readonly path?: ReadonlyArray<PropertyKey | { readonly key: PropertyKey }> | undefined;
  readonly keys?: readonly string[];
  readonly values?: readonly unknown[];
  readonly origin?: string;
  readonly minimum?: number | bigint;
  readonly maximum?: number | bigint;
  readonly expected?: string;
}

type Fault = Pick<FieldError, "code" | "params">;

const named = (message: string): Fault | null => {
  if (!message.startsWith("{")) return null;
  const { code, params } = JSON.parse(message) as Fault;
  return fieldCodes.includes(code) ? { code, params } : null;
};

const kinds: Readonly<Record<string, string>> = {
  string: "a text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "an object",
  record: "an object",
};

const bound = (origin: string | undefined, text: FieldCode, entries: FieldCode, other: FieldCode): FieldCode => {
  if (origin === "string") return text;
  return origin === "array" || origin === "set" ? entries : other;
};

/** What zod's own rules are called: none of its words reach anybody. */
const builtIn = (issue: Issue, missing: boolean): Fault => {
  if (missing) return { code: "required", params: {} };
  const { origin, minimum = 0, maximum = 0 } = issue;
  switch (issue.code) {
    case "invalid_type":
      return { code: "wrong_type", params: { expected: kinds[issue.expected ?? ""] ?? "of another kind" } };
    case "invalid_value":
      return { code: "one_of", params: { options: (issue.values ?? []).join(", ") } };
    case "too_small": {
      if (minimum === 1 && origin === "string") return { code: "empty", params: {} };
      return { code: bound(origin, "too_short", "too_few", "too_small"), params: { min: Number(minimum) } };
    }
    case "too_big":
      return { code: bound(origin, "too_long", "too_many", "too_large"), params: { max: Number(maximum) } };
    default:
      return { code: "invalid", params: {} };
  }
};

const keysOf = ({ path = [] }: Issue): string[] =>
  path.map((part) => String(typeof part === "object" ? part.key : part));

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null;

/** Whether the input ends before this place. Inside of what is no object something was there, and was read as a list. */
const isMissing = (input: unknown, [key, ...rest]: readonly string[]): boolean => {
  if (key === undefined) return input === undefined;
  if (!isObject(input)) return false;
  return Object.hasOwn(input, key) ? isMissing(input[key], rest) : true;
};

/** One by one: each is made when somebody takes it. */
function* errorsOf(issue: Issue, input: unknown): Generator<FieldError> {
  const keys = keysOf(issue);
  const field = keys.join(".");
  if (issue.code === "unrecognized_keys" && issue.keys) {
    for (const key of issue.keys) yield anyFieldError(field === "" ? key : `${field}.${key}`, "unknown_field", {});
    return;
  }
  const { code, params } = named(issue.message) ?? builtIn(issue, isMissing(input, keys));
  yield anyFieldError(field, code, params);
}

/** More than anybody reads: a body has room for thousands of fields that are not known. */
const mostErrors = 50;

/** Which settings an environment sets: one that is blank, as a template leaves it, counts as not set. */
export const settingsOf = (env: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => !/^\s*$/.test(entry[1] ?? "")));

/** What is wrong with the first of the settings that are not right, as what follows its name. */
export const settingFault = (
  issues: readonly Issue[],
  given: unknown,
): { readonly name: string; readonly rule: string } => {
  const [first] = issues.flatMap((issue) => [...errorsOf(issue, given)]);
  if (first === undefined) throw new Error("settings are refused for a reason");
  return { name: first.field, rule: predicateOf(first.code, first.params) };
};

/** A rule of a setting, as what follows its name. */
export const rule = (words: string): string => fault("setting", { rule: words });

/** What zod found wrong with an input, one entry a field. What nobody reads is not made. */
export const fieldErrorsOf = (issues: readonly Issue[], input: unknown): FieldError[] => {
  const entries = new Map<string, FieldError>();
  for (const issue of issues) {
    for (const entry of errorsOf(issue, input)) {
      if (!entries.has(entry.field)) entries.set(entry.field, entry);
      if (entries.size === mostErrors) return [...entries.values()];
    }
  }
  return [...entries.values()];
};
