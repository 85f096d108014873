import { second } from "@docket/core/time";
import type { Client } from "@libsql/client";
import { LibsqlError } from "@libsql/client";

/** The server of the database had no time, and did nothing. */
export const serverBusy = "SERVER_BUSY";
/** Something between here and the server lost the answer: what was asked may have been done. */
export const cutOff = "SERVER_CUT_OFF";

/** However long each of these tries took, more are made only while this much time has not passed. */
const fewTries = 5;
const patience = 2.5 * second;
/** Milliseconds after the first try; twice as long after each one more, up to the longest. */
const [shortestPause, longestPause] = [10, 400];

const hasCode = (error: unknown, code: string): error is LibsqlError =>
  error instanceof LibsqlError && error.code.startsWith(code);

/** Another writer holds the file; the batch did not begin, so it can be run again. */
export const isBusy = (error: unknown): boolean => hasCode(error, "SQLITE_BUSY");

/** Others wait as well: each for a time of its own, from half of the pause to all of it. */
const pauseAfter = (tries: number): Promise<void> =>
  new Promise((resolve) => {
    const pause = Math.min(longestPause, shortestPause * 2 ** (tries - 1));
    setTimeout(resolve, pause * (0.5 + Math.random() / 2));
  });

/**
 * Tries again for two or three seconds while others keep the database busy. When an answer was lost on the way and the next
 * try breaks a constraint, then perhaps because the first one had been carried out: that is told as a lost answer.
 */
export const retryWhileBusy = async <T>(action: () => Promise<T>): Promise<T> => {
  const began = performance.now();
  let lost: LibsqlError | null = null;
  for (let tries = 1; ; tries++) {
    try {
      return await action();
    } catch (error) {
      if (lost !== null && hasCode(error, "SQLITE_CONSTRAINT")) throw lost;
      if (hasCode(error, cutOff)) lost = error;
      else if (!isBusy(error) && !hasCode(error, serverBusy)) throw error;
      if (tries >= fewTries && performance.now() - began > patience) throw error;
      await pauseAfter(tries);
    }
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
