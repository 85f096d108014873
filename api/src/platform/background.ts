import type { Background } from "../services.ts";
import type { Logger } from "./logger.ts";

/** Background work of one process that lives on: it is remembered until it is done. */
export class TrackedBackground implements Background {
  readonly #log: Logger;
  readonly #running = new Set<Promise<void>>();

  constructor(log: Logger) {
    this.#log = log;
  }

  run(name: string, work: () => Promise<void>): void {
    const running = this.#guard(name, work).finally(() => this.#running.delete(running));
    this.#running.add(running);
  }

  /** Resolves when nothing runs any more, and not before what is started meanwhile is done too. */
  async settled(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running);
  }

  async #guard(name: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#log.error("background work failed", { work: name, error });
    }
  }
}
