import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { ConfigError } from "../config.ts";
import { root } from "../dev/local-process.ts";

const run = (args: readonly string[], stdout: "inherit" | "pipe") =>
  spawn(join(root, "node_modules/.bin/wrangler"), args, {
    cwd: root,
    // What is asked for is printed as a message, which a setting may keep back.
    ...(stdout === "pipe" ? { env: { ...process.env, WRANGLER_LOG: "log" } } : {}),
    stdio: ["inherit", stdout, "inherit"],
  });

const check = (code: unknown, [command]: readonly string[]): void => {
  if (code !== 0) throw new ConfigError(`wrangler ${command} failed; the database is migrated already.`);
};

/** Runs wrangler, which asks its own questions. */
export const wrangler = async (...args: readonly string[]): Promise<void> => {
  const [code] = (await once(run(args, "inherit"), "exit")) as [number | null];
  check(code, args);
};

/** Runs wrangler, and returns what it prints. */
export const askWrangler = async (...args: readonly string[]): Promise<string> => {
  const child = run(args, "pipe");
  const ended = once(child, "exit");
  const printed = child.stdout ? await text(child.stdout) : "";
  const [code] = (await ended) as [number | null];
  check(code, args);
  return printed;
};
