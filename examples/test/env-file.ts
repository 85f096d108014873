import { copyFile, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

const example = join(import.meta.dirname, "../../.env.example");

/** The file `.env` of a desk, begun as a copy of the example and edited line by line. */
export class EnvFile {
  readonly #path: string;

  private constructor(path: string) {
    this.#path = path;
  }

  static async begin(folder: string): Promise<EnvFile> {
    const file = new EnvFile(join(folder, ".env"));
    await copyFile(example, file.#path);
    return file;
  }

  /** Writes one anew with these lines alone. */
  static async write(folder: string, lines: string): Promise<void> {
    await writeFile(join(folder, ".env"), lines);
  }

  /** Fills in settings, or with null takes them out again. Throws where the example has no line for one. */
  async set(settings: Readonly<Record<string, string | null>>): Promise<void> {
    let text = await readFile(this.#path, "utf8");
    for (const [name, value] of Object.entries(settings)) {
      const line = new RegExp(`^(# )?${name}=.*$`, "m");
      if (!line.test(text)) throw new Error(`.env.example has no line for ${name}`);
      text = text.replace(line, () => (value === null ? `# ${name}=` : `${name}=${value}`));
    }
    await writeFile(this.#path, text);
  }
}
