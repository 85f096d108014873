/** An error of the API: its status and JSON code, and the faults of a body by their place. */
export interface ApiError {
  readonly status: number;
  readonly code: number;
  readonly errors?: object;
}

/**
 * How a call goes wrong: with an answer of this status, or with this error; one call too many, for so many milliseconds;
 * never answered; its connection dropped; or taken first and then dropped or never answered.
 */
export type Failing =
  | number
  | ApiError
  | { readonly retryAfter: number }
  | "hang"
  | "drop"
  | "take and drop"
  | "take and hang";

/** Which calls go wrong: those of this method on a path like this. */
export interface FailingCalls {
  readonly method?: string;
  readonly path?: RegExp;
  /** How many of them; one unless it is said. */
  readonly times?: number;
  /** How many of them go well before. */
  readonly after?: number;
}

interface Planned {
  readonly fits: (method: string, path: string) => boolean;
  readonly how: Failing;
  skip: number;
  left: number;
}

/** What is to go wrong. */
export class Failures {
  #planned: Planned[] = [];

  plan({ method, path, times = 1, after = 0 }: FailingCalls, how: Failing): void {
    const fits = (oneMethod: string, onePath: string): boolean =>
      (method === undefined || method === oneMethod) && (path === undefined || path.test(onePath));
    this.#planned.push({ fits, how, left: times, skip: after });
  }

  clear(): void {
    this.#planned = [];
  }

  /** How this call goes wrong, if it does. */
  next(method: string, path: string): Failing | null {
    const planned = this.#planned.find((one) => one.left > 0 && one.fits(method, path));
    if (!planned) return null;
    if (planned.skip > 0) {
      planned.skip -= 1;
      return null;
    }
    planned.left -= 1;
    return planned.how;
  }
}
