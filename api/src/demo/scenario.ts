import type { Priority } from "@docket/core/tickets/ticket";
import type { Goods } from "./goods.ts";

/**
 * Something that people write to the shop about, in a few variants: the first title, description, exchange and
 * solution belong together, and so on; a list that is shorter than the titles begins anew. `{order}`, `{product}`,
 * `{amount}`, `{day}`, `{city}`, `{client}` and `{agent}` are filled in; a text that ends with `[photo]` or
 * `[document]` comes with such a file.
 */
export interface Scenario {
  readonly category: "question" | "problem" | "access" | "billing" | "request" | "other";
  readonly goods: Goods;
  /** What staff makes of it when they sort the queue. */
  readonly priority: Priority;
  readonly tags: readonly string[];
  readonly titles: readonly string[];
  readonly descriptions: readonly string[];
  /** What an agent has to ask first, and what the client says to that. */
  readonly exchanges: readonly (readonly [ask: string, tell: string])[];
  readonly solutions: readonly string[];
  /** What staff write for each other. */
  readonly notes: readonly string[];
}

/** One variant of a scenario. */
export interface Story {
  readonly scenario: Scenario;
  readonly title: string;
  readonly description: string;
  readonly ask: string;
  readonly tell: string;
  readonly solution: string;
}

const nth = <T>(items: readonly T[], i: number): T => {
  const item = items[i % items.length];
  if (item === undefined) throw new Error("a scenario needs one of everything");
  return item;
};

/** All variants of a scenario. */
export const storiesOf = (scenario: Scenario): readonly Story[] =>
  scenario.titles.map((title, i) => {
    const [ask, tell] = nth(scenario.exchanges, i);
    const description = nth(scenario.descriptions, i);
    return { scenario, title, description, ask, tell, solution: nth(scenario.solutions, i) };
  });

/** What is filled into the texts of one ticket. */
export interface Details {
  readonly order: string;
  readonly product: string;
  readonly amount: string;
  readonly day: string;
  readonly city: string;
  readonly client: string;
  readonly agent: string;
}

/** The text with its details; throws when it names one that there is not. */
export const fill = (text: string, details: Details): string =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const detail = new Map<string, string>(Object.entries(details)).get(name);
    if (detail === undefined) throw new Error(`${whole} is not a detail of a ticket`);
    return detail;
  });

export type FileKind = "photo" | "document";

/** A text without its mark, and the file that it comes with. */
export const splitFile = (text: string): { readonly text: string; readonly file: FileKind | null } => {
  const [, plain, kind] = /^(.*) \[(photo|document)\]$/s.exec(text) ?? [];
  return plain === undefined ? { text, file: null } : { text: plain, file: kind === "photo" ? "photo" : "document" };
};
