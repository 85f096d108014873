const list = (words: string): string => {
  const all = words.split(", ");
  return all.length < 2 ? words : `${all.slice(0, -1).join(", ")} or ${all.at(-1)}`;
};

const many = (count: number, one: string, several = `${one}s`): string => `${count} ${count === 1 ? one : several}`;

interface Most {
  readonly max: number;
}
interface Least {
  readonly min: number;
}

/**
 * Everything that can be wrong with a field, as what follows its name in a sentence. This is the closed list of codes;
 * the parameters of each are in its signature.
 */
const predicates = {
  required: () => "is missing",
  unknown_field: () => "is not a field here",
  invalid: () => "cannot be used like this",
  wrong_type: ({ expected }: { readonly expected: string }) => `must be ${expected}`,
  one_of: ({ options }: { readonly options: string }) => `must be ${list(options)}`,
  empty: () => "must not be empty",
  empty_message: () => "needs some words or a file",
  no_change: () => "must change something",
  repeated: () => "must not have the same entry twice",
  too_short: ({ min }: Least) => `must have at least ${many(min, "character")}`,
  too_long: ({ max }: Most) => `must have at most ${many(max, "character")}`,
  too_few: ({ min }: Least) => `must have at least ${many(min, "entry", "entries")}`,
  too_many: ({ max }: Most) => `must have at most ${many(max, "entry", "entries")}`,
  too_small: ({ min }: Least) => `must be ${min} or more`,
  too_large: ({ max }: Most) => `must be ${max} or less`,
  broken_text: () => "has a character that is cut in half",
  id: ({ noun }: { readonly noun: string }) => `must be the id of ${noun}`,
  email: () => "must look like ada@example.com",
  email_letters: () => "must have letters from a to z before the @: use another address, such as ada@example.com",
  tag: () => "may have letters, digits, - and _ only",
  category_name: () => "must be the short name of a category, such as billing",
  unknown_category: () => "does not exist at this desk",
  unknown_site: () => "does not exist at this desk",
  chat_id: () => "must be an id as the chat writes it",
  chat_account: () => "must be an account of a chat, such as slack:T1/U1",
  only_keys: () => "is for API keys with the scope chat",
  time: () => "must be a time such as 2026-01-31T09:30:00Z",
  past: () => "must be in the future",
  url: () => "must be a web address such as https://www.example.com",
  origin: () => "must be a web address such as https://www.example.com, without a user name or *; a path is left out",
  file_name: () => "must be the name of a file",
  file_not_yours: () => "was used already, or is not one that you uploaded",
  file_in_draft: () => "is in another of your drafts",
  files_in_drafts: ({ max }: Most) => `must leave at most ${many(max, "file")} in all of your drafts`,
  code_digits: () => "must be the digits of the email",
  wrong_code: () => "is wrong or has expired",
  link_code: () => "must be the code of a link",
  cursor: () => "must be the nextCursor of the same list",
  version: () => "must be a version such as 7",
  idempotency_key: () => "must be 8 to 200 visible ASCII characters",
  staff_only: () => "can only be set by staff",
  requester_needed: () => "is missing: say who asks",
  requester_yourself: () => "cannot be named: the ticket is yours",
  not_your_ticket: () => "is not one of your tickets",
  not_staff: () => "is not an active member of the staff",
  already_staff: () => "belongs to a member of the staff",
  first_admin_email: () => "is needed on the link for the first admin",
  not_invited: () => "is not the one that was invited",
  note_marker: ({ marker }: { readonly marker: string }) => `must not begin with ${marker}`,
  not_connected: () => "is not a workspace that is connected",
  unknown_workspace: ({ options }: { readonly options: string }) => `must be one in which the bot is: ${options}`,
  unknown_channel: () => "is not a channel that the bot can see",
  followed_over_http: () => "is followed over HTTP: with Socket Mode take SLACK_SIGNING_SECRET out",
  setting: ({ rule }: { readonly rule: string }) => rule,
} satisfies Record<string, (params: never) => string>;

type Predicates = typeof predicates;

/** What is wrong with a field, for programs. */
export type FieldCode = keyof Predicates;

export const fieldCodes = Object.keys(predicates) as [FieldCode, ...FieldCode[]];

/** The parameters that a code comes with. */
export type FieldParams<C extends FieldCode> = Predicates[C] extends () => string
  ? Record<string, never>
  : Parameters<Predicates[C]>[0];

/** The arguments after a code: none where it has no parameters. */
export type ParamsOf<C extends FieldCode> = Predicates[C] extends () => string ? [] : [params: FieldParams<C>];

/** What is wrong with one field of the input; `field` is its path, such as `attachmentIds.0`. */
export interface FieldError {
  readonly field: string;
  readonly code: FieldCode;
  readonly params: Readonly<Record<string, string | number>>;
  /** The same as a sentence for people. */
  readonly message: string;
}

/** What people call a field; the rest is "This". Nobody but a program knows the names of the API. */
const subjects: Readonly<Record<string, string>> = {
  title: "The subject",
  description: "The message",
  body: "The message",
  name: "The name",
  email: "The email address",
  password: "The password",
  newPassword: "The new password",
  code: "The code",
  otp: "The code",
  category: "The category",
  priority: "The priority",
  status: "The status",
  assignee: "The assignee",
  assigneeId: "The assignee",
  requester: "The requester",
  tag: "The tag",
  q: "The search",
  followUpOf: "The earlier ticket",
  role: "The role",
  expiresAt: "The end",
  workspaceId: "The workspace",
  channelId: "The channel",
  integrationId: "The workspace",
  limit: "The limit",
  cursor: "The cursor",
  "If-Match": "If-Match",
  "Idempotency-Key": "The idempotency key",
  "Docket-On-Behalf-Of": "Docket-On-Behalf-Of",
};

/** What people call a list, and an entry of it. Those named as one thing above are lists in a search. */
const lists: Readonly<Record<string, readonly [list: string, entry: string]>> = {
  category: ["The list of categories", "The category"],
  categories: ["The list of categories", "A category"],
  priority: ["The list of priorities", "The priority"],
  priorities: ["The list of priorities", "A priority"],
  status: ["The list of statuses", "The status"],
  tags: ["The list of tags", "A tag"],
  attachmentIds: ["The list of files", "A file"],
  origins: ["The list of addresses", "An address"],
  sites: ["The list of sites", "A site"],
  scopes: ["The list of scopes", "A scope"],
};

/** What is only ever wrong with a list as a whole. */
const ofLists: readonly FieldCode[] = ["too_few", "too_many", "repeated"];

const isPlace = (part: string): boolean => /^\d+$/.test(part);

/** What is said of this name, and of no other: whoever sends the request names its fields, `constructor` too. */
const own = <T>(table: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(table, name) ? table[name] : undefined;

/** `filter.tags.0` is about a tag, `filter.tags` about the list of them, `requester.email` about an email address. */
const subjectOf = (field: string, code: FieldCode): string => {
  const parts = field.split(".");
  const name = parts.findLast((part) => !isPlace(part)) ?? "";
  const [list, entry] = own(lists, name) ?? [];
  const one = own(subjects, name);
  const said = isPlace(parts.at(-1) ?? "") ? (entry ?? one) : ofLists.includes(code) ? (list ?? one) : (one ?? list);
  return said ?? "This";
};

/** What is wrong, as the rest of a sentence that begins with the name of what it is about. */
export const predicateOf = (code: FieldCode, params: Readonly<Record<string, string | number>>): string =>
  (predicates[code] as (given: typeof params) => string)(params);

/** What is wrong with a field: its code, and the sentence that people read. */
export const fieldError = <C extends FieldCode>(field: string, code: C, ...[params]: ParamsOf<C>): FieldError =>
  anyFieldError(field, code, (params ?? {}) as FieldError["params"]);

/** The same for a code that is only known when it happens. */
export const anyFieldError = (field: string, code: FieldCode, params: FieldError["params"]): FieldError => ({
  field,
  code,
  params,
  message: `${subjectOf(field, code)} ${predicateOf(code, params)}.`,
});
