import { mkdirSync, readFileSync } from "node:fs";
import { appendFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Letter, Mailer, Taken } from "./mailer.ts";

/** A letter that came into the mailbox, and when. */
export interface KeptLetter extends Letter {
  readonly id: string;
  readonly at: number;
}

const most = 500;

/** A crash while writing may leave half a line at the end. */
const parseLine = (line: string): KeptLetter[] => {
  try {
    return [JSON.parse(line) as KeptLetter];
  } catch {
    return [];
  }
};

const readLines = (path: string): string[] => {
  try {
    return readFileSync(path, "utf8").split("\n");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return [];
    throw code === "EISDIR" ? new Error(`${path} is a folder`, { cause: error }) : error;
  }
};

const asLines = (letters: readonly KeptLetter[]): string =>
  letters.map((letter) => `${JSON.stringify(letter)}\n`).join("");

/**
 * Takes letters in place of a mail service, for development: it keeps the last 500 in a file of a
 * folder, one JSON object a line.
 */
export class Mailbox implements Mailer {
  readonly #path: string;
  readonly #now: () => number;
  #letters: KeptLetter[];
  #lines: number;
  #written: Promise<void> = Promise.resolve();

  constructor(folder: string, now: () => number = Date.now) {
    mkdirSync(folder, { recursive: true });
    this.#path = join(folder, "mailbox.jsonl");
    this.#now = now;
    const lines = readLines(this.#path);
    this.#letters = lines.flatMap(parseLine).slice(-most);
    // What was left by a crash is written anew with the next letter.
    this.#lines = lines.at(-1) === "" || lines.length === 0 ? lines.length : Infinity;
  }

  async send(letter: Letter): Promise<Taken> {
    const kept = { ...letter, id: crypto.randomUUID(), at: this.#now() };
    const writing = this.#written.then(() => this.#keep(kept));
    // One that fails is told to its sender only; the next one is written all the same.
    this.#written = writing.catch(() => {});
    await writing;
    return { providerId: kept.id };
  }

  async find(messageId: string): Promise<Taken | null> {
    await this.#written;
    const found = this.#letters.find((kept) => kept.messageId === messageId);
    return found ? { providerId: found.id } : null;
  }

  /** All letters, the newest first. */
  letters(): readonly KeptLetter[] {
    return this.#letters.toReversed();
  }

  /** The letter with this id. */
  letter(id: string): KeptLetter | null {
    return this.#letters.find((kept) => kept.id === id) ?? null;
  }

  async #keep(letter: KeptLetter): Promise<void> {
    const letters = [...this.#letters, letter].slice(-most);
    if (this.#lines < 2 * most) {
      await appendFile(this.#path, asLines([letter]));
      this.#lines++;
    } else {
      await writeFile(`${this.#path}.new`, asLines(letters));
      await rename(`${this.#path}.new`, this.#path);
      this.#lines = letters.length;
    }
    this.#letters = letters;
  }
}
