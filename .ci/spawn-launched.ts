import type { ChildProcess, SpawnOptions } from "node:child_process";
import { spawn } from "node:child_process";
import { join } from "node:path";

const launcher = join(import.meta.dirname, "launch.cjs");

/** Starts a program of this repository as the launcher does, which every command of npm goes through, without a build. */
export const spawnLaunched = (file: string, options: Pick<SpawnOptions, "cwd" | "env" | "detached">): ChildProcess =>
  spawn(process.execPath, ["--require", launcher, file], { ...options, stdio: ["ignore", "pipe", "pipe", "ipc"] });
