import { createServer } from "node:net";

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(false));
    probe.listen(port, "127.0.0.1", () => probe.close(() => resolve(true)));
  });

/** This port of this machine, or the next one that nobody uses. */
export const freePort = async (wanted: number): Promise<number> =>
  (await isFree(wanted)) ? wanted : freePort(wanted + 1);
