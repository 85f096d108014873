import { isUnavailable } from "../db/client.ts";
import type { Background } from "../services.ts";
import type { Logger } from "./logger.ts";

const guard = async (log: Logger, name: string, work: () => Promise<void>): Promise<void> => {
  try {
    await work();
  } catch (error) {
    // That the database does not answer, it says itself.
    if (!isUnavailable(error)) log.error("background work failed", { work: name, error });
  }
};

/**
 * Background work of one request, which `keep` keeps alive until it is done or the platform has had enough, `life`
 * milliseconds from now. The platform allows six connections at a time, and has more of them wait without a word: two
 * emails, a chat, and the calls to the database are as many; the long work of the desk itself is rare, and may wait for one.
 */
export const createBackground = (log: Logger, keep: (work: Promise<void>) => void, life: number): Background => {
  const ends = Date.now() + life;
  const timeLeft = (): number => Math.max(0, ends - Date.now());
  return {
    parallel: { quick: 2, chat: 1, email: 2, rest: 1 },
    timeLeft,
    run: (name, work) => keep(guard(log, name, work)),
    later(name, delay, work) {
      if (delay >= timeLeft()) return;
      const waited = new Promise<void>((resolve) => {
        setTimeout(resolve, delay);
      });
      keep(waited.then(() => guard(log, name, work)));
    },
  };
};

/** Does nothing in the background, for whoever does everything in its own time. */
export const idleBackground: Background = {
  parallel: { quick: 8, chat: 8, email: 8, rest: 8 },
  timeLeft: () => Infinity,
  run: () => {},
  later: () => {},
};

/** Background work of one process that lives on: it is remembered until it is done. */
export class TrackedBackground implements Background {
  readonly parallel = idleBackground.parallel;
  readonly #log: Logger;
  readonly #running = new Set<Promise<void>>();
  readonly #waiting = new Set<NodeJS.Timeout>();
  #closed = false;

  constructor(log: Logger) {
    this.#log = log;
  }

  timeLeft(): number {
    return Infinity;
  }

  run(name: string, work: () => Promise<void>): void {
    const running = guard(this.#log, name, work).finally(() => this.#running.delete(running));
    this.#running.add(running);
  }

  later(name: string, delay: number, work: () => Promise<void>): void {
    if (this.#closed) return;
    const timer = setTimeout(() => {
      this.#waiting.delete(timer);
      this.run(name, work);
    }, delay).unref();
    this.#waiting.add(timer);
  }

  /** What was to be done later is not done any more. */
  close(): void {
    this.#closed = true;
    for (const timer of this.#waiting) clearTimeout(timer);
    this.#waiting.clear();
  }

  /** Resolves when nothing runs any more, and not before what is started meanwhile is done too. */
  async settled(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running);
  }
}
