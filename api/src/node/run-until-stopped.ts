import { ConfigError } from "../config.ts";
import { startFault } from "./start-fault.ts";
import type { NodeDesk } from "./server.ts";
import { whenAskedToEnd } from "./stop-signals.ts";

/**
 * Runs a desk until it is asked to end, then stops it cleanly; what is only starting ends at once. A wrong setting ends the
 * process with one line that says which and why. What it writes is for nobody else on this machine.
 */
export const runUntilStopped = async (start: () => Promise<NodeDesk>): Promise<void> => {
  process.umask(0o077);
  let desk: NodeDesk | null = null;
  let stopping = false;
  const stop = (): void => {
    if (desk === null) process.exit(0);
    if (stopping) return;
    stopping = true;
    void desk.stop().then(() => process.exit(0));
  };
  whenAskedToEnd(stop);
  desk = await start().catch((error: unknown) => {
    const why = error instanceof ConfigError ? error.message : startFault(error)?.why;
    if (why === undefined) throw error;
    console.error(`docket: ${why}`);
    process.exit(1);
  });
};
