const shortest = 500;
const longest = 30_000;

/**
 * How long to wait after so many failures, in milliseconds: doubles from half a second to half a minute, and half of it is
 * random so that many clients do not return at once.
 */
export const retryDelay = (failures: number): number => {
  const full = Math.min(longest, shortest * 2 ** failures);
  return full / 2 + (Math.random() * full) / 2;
};

const rest = 60_000;

/** How long to leave a desk alone that lets nobody in for now, in milliseconds: up to a minute, half of it random. */
export const restDelay = (): number => rest / 2 + (Math.random() * rest) / 2;
