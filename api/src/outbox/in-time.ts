import { second } from "@docket/core/time";

/** Nothing is begun that has less time: a mail service may take twenty seconds, and what it said is to be written down. */
export const shortestTurn = 22 * second;

/** Does work that is told by its signal when it has taken longer than this (milliseconds): then `late` is thrown. */
export const inTime = async <T>(
  patience: number,
  late: () => Error,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> => {
  const controller = new AbortController();
  const tooLate = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    const error = late();
    controller.abort(error);
    tooLate.reject(error);
  }, patience);
  try {
    return await Promise.race([work(controller.signal), tooLate.promise]);
  } finally {
    clearTimeout(timer);
  }
};
