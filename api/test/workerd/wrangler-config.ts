import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { root } from "../../src/dev/local-process.ts";

const entry = "api/src/worker.ts";

interface Changes {
  /** The file of the Worker, from the top folder. */
  readonly main?: string;
  /** Texts that are replaced by others. */
  readonly texts?: Readonly<Record<string, string>>;
}

/**
 * Writes the configuration that is deployed into another folder, changed, and returns where it is. Throws when it does not
 * say what is to be replaced.
 */
export const changedConfig = async (folder: string, { main = entry, texts = {} }: Changes): Promise<string> => {
  let config = await readFile(join(root, "wrangler.toml"), "utf8");
  const absent = "api/src/worker/absent.ts";
  const paths = {
    [`"${entry}"`]: `"${join(root, main)}"`,
    [`"./${absent}"`]: `"${join(root, absent)}"`,
    '"widget/dist"': `"${join(root, "widget/dist")}"`,
  };
  for (const [from, to] of Object.entries({ ...texts, ...paths })) {
    if (!config.includes(from)) throw new Error(`wrangler.toml does not say ${from}`);
    config = config.replaceAll(from, to);
  }
  await mkdir(folder, { recursive: true });
  const file = join(folder, "wrangler.toml");
  await writeFile(file, config);
  return file;
};
