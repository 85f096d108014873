import { loadEnv } from "./env-file.ts";
import { BackupError } from "../backup/backup-error.ts";
import { ConfigError } from "../config.ts";
import { startFault } from "./start-fault.ts";

/** How many files, in words. */
export const filesIn = (files: Readonly<Record<string, string>>): string => {
  const count = Object.keys(files).length;
  return count === 1 ? "1 file" : `${count} files`;
};

/** What is wrong with the settings, the folder or the machine, and not with the program. */
const isTold = (error: unknown): error is Error =>
  error instanceof ConfigError || error instanceof BackupError || (error instanceof Error && "code" in error);

/** What is wrong, in words where the system has none; `undone` is what did not happen. */
const told = (error: Error, undone: string, folder: string): string => {
  const fault = error instanceof ConfigError || error instanceof BackupError ? null : startFault(error);
  return fault === null ? error.message : `${undone} ${folder}: ${fault.why}.`;
};

/**
 * Runs a command that takes one folder, with the settings of the desk, and prints what it answers. What is wrong is said
 * in one line, and the process ends with 1. What it writes is for nobody else on this machine.
 */
export const runCommand = async (
  usage: string,
  undone: string,
  command: (folder: string, env: Readonly<Record<string, string | undefined>>) => Promise<string>,
): Promise<void> => {
  process.umask(0o077);
  const [folder = "", ...rest] = process.argv.slice(2);
  try {
    loadEnv();
    if (folder === "" || folder.startsWith("-") || rest.length > 0) throw new ConfigError(`Usage: ${usage}`);
    console.log(await command(folder, process.env));
  } catch (error) {
    if (!isTold(error)) throw error;
    console.error(`docket: ${told(error, undone, folder)}`);
    process.exitCode = 1;
  }
};
