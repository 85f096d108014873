import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadEnvFile } from "node:process";
import { createClient } from "@libsql/client";
import { ConfigError, deskSettings } from "./config.ts";
import { createDb } from "./db/client.ts";
import { migrate } from "./db/migrate.ts";
import { root } from "./dev/local-process.ts";
import { firstAdminLink } from "./people/first-admin.ts";
import { systemClock } from "./platform/clock.ts";
import { cryptoIds } from "./platform/ids.ts";
import { readSettings, workerSettings } from "./worker/bindings.ts";

/** The settings of the desk out of `.deploy.vars` or the environment, which comes first. */
const readSecrets = (): Record<string, string> => {
  const file = join(root, ".deploy.vars");
  if (existsSync(file)) loadEnvFile(file);
  const names = [...deskSettings, ...workerSettings];
  return Object.fromEntries(
    names.map((name) => [name, process.env[name] ?? ""] as const).filter(([, value]) => value !== ""),
  );
};

/** Runs wrangler, which asks its own questions; ends this process when it fails. */
const wrangler = async (...args: readonly string[]): Promise<void> => {
  const child = spawn(join(root, "node_modules/.bin/wrangler"), args, { cwd: root, stdio: "inherit" });
  const [code] = (await once(child, "exit")) as [number | null];
  if (code !== 0) throw new ConfigError(`wrangler ${args[0]} failed; the database is migrated already.`);
};

/** First the database, then the Worker: each migration leaves the desk that runs working. */
const deploy = async (flags: readonly string[]): Promise<void> => {
  const secrets = readSecrets();
  const { config, database } = readSettings(secrets);
  const client = createClient(database);
  const folder = await mkdtemp(join(tmpdir(), "docket-deploy-"));
  try {
    const db = createDb(client);
    await migrate(db);
    console.log("The database is migrated.");
    const file = join(folder, "secrets.json");
    await writeFile(file, JSON.stringify(secrets), { mode: 0o600 });
    await wrangler("deploy", "--secrets-file", file, ...flags);
    const link = await firstAdminLink({ config, db, clock: systemClock, ids: cryptoIds });
    if (link !== null) console.log(`There is no admin yet. Open this link once to become the first one: ${link}`);
  } finally {
    client.close();
    await rm(folder, { recursive: true });
  }
};

try {
  await deploy(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  console.error(`docket: ${error.message}`);
  process.exitCode = 1;
}
