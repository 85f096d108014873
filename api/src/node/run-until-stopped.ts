import { ConfigError } from "../config.ts";
import { startFault } from "./start-fault.ts";
import type { NodeDesk } from "./server.ts";

/**
 * Runs a desk until SIGTERM or SIGINT, then stops it cleanly. A wrong setting ends the process with
 * one line that says which and why.
 */
export const runUntilStopped = async (start: () => Promise<NodeDesk>): Promise<void> => {
  const desk = await start().catch((error: unknown) => {
    const why = error instanceof ConfigError ? error.message : startFault(error);
    if (why === null) throw error;
    console.error(`docket: ${why}`);
    process.exit(1);
  });
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    void desk.stop().then(() => process.exit(0));
  };
  process.on("SIGTERM", stop);
  process.on("SIGINT", stop);
};
