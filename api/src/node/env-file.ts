import { readFileSync } from "node:fs";
import { parseEnv } from "node:util";

const file = ".env";

/**
 * Takes up what a `.env` file in this folder sets, if there is one, and returns that; what the environment sets itself comes
 * first. One that this user may not read is left and said: who starts the process may have set everything.
 */
export const loadEnv = (): Readonly<Record<string, string | undefined>> => {
  try {
    // Some editors begin a file with a mark that nobody sees, and that would be a part of the first name.
    const set = parseEnv(readFileSync(file, "utf8").replace(/^\uFEFF/, ""));
    for (const [name, value] of Object.entries(set)) process.env[name] ??= value;
    return set;
  } catch (error) {
    const { code = String(error) } = error as NodeJS.ErrnoException;
    if (code !== "ENOENT")
      console.warn(`docket: the .env file of this folder cannot be read (${code}): nothing of it counts.`);
    return {};
  }
};
