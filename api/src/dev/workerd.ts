import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { LocalProcess } from "./local-process.ts";

/** What a Worker on this machine is made of. */
export interface WorkerdOptions {
  /** The file of the Worker, from the top folder. */
  readonly entry: string;
  /** Where files of R2 and Durable Objects are kept. */
  readonly folder: string;
  readonly port: number;
  readonly settings: Readonly<Record<string, string>>;
  /** In place of `wrangler.toml`. */
  readonly config?: string;
  /** A folder in which Workers of this machine find each other; without it this one is alone. */
  readonly registry?: string;
  /** Is given each line that it prints once it is ready. */
  readonly onLine?: (line: string) => void;
}

/** What keeps wrangler from asking questions and from calling anybody: nothing here needs the network. */
const quiet = {
  CI: "true",
  CLOUDFLARE_CF_FETCH_ENABLED: "false",
  NO_COLOR: "1",
  WRANGLER_HIDE_BANNER: "true",
  WRANGLER_SEND_ERROR_REPORTS: "false",
  WRANGLER_SEND_METRICS: "false",
  WRANGLER_WRITE_LOGS: "false",
};

/** Starts a Worker with the bindings of `wrangler.toml` on this machine; settings of `.dev.vars` are left out. */
export const startWorkerd = async (worker: WorkerdOptions): Promise<LocalProcess> => {
  const { entry, folder, port, settings, config = "wrangler.toml", registry = join(folder, "registry") } = worker;
  await mkdir(folder, { recursive: true });
  const file = join(folder, "settings.env");
  const lines = Object.entries(settings).map(([name, value]) => `${name}='${value}'\n`);
  await writeFile(file, lines.join(""), { mode: 0o600 });
  const options = {
    config,
    "env-file": file,
    ip: "127.0.0.1",
    port: String(port),
    "inspector-port": "0",
    "persist-to": folder,
    "show-interactive-dev-session": "false",
  };
  const flags = Object.entries(options).map(([name, value]) => `--${name}=${value}`);
  return LocalProcess.start("wrangler", {
    ...(worker.onLine ? { onLine: worker.onLine } : {}),
    args: ["dev", entry, "--test-scheduled", ...flags],
    env: { ...quiet, WRANGLER_REGISTRY_PATH: registry },
    isReady: (output) => output.includes("Ready on"),
  });
};
