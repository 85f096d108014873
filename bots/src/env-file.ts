import { readFileSync } from "node:fs";
import { loadEnvFile } from "node:process";
import { parseEnv } from "node:util";

const file = ".env";

/**
 * Takes up what a `.env` file in this folder sets, if there is one, and returns that; what the environment sets itself comes
 * first. One that this user may not read is left and said: who starts the process may have set everything.
 */
export const loadEnv = (): Readonly<Record<string, string | undefined>> => {
  try {
    const set = parseEnv(readFileSync(file, "utf8"));
    loadEnvFile(file);
    return set;
  } catch (error) {
    const { code = String(error) } = error as NodeJS.ErrnoException;
    if (code !== "ENOENT")
      process.stderr.write(`docket: the .env file of this folder cannot be read (${code}): nothing of it counts.\n`);
    return {};
  }
};
