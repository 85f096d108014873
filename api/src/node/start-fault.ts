import { mkdir, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { LibsqlError } from "@libsql/client";
import { ConfigError } from "../config.ts";
import { cutOff, serverBusy } from "../db/busy.ts";
import { faultOf } from "../db/faults.ts";
import type { NodeSettings } from "./settings.ts";

/** Why a desk does not start. */
interface StartFault {
  /** In words, as what follows the name of a setting and a colon. */
  readonly why: string;
  /** Nobody has to change a setting: it may work a little later. */
  readonly passes: boolean;
}

const lasts = (why: string): StartFault => ({ why, passes: false });
const passes = (why: string): StartFault => ({ why, passes: true });

/** What the system says of files and of connections. */
const systemFaults: Readonly<Record<string, StartFault>> = {
  EACCES: lasts("this user may not write there"),
  EPERM: lasts("this user may not write there"),
  EROFS: lasts("its disk is read-only"),
  ENOSPC: passes("the disk is full"),
  EDQUOT: passes("this user's share of the disk is full"),
  ENOTDIR: lasts("a file is in the way of the folder"),
  EEXIST: lasts("a file is in the way of the folder"),
  ENOENT: lasts("no folder can be made there"),
  EIO: lasts("the disk does not read or write as it should"),
};

/** What the client of the database calls it; a code may go on after these. */
const databaseFaults: readonly (readonly [code: string, fault: StartFault])[] = [
  ["SQLITE_BUSY", passes("another program has the database locked")],
  ["SQLITE_LOCKED", passes("another program has the database locked")],
  [serverBusy, passes("its server is too busy")],
  [cutOff, passes("its server does not answer")],
  ["SERVER_UNAVAILABLE", passes("its server does not answer")],
  ["HRANA_WEBSOCKET_ERROR", passes("its server does not answer")],
  ["AUTH_", lasts("its server does not accept DATABASE_TOKEN")],
  ["URL_PARAM_NOT_SUPPORTED", lasts("nothing but `authToken` and `tls` may follow the `?` of the address")],
  ["URL_INVALID", lasts("the address is not right")],
];

/** What is known of a connection that did not come about. */
const connectionFaults: Readonly<Record<string, string>> = {
  ECONNREFUSED: "nothing is listening at its address",
  ENOTFOUND: "the name of its server is not known",
  EAI_AGAIN: "the name of its server cannot be looked up",
};

/** What the answer of a server says by its status. */
const statusFault = (status: number): StartFault => {
  if (status === 401 || status === 403) return lasts(`its server does not accept DATABASE_TOKEN (status ${status})`);
  if (status === 404) return lasts("there is no such database (status 404)");
  const why = `its server answers with the status ${status}`;
  return status >= 500 ? passes(why) : lasts(why);
};

const fieldOf = (error: unknown, field: string): unknown =>
  error instanceof Error && field in error ? (error as unknown as Readonly<Record<string, unknown>>)[field] : undefined;

const codeOf = (error: unknown): string => {
  const code = fieldOf(error, "code");
  return typeof code === "string" ? code : "";
};

/** An error, and those that caused it. */
const causes = (error: unknown): readonly unknown[] => (error instanceof Error ? [error, ...causes(error.cause)] : []);

const databaseFault = (error: unknown): StartFault | null => {
  const chain = causes(error);
  const failed = chain.find((one) => one instanceof LibsqlError);
  if (failed === undefined) return null;
  const status = chain.map((one) => fieldOf(one, "status")).find((one) => typeof one === "number");
  if (status !== undefined) return statusFault(status);
  const known = databaseFaults.find(([code]) => failed.code.startsWith(code))?.[1];
  if (known === undefined) return null;
  const more = chain.map((one) => connectionFaults[codeOf(one)]).find((one) => one !== undefined);
  return known.passes && more !== undefined ? passes(more) : known;
};

/** What is wrong with the disk, the folder, the file or the server; null when it is something else. */
export const startFault = (error: unknown): StartFault | null => {
  const disk = faultOf(error);
  return (
    databaseFault(error) ?? (disk && { why: disk.sentence, passes: disk.passes }) ?? systemFaults[codeOf(error)] ?? null
  );
};

/** A text without addresses: somebody may have put a password or a token into theirs. */
const withoutAddresses = (text: string): string => text.replace(/\b(?:libsql|https?|wss?):\S*/gi, "the address");

/** What a setting names cannot be used. */
export class SettingUnusable extends ConfigError {
  readonly passes: boolean;

  constructor(setting: keyof NodeSettings, error: unknown) {
    const fault = startFault(error);
    const text = withoutAddresses(error instanceof Error ? error.message : String(error));
    super(`${setting} cannot be used: ${fault?.why ?? text}.`, { cause: error });
    this.passes = fault?.passes ?? false;
  }
}

/** What a setting names must be there to be used; if not, the setting is wrong. Throws `ConfigError`. */
export const use = async <T>(setting: keyof NodeSettings, open: () => T | Promise<T>): Promise<T> => {
  try {
    return await open();
  } catch (error) {
    throw error instanceof ConfigError ? error : new SettingUnusable(setting, error);
  }
};

/**
 * Makes a folder and those above it, for nobody else on this machine. Node's own way never ends where the system says that
 * something is missing which is there, as in /proc.
 */
export const makeFolder = async (path: string): Promise<void> => {
  const make = () =>
    mkdir(path, { mode: 0o700 }).catch(async (error: unknown) => {
      if (codeOf(error) !== "EEXIST" || !(await isFolder(path))) throw error;
    });
  try {
    await make();
  } catch (error) {
    const above = dirname(path);
    if (codeOf(error) !== "ENOENT" || (await isFolder(above))) throw error;
    await makeFolder(above);
    await make();
  }
};

const isFolder = async (path: string): Promise<boolean> => {
  const found = await stat(path).catch(() => null);
  return found?.isDirectory() ?? false;
};
