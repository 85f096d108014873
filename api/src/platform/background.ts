import type { Background } from "../services.ts";
import type { Logger } from "./logger.ts";

const guard = async (log: Logger, name: string, work: () => Promise<void>): Promise<void> => {
  try {
    await work();
  } catch (error) {
    log.error("background work failed", { work: name, error });
  }
};

/** Background work that `keep` keeps alive until it is done. */
export const createBackground = (log: Logger, keep: (work: Promise<void>) => void): Background => ({
  run: (name, work) => keep(guard(log, name, work)),
});

/** Background work of one process that lives on: it is remembered until it is done. */
export class TrackedBackground implements Background {
  readonly #background: Background;
  readonly #running = new Set<Promise<void>>();

  constructor(log: Logger) {
    this.#background = createBackground(log, (work) => {
      const running = work.finally(() => this.#running.delete(running));
      this.#running.add(running);
    });
  }

  run(name: string, work: () => Promise<void>): void {
    this.#background.run(name, work);
  }

  /** Resolves when nothing runs any more, and not before what is started meanwhile is done too. */
  async settled(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running);
  }
}
