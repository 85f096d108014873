import { deskSettings } from "../config.ts";
import { workerSettings } from "../worker/bindings.ts";
import { nodeSettings } from "./settings.ts";

/** The names of all settings of a desk on Node. */
export const ownSettings: readonly string[] = [...deskSettings, ...nodeSettings];

/** What may stand in the same `.env` for a Worker, or for `npm run bots`. */
const others = [...workerSettings, "DOCKET_KEY"];

/** What Node itself takes from the environment. */
const ofNode = /^(?:NODE_\w+|TZ|SSL_CERT_(?:FILE|DIR)|(?:HTTPS?|NO|ALL)_PROXY)$/i;

/** How many letters have to be put in, left out or changed to make one word of the other. */
const distance = (a: string, b: string): number => {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (const [i, letter] of Array.from(a).entries()) {
    const next = [i + 1];
    for (const [j, other] of Array.from(b).entries()) {
      const changed = (row[j] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(changed, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
};

/** The setting that was probably meant; a short name has neighbours that mean something else. */
const meantBy = (name: string): string | undefined =>
  ownSettings.find((known) => known.length > 4 && distance(name.toUpperCase(), known) <= 2);

/**
 * What whoever starts the desk should hear of names that it does not know: of all in the environment that are almost the
 * name of a setting, and of all that the `.env` file sets.
 */
export const unknownSettings = (
  env: Readonly<Record<string, string | undefined>>,
  file: Readonly<Record<string, string | undefined>>,
): readonly string[] =>
  [...new Set([...Object.keys(env), ...Object.keys(file)])]
    .filter((name) => !ownSettings.includes(name) && !others.includes(name))
    .flatMap((name) => {
      const meant = meantBy(name);
      if (meant !== undefined) return [`${name} is not a Docket setting and has no effect. Did you mean ${meant}?`];
      const isStray = name in file && !ofNode.test(name);
      return isStray ? [`${name}, in the .env file, is not a Docket setting and has no effect.`] : [];
    });
