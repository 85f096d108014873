import type { ChannelView } from "@docket/core/contract/integration";
import type { SiteView } from "@docket/core/contract/site";
import { priorities } from "@docket/core/tickets/ticket";
import type { DeskCall } from "./desk.ts";
import { Refusal } from "./outcome.ts";
import { oneOf, orList, priorityNames } from "./words.ts";

type Filter = ChannelView["filter"];

/** Something that a filter names: people say its name, the desk keeps its id. */
interface Named {
  readonly id: string;
  readonly name: string;
  /** What tells it from another of the same name. */
  readonly more?: string;
  /** What people should know of it where it is shown. */
  readonly state?: string;
}

/** So many names are read in a sentence. */
const most = 12;

/** Names are compared so; chats make round quotes of straight ones. */
const fold = (text: string): string =>
  text
    .normalize("NFKC")
    .replaceAll(/[“”„«»]/g, '"')
    .replaceAll(/[‘’‚]/g, "'")
    .trim()
    .replaceAll(/\s*,\s*/g, ", ")
    .replaceAll(/\s+/g, " ")
    .toLowerCase();

/** What stands between quotes; null where there are none around the text. */
const unquoted = (text: string): string | null => /^(["'])(.*)\1$/.exec(fold(text))?.[2]?.trim() ?? null;

/** Lists that leave nothing out. */
const everything = ["any", "all", "every", "everything", "none", "no", "nothing", "off", "-"];

/** Whether a list means everything; in quotes such a word is a name. */
export const isEverything = (value: string): boolean => everything.includes(fold(value));

const wordsOf = (text: string): string[] => [
  ...new Set(
    text
      .split(/[\s,]+/)
      .filter((word) => word !== "")
      .map((word) => unquoted(word) ?? word.toLowerCase()),
  ),
];

/** The first of many names, and how many more there are. */
const firstOf = (names: readonly string[]): readonly string[] =>
  names.length <= most ? names : [...names.slice(0, most), `${names.length - most} more`];

const choices = (noun: string, all: readonly Named[]): string =>
  all.length === 0 ? `There is no ${noun} yet.` : `Choose ${orList(firstOf(all.map(({ name }) => name)))}.`;

/** Finds what a text names, by id or by name, in quotes or not. Throws `Refusal` where it fits several. */
const finder = (noun: string, all: readonly Named[]) => {
  const named = Map.groupBy(all, ({ name }) => fold(name));
  return (text: string): Named | null => {
    const inner = unquoted(text);
    const key = named.has(fold(text)) || inner === null ? fold(text) : inner;
    const byId = all.find(({ id }) => id === key);
    const found = byId ? [byId] : (named.get(key) ?? []);
    if (found.length <= 1) return found[0] ?? null;
    const each = found.map(({ id, more }) => `${id} (${more ?? noun})`);
    throw new Refusal(`Several are called “${text.trim()}”: choose ${orList(firstOf(each))}.`);
  };
};

/** Takes the longest beginning that names something, again and again; of what names nothing `rest` says what it is. */
const take = (
  pieces: readonly string[],
  glue: string,
  find: (text: string) => Named | null,
  rest: (piece: string) => readonly Named[],
): readonly Named[] => {
  const [first] = pieces;
  if (first === undefined) return [];
  for (let count = pieces.length; count > 0; count--) {
    const found = find(pieces.slice(0, count).join(glue));
    if (found !== null) return [found, ...take(pieces.slice(count), glue, find, rest)];
  }
  return [...rest(first), ...take(pieces.slice(1), glue, find, rest)];
};

/** The ids of what a list names. Names may have commas and blanks: what could be a name as a whole is one. */
const idsIn = (noun: string, all: readonly Named[], value: string): string[] => {
  const find = finder(noun, all);
  const inPart = (part: string): readonly Named[] => {
    const isNone = wordsOf(part).every((word) => find(word) === null);
    return take(part.trim().split(/\s+/), " ", find, (word) => {
      throw new Refusal(`“${isNone ? part.trim() : word}” is not a ${noun}. ${choices(noun, all)}`);
    });
  };
  const parts = value.split(",").filter((part) => part.trim() !== "");
  return [...new Set(take(parts, ",", find, inPart).map(({ id }) => id))];
};

const categories = async ({ api }: DeskCall): Promise<readonly Named[]> => (await api.request("GET /categories")).items;

const byName = new Intl.Collator("en", { numeric: true });

const sites = async ({ api }: DeskCall): Promise<readonly Named[]> => {
  const all: SiteView[] = [];
  for (let cursor: string | undefined; ;) {
    const { items, nextCursor } = await api.request("GET /sites", { query: { limit: 100, cursor } });
    all.push(...items);
    if (nextCursor === null) break;
    cursor = nextCursor;
  }
  const named = all.map(({ id, name, origins: [origin], active, createdAt }): Named => {
    const more = origin ?? `without an address, added on ${createdAt.slice(0, 10)}`;
    return { id, name, more, ...(active ? {} : { state: "switched off: no new tickets" }) };
  });
  return named.toSorted((a, b) => byName.compare(a.name, b.name));
};

/** What a list of a filter names, as the desk keeps it. Throws `ApiError`, and `Refusal` for what there is not. */
export const entriesOf = async (call: DeskCall, list: keyof Filter, value: string): Promise<readonly string[]> => {
  switch (list) {
    case "categories":
      return idsIn("category", await categories(call), value);
    case "sites":
      return idsIn("site", await sites(call), value);
    case "priorities":
      return [...new Set(wordsOf(value).map((word) => oneOf(priorities, priorityNames, word, "priority")))];
    case "tags":
      // Of these the API says what is wrong with one.
      return wordsOf(value);
  }
};

const namesOf = async (call: DeskCall, list: keyof Filter, ids: readonly string[]): Promise<readonly string[]> => {
  if (list === "tags") return ids;
  if (list === "priorities") return (ids as Filter["priorities"]).map((one) => priorityNames[one]);
  const all = await (list === "sites" ? sites : categories)(call);
  return ids.map((id) => {
    const { name, state } = all.find((one) => one.id === id) ?? { name: id };
    return state === undefined ? name : `${name} (${state})`;
  });
};

/** What a filter asks for, in the words of people: `sites Acme Shop, Acme Help; tags vip`. Empty for everything. */
export const filterText = async (call: DeskCall, filter: Filter): Promise<string> => {
  const set = (Object.keys(filter) as (keyof Filter)[]).filter((list) => filter[list].length > 0);
  const texts = await Promise.all(
    set.map(async (list) => `${list} ${firstOf(await namesOf(call, list, filter[list])).join(", ")}`),
  );
  return texts.join("; ");
};

/** Which tickets a channel gets, in a sentence; `which` is what its filter asks for. */
export const whatItGets = (fallback: boolean, which: string): string => {
  if (fallback) return `It gets what no other channel gets${which === "" ? "" : `, with ${which}`}.`;
  return `It gets tickets ${which === "" ? "of every kind" : `with ${which}`}.`;
};
