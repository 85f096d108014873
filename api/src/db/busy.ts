import type { Client } from "@libsql/client";
import { LibsqlError } from "@libsql/client";

const mostTries = 5;
/** Milliseconds after the first try; twice as long after each one more. */
const shortestPause = 10;

const hasCode = (error: unknown, code: string): boolean => error instanceof LibsqlError && error.code.startsWith(code);

/** Another writer holds the file; the batch did not begin, so it can be run again. */
export const isBusy = (error: unknown): boolean => hasCode(error, "SQLITE_BUSY");

/** Others wait as well: each for a time of its own, from half of the pause to all of it. */
const pauseAfter = (tries: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, shortestPause * 2 ** (tries - 1) * (0.5 + Math.random() / 2));
  });

/** Tries again a few times while another writer is busy. */
export const retryWhileBusy = async <T>(action: () => Promise<T>, tries = 1): Promise<T> => {
  try {
    return await action();
  } catch (error) {
    if (tries >= mostTries || !isBusy(error)) throw error;
    await pauseAfter(tries);
    return retryWhileBusy(action, tries + 1);
  }
};

const calls = new Set<PropertyKey>(["batch", "execute", "executeMultiple", "migrate", "transaction"]);

/**
 * A client of a libSQL file that goes on after it met a lock. The statement that met it stays open on its connection, and
 * while it does nothing that is written there is committed; so the client opens new connections. It must not be used for
 * transactions that stay open between calls.
 */
export const reopenWhenBusy = (client: Client): Client => {
  const attempt = async (call: () => Promise<unknown>): Promise<unknown> => {
    try {
      return await call();
    } catch (error) {
      if (isBusy(error)) client.reconnect();
      // Its connection was closed so for another call, before it did anything.
      else if (hasCode(error, "CLIENT_CLOSED") && !client.closed) return attempt(call);
      throw error;
    }
  };
  return new Proxy(client, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== "function") return value;
      const call = (...args: unknown[]) => Reflect.apply(value, target, args) as Promise<unknown>;
      return calls.has(name) ? (...args: unknown[]) => attempt(() => call(...args)) : call;
    },
  });
};
