import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadEnvFile } from "node:process";
import { createClient } from "@libsql/client";
import { carryBuilds } from "./builds/carry-builds.ts";
import { ConfigError, deskSettings } from "./config.ts";
import { createDb } from "./db/client.ts";
import { migrate } from "./db/migrate.ts";
import { withdrawSecrets } from "./deployment/withdraw-secrets.ts";
import { wrangler } from "./deployment/wrangler.ts";
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

/** There is nothing to be done about it, and the first deployment always says it: the new desk goes live all the same. */
const lostFiles = (desk: string, fault: string): string =>
  `The files of earlier builds could not be fetched from ${desk} (${fault}): pages that are open may have to be reloaded. ` +
  "At the first deployment there are none.";

/** First the database, then the Worker: each migration leaves the desk that runs working. */
const deploy = async (flags: readonly string[]): Promise<void> => {
  const secrets = readSecrets();
  if (secrets["DOCKET_URL"] === undefined) {
    throw new ConfigError("DOCKET_URL is not set: copy .dev.vars.example to .deploy.vars and fill it in.");
  }
  const { config, database } = readSettings(secrets);
  const client = createClient(database);
  const folder = await mkdtemp(join(tmpdir(), "docket-deploy-"));
  try {
    const db = createDb(client);
    await migrate(db);
    console.log("The database is migrated.");
    const { builds, fault } = await carryBuilds(join(root, "widget/dist"), config.baseUrl);
    if (fault !== null) console.warn(lostFiles(config.baseUrl, fault));
    else if (builds > 1) console.log(`The files of ${builds} builds are sent: pages that are open still find theirs.`);
    const file = join(folder, "secrets.json");
    await writeFile(file, JSON.stringify(secrets), { mode: 0o600 });
    await wrangler("deploy", "--secrets-file", file, ...flags);
    const gone = flags.includes("--dry-run") ? [] : await withdrawSecrets(Object.keys(secrets), flags, folder);
    if (gone.length > 0) console.log(`No longer set, and taken off the Worker: ${gone.join(", ")}.`);
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
