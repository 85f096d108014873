import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { deskSettings } from "../config.ts";
import { workerSettings } from "../worker/bindings.ts";
import { askWrangler, wrangler } from "./wrangler.ts";

/** The flags of a deployment that say which Worker is meant. */
const whichWorker = (flags: readonly string[]): readonly string[] => {
  const options = {
    name: { type: "string" },
    env: { type: "string", short: "e" },
    config: { type: "string", short: "c" },
  } as const;
  const { values } = parseArgs({ args: [...flags], options, strict: false });
  return Object.keys(options).flatMap((name) =>
    typeof values[name] === "string" ? [`--${name}=${values[name]}`] : [],
  );
};

/**
 * Takes the settings off the Worker that the desk no longer has: a deployment only adds and changes secrets. Others, which
 * somebody else gave it, stay. `folder` is for nobody else. Returns the names of what is gone.
 */
export const withdrawSecrets = async (
  given: readonly string[],
  flags: readonly string[],
  folder: string,
): Promise<readonly string[]> => {
  const worker = whichWorker(flags);
  const present = JSON.parse(await askWrangler("secret", "list", "--format", "json", ...worker)) as { name: string }[];
  const ours = new Set([...deskSettings, ...workerSettings]);
  const gone = present.map(({ name }) => name).filter((name) => ours.has(name) && !given.includes(name));
  if (gone.length === 0) return gone;
  const file = join(folder, "withdrawn.json");
  await writeFile(file, JSON.stringify(Object.fromEntries(gone.map((name) => [name, null]))));
  await wrangler("secret", "bulk", file, ...worker);
  return gone;
};
