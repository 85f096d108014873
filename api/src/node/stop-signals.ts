/** How a process is asked to end: by a program, from the keyboard, and as its terminal is closed. */
const signals = ["SIGTERM", "SIGINT", "SIGHUP"] as const;

/** Calls `stop` each time somebody asks this process to end. */
export const whenAskedToEnd = (stop: () => void): void => {
  // What is printed to a terminal or a pipe that is closed fails, and must not end the process.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);
  for (const signal of signals) process.on(signal, stop);
};
