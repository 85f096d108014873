import { createServer } from "node:net";
import { ConfigError } from "../config.ts";

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(false));
    probe.listen(port, "127.0.0.1", () => probe.close(() => resolve(true)));
  });

/** This port of this machine, or the next one that nobody uses. */
export const freePort = async (wanted: number): Promise<number> =>
  (await isFree(wanted)) ? wanted : freePort(wanted + 1);

/** The port of the settings, or else this one or the next that nobody uses. Throws `ConfigError` when it is taken. */
export const wantedPort = async (otherwise: number): Promise<number> => {
  const set = process.env["PORT"];
  if (!set) return freePort(otherwise);
  const port = Number(set);
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new ConfigError(`PORT ${set} is no number of a port.`);
  if (await isFree(port)) return port;
  throw new ConfigError(`PORT ${port} is taken by another program.`);
};
