import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";

export const root = join(import.meta.dirname, "..");

/** The path of a program that came with the packages. */
export const bin = (name: string): string => join(root, "node_modules/.bin", name);

interface CommandOptions {
  readonly cwd?: string;
  /** Is given each line of the output as it comes; then none is kept. */
  readonly onLine?: (line: string) => void;
  /** Ends the command after this long. */
  readonly timeoutMs?: number;
  /** Added to the environment. */
  readonly env?: Readonly<Record<string, string>>;
}

export interface Outcome {
  readonly ok: boolean;
  readonly output: string;
}

/** Runs a command to its end. A command that cannot start or is ended by a signal has failed. */
export const run = (command: string, args: readonly string[], options: CommandOptions = {}): Promise<Outcome> =>
  new Promise((resolve) => {
    const chunks: Buffer[] = [];
    const child = spawn(command, args, {
      cwd: options.cwd ?? root,
      env: { ...process.env, ...options.env },
      stdio: ["ignore", "pipe", "pipe"],
      ...(options.timeoutMs === undefined ? {} : { timeout: options.timeoutMs }),
    });
    const output = (): string => Buffer.concat(chunks).toString();
    for (const stream of [child.stdout, child.stderr]) {
      if (options.onLine) createInterface(stream).on("line", options.onLine);
      else stream.on("data", (chunk: Buffer) => chunks.push(chunk));
    }
    child.on("error", (error) => {
      resolve({ ok: false, output: `${output()}${error.message}\n` });
    });
    child.on("close", (code, signal) => {
      resolve({ ok: code === 0, output: signal === null ? output() : `${output()}ended by ${signal}\n` });
    });
  });

/** Builds what the browser loads. */
export const buildWidget = (): Promise<Outcome> => run("npm", ["run", "build"]);
