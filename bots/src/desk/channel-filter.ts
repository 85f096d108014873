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
}

/** So many names are read in a sentence. */
const most = 12;

const fold = (text: string): string => text.normalize("NFKC").trim().replaceAll(/\s+/g, " ").toLowerCase();

const wordsOf = (text: string): string[] => text.split(/[\s,]+/).filter((word) => word !== "");

/** The first of many names, and how many more there are. */
const firstOf = (names: readonly string[]): readonly string[] =>
  names.length <= most ? names : [...names.slice(0, most), `${names.length - most} more`];

const choices = (noun: string, all: readonly Named[]): string =>
  all.length === 0 ? `There is no ${noun} yet.` : `Choose ${orList(firstOf(all.map(({ name }) => name)))}.`;

/** Finds what a word names, by id or by name. Throws `Refusal` where it fits several. */
const finder = (noun: string, all: readonly Named[]) => (word: string) => {
  const byId = all.find(({ id }) => id === word.toLowerCase());
  const [found, another] = byId ? [byId] : all.filter(({ name }) => fold(name) === fold(word));
  if (found === undefined || another === undefined) return found ?? null;
  const each = all.filter(({ name }) => fold(name) === fold(word)).map(({ id, more }) => `${id} (${more ?? noun})`);
  throw new Refusal(`Several are called “${word}”: choose ${orList(firstOf(each))}.`);
};

/** The ids of what a list names; names may have blanks, so what stands between two commas is tried whole first. */
const idsIn = (noun: string, all: readonly Named[], value: string): string[] => {
  const find = finder(noun, all);
  const whole = find(value);
  if (whole !== null) return [whole.id];
  const ids = value.split(",").flatMap((part): string[] => {
    const named = find(part.trim());
    if (named !== null) return [named.id];
    const words = wordsOf(part).map((word) => [word, find(word)] as const);
    const isNone = words.every(([, found]) => found === null);
    return words.map(([word, found]) => {
      if (found !== null) return found.id;
      throw new Refusal(`“${isNone ? part.trim() : word}” is not a ${noun}. ${choices(noun, all)}`);
    });
  });
  return [...new Set(ids)];
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
  const named = all.map(({ id, name, origins: [more] }) => ({ id, name, ...(more ? { more } : {}) }));
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
      return wordsOf(value).map((word) => oneOf(priorities, priorityNames, word, "priority"));
    case "tags":
      // Of these the API says what is wrong with one.
      return wordsOf(value);
  }
};

const namesOf = async (call: DeskCall, list: keyof Filter, ids: readonly string[]): Promise<readonly string[]> => {
  if (list === "tags") return ids;
  if (list === "priorities") return (ids as Filter["priorities"]).map((one) => priorityNames[one]);
  const all = await (list === "sites" ? sites : categories)(call);
  return ids.map((id) => all.find((one) => one.id === id)?.name ?? id);
};

/** What a filter asks for, in the words of people: `sites Acme Shop, Acme Help; tags vip`. Empty for everything. */
export const filterText = async (call: DeskCall, filter: Filter): Promise<string> => {
  const set = (Object.keys(filter) as (keyof Filter)[]).filter((list) => filter[list].length > 0);
  const texts = await Promise.all(
    set.map(async (list) => `${list} ${firstOf(await namesOf(call, list, filter[list])).join(", ")}`),
  );
  return texts.join("; ");
};
