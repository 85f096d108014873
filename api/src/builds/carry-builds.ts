import { second } from "@docket/core/time";
import type { Build } from "./builds.ts";
import { keepBuilds, parseBuilds, readBuilds, withNewest } from "./builds.ts";

const patience = 20 * second;

/** What the desk that runs has, and why the first thing that it was asked for in vain could not be had. */
class LiveFiles {
  readonly #desk: string;
  #isGone = false;
  fault: string | null = null;

  constructor(desk: string) {
    this.#desk = desk;
  }

  async read(path: string): Promise<Uint8Array | null> {
    if (this.#isGone) return null;
    try {
      const response = await fetch(new URL(path, this.#desk), { signal: AbortSignal.timeout(patience) });
      if (response.ok) return await response.bytes();
      await response.body?.cancel();
      this.fault ??= `${path} answered ${response.status}`;
    } catch {
      // Each other file would be waited for as long.
      this.#isGone = true;
      this.fault ??= "it did not answer";
    }
    return null;
  }

  /** What it says it has of its builds; empty when it does not say so. */
  async builds(): Promise<readonly Build[]> {
    const bytes = await this.read("/builds.json");
    if (bytes === null) return [];
    try {
      return parseBuilds(new TextDecoder().decode(bytes));
    } catch {
      this.fault ??= "/builds.json is no list of builds";
      return [];
    }
  }
}

export interface Carried {
  /** How many builds there are then. */
  readonly builds: number;
  /** Why files of the ones before may be missing; null when none is. */
  readonly fault: string | null;
}

/**
 * Puts the files of the builds that the desk at this address still has into the folder of a new one, so that a deployment
 * keeps them wherever it is done from.
 */
export const carryBuilds = async (folder: string, desk: string): Promise<Carried> => {
  const [newest = []] = await readBuilds(folder);
  const live = new LiveFiles(desk);
  const builds = withNewest(newest, await live.builds());
  await keepBuilds(folder, builds, (path) => live.read(`/${path}`));
  return { builds: builds.length, fault: live.fault };
};
