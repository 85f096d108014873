import { second } from "@docket/core/time";
import type { Build } from "./builds.ts";
import { keepBuilds, parseBuilds, readBuilds, withNewest } from "./builds.ts";

const patience = 20 * second;

const get = async (url: URL): Promise<Response | null> => {
  const response = await fetch(url, { signal: AbortSignal.timeout(patience) });
  if (response.ok) return response;
  await response.body?.cancel();
  return null;
};

/** What the desk that runs says it has of its builds; empty when it does not say so. */
const buildsAt = async (desk: string): Promise<readonly Build[]> => {
  try {
    const answer = await get(new URL("/builds.json", desk));
    return answer === null ? [] : parseBuilds(await answer.text());
  } catch {
    return [];
  }
};

/**
 * Puts the files of the builds that the desk at this address still has into the folder of a new one, so that a deployment
 * keeps them wherever it is done from. Returns how many builds there are then.
 */
export const carryBuilds = async (folder: string, desk: string): Promise<number> => {
  const [newest = []] = await readBuilds(folder);
  const builds = withNewest(newest, await buildsAt(desk));
  await keepBuilds(folder, builds, async (path) => (await get(new URL(`/${path}`, desk)))?.bytes() ?? null);
  return builds.length;
};
