import { problem } from "../http/problem.ts";
import { Line } from "../platform/line.ts";
import type { Turn } from "../platform/turn.ts";
import type { Caller, Callers } from "./callers.ts";
import { LoopTurns } from "./loop-turns.ts";

/**
 * How many requests of one account, or of all strangers in one network, are under way at a time, and how many wait: of
 * strangers at one address of a larger network half of them, so that there is room for its neighbours.
 */
export const mostRequests = { atOnce: 6, waiting: 250, waitingOfOne: 125 };

const tooMany = () => {
  const detail = "Too much is being asked from your network at once. Please try again in a moment.";
  return problem("request.rate_limited", detail, undefined, { retryAfter: 2 });
};

/**
 * The requests that are under way. Whoever asks without pause waits for themselves, and not everybody for them: each account
 * has a line, and so have the strangers of each network, in which addresses take turns.
 */
export class Turns {
  readonly #callers: Pick<Callers, "remember">;
  readonly #loop: LoopTurns;
  readonly #lines = new Map<string, Line>();

  constructor(callers: Pick<Callers, "remember">, loop = new LoopTurns()) {
    this.#callers = callers;
    this.#loop = loop;
  }

  /** The turn of one request. */
  of(caller: Caller): Turn {
    const key = `${caller.lane} ${caller.name}`;
    const names = [caller.address];
    let line: Line | null = null;
    const enter = async (isBack: boolean): Promise<void> => {
      const own = this.#lines.get(key) ?? new Line(mostRequests.atOnce);
      const hasNeighbours = caller.lane === "strangers" && caller.name !== caller.address;
      const ofOne = hasNeighbours ? mostRequests.waitingOfOne : mostRequests.waiting;
      if (!isBack && (own.length >= mostRequests.waiting || own.lengthOf(names) >= ofOne)) throw tooMany();
      this.#lines.set(key, own);
      await own.enter(names, isBack);
      line = own;
      await this.#loop.next();
    };
    const leave = (): void => {
      line?.leave();
      if (line?.isEmpty) this.#lines.delete(key);
      line = null;
    };
    return {
      async take(work) {
        await enter(false);
        try {
          return await work();
        } finally {
          leave();
        }
      },
      async outside(work) {
        if (line === null) return work();
        leave();
        try {
          return await work();
        } finally {
          await enter(true);
        }
      },
      isOf: (account) => this.#callers.remember(caller, account),
    };
  }
}
