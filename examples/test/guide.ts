import { readFile } from "node:fs/promises";
import { join } from "node:path";

const root = join(import.meta.dirname, "../..");

const unwrapped = (text: string): string => text.replaceAll(/\s+/g, " ");

/** A guide of `docs`, followed from its beginning to its end: what it does not say cannot be done. */
export class Guide {
  readonly #text: string;
  #at = 0;

  private constructor(text: string) {
    this.#text = text;
  }

  static async open(name: string): Promise<Guide> {
    return new Guide(await readFile(join(root, "docs", `${name}.md`), "utf8"));
  }

  /** Goes on to where it says this. Throws when it does not, or said it before what was done last. */
  says(words: string): void {
    const rest = unwrapped(this.#text).slice(this.#at);
    const found = rest.indexOf(words);
    if (found < 0) throw new Error(`the guide does not say here: ${words}`);
    this.#at += found + words.length;
  }

  /** The settings of the first block that names all of these and no others, with their values put in. */
  settings(values: Readonly<Record<string, string>>): string {
    const names = Object.keys(values).toSorted();
    const blocks = [...this.#text.matchAll(/^```\n((?:[A-Z_]+=.*\n)+)```$/gm)].map(([, lines = ""]) => lines);
    const namesIn = (lines: string) => [...lines.matchAll(/^([A-Z_]+)=/gm)].map(([, name = ""]) => name).toSorted();
    const block = blocks.find((lines) => namesIn(lines).join() === names.join());
    if (block === undefined) throw new Error(`the guide has no block with the settings ${names.join(", ")}`);
    return block.replaceAll(/^([A-Z_]+)=.*$/gm, (_, name: string) => `${name}=${values[name]}`);
  }

  /** The names in the first column of the table with this heading. */
  column(heading: string): readonly string[] {
    const lines = this.#text.split("\n");
    const first = lines.findIndex((line) => line.startsWith(`| ${heading} `));
    if (first < 0) throw new Error(`the guide has no table of ${heading}`);
    const rows = lines.slice(first + 2);
    const end = rows.findIndex((line) => !line.startsWith("|"));
    return rows.slice(0, end).flatMap((row) => (row.split("|")[1] ?? "").split(",").map((name) => name.trim()));
  }
}
