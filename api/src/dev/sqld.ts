import { join } from "node:path";
import { LocalProcess } from "./local-process.ts";

/** A libSQL server on this machine. */
export interface Sqld {
  readonly url: string;
  readonly process: LocalProcess;
}

const answers = async (url: string): Promise<boolean> => {
  try {
    return (await fetch(`${url}/health`)).ok;
  } catch {
    return false;
  }
};

/** Where the server that has its data in this folder keeps the database; it takes one over that is there already. */
export const databaseFile = (folder: string): string => join(folder, "dbs/default/data");

/** With some dozens of writers at once the server comes to a stop for minutes; these few let it do more. */
const connections = 4;

/** Starts a libSQL server with its data in this folder. */
export const startSqld = async (folder: string, port: number): Promise<Sqld> => {
  const url = `http://127.0.0.1:${port}`;
  const options = {
    "db-path": folder,
    "http-listen-addr": `127.0.0.1:${port}`,
    "max-concurrent-connections": String(connections),
  };
  const process = await LocalProcess.start("sqld", {
    args: [...Object.entries(options).map(([name, value]) => `--${name}=${value}`), "--no-welcome"],
    isReady: () => answers(url),
  });
  return { url, process };
};
