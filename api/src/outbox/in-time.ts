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
