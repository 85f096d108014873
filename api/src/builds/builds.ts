import { mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** The files of one build whose names have a hash, as paths from where they are served: `assets/…` and `widget/…`. */
export type Build = readonly string[];

/** Of so many builds the files are kept, the newest among them: pages that are open ask for files of the build that they came with. */
const kept = 3;
const folders = ["assets", "widget"];
const list = "builds.json";

const isHashed = (path: unknown): path is string =>
  typeof path === "string" && /^(?:assets|widget)\/[\w-][\w.-]*$/.test(path);

/** A list of builds that somebody wrote, as far as it is one. */
export const parseBuilds = (text: string): readonly Build[] => {
  const given: unknown = JSON.parse(text);
  if (!Array.isArray(given)) return [];
  return given.filter((build): build is Build => Array.isArray(build) && build.every(isHashed));
};

const unlessMissing = async <T>(reading: Promise<T>, otherwise: T): Promise<T> => {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return otherwise;
    throw error;
  }
};

const filesIn = async (folder: string): Promise<Build> => {
  const names = await Promise.all(
    folders.map(async (one) => (await unlessMissing(readdir(join(folder, one)), [])).map((name) => `${one}/${name}`)),
  );
  return names.flat().filter(isHashed).toSorted();
};

/** The builds whose files are in this folder, the newest first; a folder without a list has one. */
export const readBuilds = async (folder: string): Promise<readonly Build[]> => {
  const text = await unlessMissing(readFile(join(folder, list), "utf8"), null);
  return text === null ? [await filesIn(folder)] : parseBuilds(text);
};

/** The builds to be kept when `newest` comes to others, which may have been it before. */
export const withNewest = (newest: Build, others: readonly Build[]): readonly Build[] => {
  const builds = new Map([newest, ...others].map((build) => [[...build].toSorted().join(), build]));
  return [...builds.values()].filter((build) => build.length > 0).slice(0, kept);
};

/**
 * Has the files of these builds, and no others, in the folder, and a list of them. `fetchFile` gets the ones that are missing,
 * or null when nobody has them any more.
 */
export const keepBuilds = async (
  folder: string,
  builds: readonly Build[],
  fetchFile: (path: string) => Promise<Uint8Array | null>,
): Promise<void> => {
  const wanted = new Set(builds.flat());
  const present = new Set(await filesIn(folder));
  for (const one of folders) await mkdir(join(folder, one), { recursive: true });
  for (const path of wanted) {
    const bytes = present.has(path) ? null : await fetchFile(path);
    if (bytes) await writeFile(join(folder, path), bytes);
  }
  await writeFile(join(folder, list), JSON.stringify(builds));
  for (const path of present) if (!wanted.has(path)) await rm(join(folder, path), { force: true });
};

/** Adds the build in a folder to the ones that another folder keeps. */
export const keepBuild = async (built: string, folder: string): Promise<void> => {
  const [newest = []] = await readBuilds(built);
  const others = await readBuilds(folder);
  await keepBuilds(folder, withNewest(newest, others), (path) => readFile(join(built, path)));
};
